//! Parsed ignore comments.

use promenade_documents::{Document, FileRange};
use promenade_model::value::SourceRange;

use super::comment::Comment;
use super::pint;
use crate::definition::Lint;
use crate::registry::lints;
use crate::selection::Selector;
use crate::settings::Settings;

/// A parsed ignore comment.
pub(super) struct Directive {
    /// Its scope.
    pub(super) reach: Reach,
    /// The lints that it ignores.
    pub(super) names: Vec<Named>,
    /// Whether it is one of ours, of which unused ones are reported.
    pub(super) is_ours: bool,
    /// Names that match no lint.
    pub(super) unknown: Vec<(FileRange, String)>,
}

/// The scope of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Its line; alone on a line, what follows it: an expression or a rule.
    Next,
    /// The rule that it is in, or right before.
    Rule,
    /// Its line.
    Line,
    /// The line after it.
    NextLine,
    /// From it to the end of the block that another comment ends.
    Block,
    /// All that comes after it.
    Below,
    /// The whole file.
    File,
}

/// A lint name in a comment.
pub(super) struct Named {
    /// Where it stands.
    pub(super) range: FileRange,
    /// The lints that it selects; none for all of them.
    pub(super) selectors: Option<Vec<Selector>>,
    /// Its text.
    pub(super) text: String,
}

impl Named {
    /// Whether it selects a lint.
    pub(super) fn names(&self, lint: &Lint) -> bool {
        self.selectors.as_ref().is_none_or(|selectors| selectors.iter().any(|selector| selector.names(lint)))
    }

    /// Whether a selected lint runs, so that no finding means that there is nothing to ignore.
    pub(super) fn is_on(&self, settings: &Settings) -> bool {
        lints().any(|lint| self.names(lint) && settings.selection.contains(lint))
    }

    /// The message for a name that selects nothing.
    pub(super) fn nothing(&self) -> String {
        if self.selectors.is_none() { "nothing".to_owned() } else { format!("nothing of `{}`", self.text) }
    }
}

/// What a comment asks for; `None` if it does not speak to a linter, and the place and the words where it does so in a
/// way that is not understood.
pub(super) fn read(
    comment: &Comment,
    document: &Document,
    settings: &Settings,
) -> Option<Result<Directive, (FileRange, String)>> {
    let text = comment.text.trim_start();
    let start = comment.text.len() - text.len();
    if let Some(rest) = text.strip_prefix("promenade:") {
        // That is for the formatter.
        if matches!(words(rest, 0).as_slice(), [("fmt", _), ("off" | "on", _), ..]) {
            return None;
        }
        let at = start + "promenade:".len();
        return Some(ours(comment, document, rest, at));
    }
    let (rest, at) = pint::addressed(&comment.text)?;
    pint::read(comment, document, rest, at, settings)
}

/// What begins the words of a comment that are for people.
const REASONS: [&str; 5] = [" -- ", " - ", " — ", " # ", " ("];

/// What these comments may name beside lints: reports of `promenade test`.
const OTHER_REPORTS: [&str; 2] = ["coverage", "mutants"];

/// `ignore LINT, LINT`, `ignore-file LINT`; what follows ` -- ` and the like is for people.
fn ours(comment: &Comment, document: &Document, rest: &str, at: usize) -> Result<Directive, (FileRange, String)> {
    let end = REASONS.iter().filter_map(|reason| rest.find(reason)).min();
    let rest = &rest[..end.unwrap_or(rest.len())];
    let words = words(rest, at);
    let Some(((command, range), named)) = words.split_first() else {
        let message = "this says nothing: write `ignore LINT` or `ignore-file LINT`";
        return Err((comment.range, message.to_owned()));
    };
    let reach = match *command {
        "ignore" => Reach::Next,
        "ignore-file" => Reach::File,
        other => {
            let message = format!("`{other}` is not understood: write `ignore LINT` or `ignore-file LINT`");
            return Err((comment.part(document, range.clone()), message));
        }
    };
    let (mut names, mut unknown) = (Vec::new(), Vec::new());
    for (word, range) in named {
        let range = comment.part(document, range.clone());
        match Selector::parse(word) {
            Some(selector) => names.push(Named { range, selectors: Some(vec![selector]), text: (*word).to_owned() }),
            None if OTHER_REPORTS.contains(word) => {}
            None => unknown.push((range, format!("no lint, group or prefix of a code is called `{word}`"))),
        }
    }
    if named.is_empty() {
        names.push(Named { range: comment.range, selectors: None, text: String::new() });
    }
    Ok(Directive { reach, names, is_ours: true, unknown })
}

/// The words of a text that starts at this offset of the comment, with their places in it.
pub(super) fn words(text: &str, at: usize) -> Vec<(&str, SourceRange)> {
    let separated = text.split([',', ' ', '\t']);
    let base = text.as_ptr() as usize;
    let place = |word: &str| word.as_ptr() as usize - base + at;
    separated.filter(|word| !word.is_empty()).map(|word| (word, place(word)..place(word) + word.len())).collect()
}
