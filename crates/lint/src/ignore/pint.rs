//! The control comments of pint that disable checks.

use promenade_documents::{Document, FileRange};
use promenade_model::suggest::nearest;
use promenade_model::value::SourceRange;

use super::comment::Comment;
use super::directive::{Directive, Named, Reach, words};
use crate::coverage::{Tool, coverage};
use crate::selection::Selector;
use crate::settings::Settings;

/// What a comment asks for; `None` if it leaves nothing out, or does not speak to pint after all.
type Read = Option<Result<Directive, (FileRange, String)>>;

/// All control comments of pint.
const COMMANDS: [&str; 12] = [
    "ignore/file",
    "ignore/line",
    "ignore/next-line",
    "ignore/begin",
    "ignore/end",
    "disable",
    "file/disable",
    "snooze",
    "file/snooze",
    "file/owner",
    "rule/owner",
    "rule/set",
];

/// What follows the word `pint` of a comment, with its offset in the text: pint also reads comments within comments, as in
/// `# too noisy # pint disable promql/rate`.
pub(super) fn addressed(text: &str) -> Option<(&str, usize)> {
    let parts = text.split('#');
    let spoken =
        parts.filter_map(|part| part.trim_start().strip_prefix("pint")).find(|rest| rest.starts_with(BLANKS))?;
    Some((spoken, spoken.as_ptr() as usize - text.as_ptr() as usize))
}

const BLANKS: [char; 2] = [' ', '\t'];

/// Reads what follows the word `pint`, which stands at the offset `at` of the comment.
pub(super) fn read(comment: &Comment, document: &Document, rest: &str, at: usize, settings: &Settings) -> Read {
    let words = words(rest, at);
    let ((command, range), arguments) = words.split_first()?;
    let all = |reach| {
        let names = vec![Named { range: comment.range, selectors: None, text: String::new() }];
        Some(Ok(Directive { reach, names, is_ours: false, unknown: Vec::new() }))
    };
    let refuse = |range: &SourceRange, message: String| Some(Err((comment.part(document, range.clone()), message)));
    let (reach, check) = match *command {
        "ignore/file" => return all(Reach::Below),
        "ignore/line" => return all(Reach::Line),
        "ignore/next-line" => return all(Reach::NextLine),
        "ignore/begin" => return all(Reach::Block),
        "disable" => (Reach::Rule, arguments.first()),
        "file/disable" => (Reach::File, arguments.first()),
        "snooze" | "file/snooze" => {
            let Some((until, rest)) = arguments.split_first() else { return refuse(range, missing(command)) };
            if !is_time(until.0) {
                return refuse(&until.1, format!("`{}` is no time, as `2030-01-31` is: {}", until.0, missing(command)));
            }
            if settings.today.as_deref().is_some_and(|today| today >= until.0.get(..10).unwrap_or(until.0)) {
                return None;
            }
            (if *command == "snooze" { Reach::Rule } else { Reach::File }, rest.first())
        }
        // The end of a block is looked for from its beginning; owners and settings leave nothing out.
        other => {
            let meant = nearest(other, COMMANDS.into_iter()).filter(|meant| *meant != other)?;
            return refuse(range, format!("pint has no comment `{other}`; did you mean `{meant}`?"));
        }
    };
    let Some((text, range)) = check else { return refuse(range, missing(command)) };
    let range = comment.part(document, range.clone());
    let named = named(text, range);
    let message = format!("pint has no check `{}`", name_of(text));
    let unknown = if named.is_none() { vec![(range, message)] } else { Vec::new() };
    Some(Ok(Directive { reach, names: named.into_iter().collect(), is_ours: false, unknown }))
}

/// The correct form of an incomplete comment.
fn missing(command: &str) -> String {
    let time = if command.ends_with("snooze") { " TIME" } else { "" };
    format!("write `# pint {command}{time} CHECK`")
}

/// Whether a text begins with a date such as `2030-01-31`.
fn is_time(text: &str) -> bool {
    let is_right = |(i, c): (usize, char)| if matches!(i, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    text.get(..10).is_some_and(|day| day.char_indices().all(is_right))
}

/// The lints that find what a check of pint finds. What stands in parentheses, a server or a metric, is not looked at.
fn named(text: &str, range: FileRange) -> Option<Named> {
    let row = coverage().find(|row| row.tool == Tool::Pint && row.check == name_of(text))?;
    let selectors = row.lints.iter().filter_map(|code| Selector::parse(code)).collect();
    Some(Named { range, selectors: Some(selectors), text: text.to_owned() })
}

fn name_of(text: &str) -> &str {
    text.split('(').next().unwrap_or(text)
}
