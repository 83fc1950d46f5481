//! The control comments of pint, as far as they leave something out.

use promenade_documents::Document;
use promenade_model::value::SourceRange;

use super::comment::Comment;
use super::directive::{Directive, Named, Reach, words};
use crate::coverage::{Tool, coverage};
use crate::selection::Selector;
use crate::settings::Settings;

/// What a comment of pint asks for; none where it leaves nothing out, or does not speak to pint after all.
pub(super) fn read(
    comment: &Comment,
    document: &Document,
    rest: &str,
    at: usize,
    settings: &Settings,
) -> Option<Result<Directive, (SourceRange, String)>> {
    let words = words(rest, at);
    let ((command, _), arguments) = words.split_first()?;
    let all = |reach| {
        let names = vec![Named { range: comment.range.clone(), selectors: None, text: String::new() }];
        Some(Ok(Directive { reach, names, is_ours: false, unknown: Vec::new() }))
    };
    let (reach, check) = match *command {
        "ignore/file" => return all(Reach::Below),
        "ignore/line" => return all(Reach::Line),
        "ignore/next-line" => return all(Reach::NextLine),
        "ignore/begin" => return all(Reach::Block),
        "disable" => (Reach::Rule, arguments.first()?),
        "file/disable" => (Reach::File, arguments.first()?),
        "snooze" | "file/snooze" => {
            let ((until, _), rest) = arguments.split_first()?;
            if settings.today.as_deref().is_some_and(|today| today >= until.get(..10).unwrap_or(until)) {
                return None;
            }
            (if *command == "snooze" { Reach::Rule } else { Reach::File }, rest.first()?)
        }
        // The end of a block is looked for from its beginning; owners and settings leave nothing out.
        _ => return None,
    };
    let (text, range) = check;
    let range = comment.part(document, range.clone());
    let named = named(text, range.clone());
    let message = format!("pint has no check `{}`", name_of(text));
    let unknown = if named.is_none() { vec![(range, message)] } else { Vec::new() };
    Some(Ok(Directive { reach, names: named.into_iter().collect(), is_ours: false, unknown }))
}

/// The rules that find what a check of pint finds. What stands in parentheses, a server or a metric, is not looked at.
fn named(text: &str, range: SourceRange) -> Option<Named> {
    let row = coverage().find(|row| row.tool == Tool::Pint && row.check == name_of(text))?;
    let selectors = row.rules.iter().filter_map(|code| Selector::parse(code)).collect();
    Some(Named { range, selectors: Some(selectors), text: text.to_owned() })
}

fn name_of(text: &str) -> &str {
    text.split('(').next().unwrap_or(text)
}
