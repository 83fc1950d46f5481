//! What is wrong with a file of settings, and where.

use std::io;
use std::ops::Range;
use std::path::Path;

use crate::load::shown;
use promenade::model::suggest::nearest;

/// What is wrong with a file of settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConfigError {
    /// The file, with line and column where they are known.
    place: String,
    message: String,
    help: Option<String>,
}

impl ConfigError {
    /// The file cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self { place: shown(path), message: format!("it cannot be read: {error}"), help: None }
    }

    /// Something in the file is not as it should be.
    pub(crate) fn value(path: &Path, message: impl Into<String>, help: Option<String>) -> Self {
        Self { place: shown(path), message: message.into(), help }
    }

    /// The file is no TOML, or says what it may not.
    pub(crate) fn parse(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let place = match error.span() {
            Some(span) => format!("{}:{}", shown(path), line_and_column(text, &span)),
            None => shown(path),
        };
        let (message, help) = in_words(error.message());
        Self { place, message, help }
    }

    /// All of it, each part on a line.
    pub(crate) fn text(&self) -> String {
        let help = self.help.as_ref().map_or_else(String::new, |help| format!("  help: {help}\n"));
        format!("error: {}: {}\n{help}", self.place, self.message)
    }
}

fn line_and_column(text: &str, span: &Range<usize>) -> String {
    let before = &text[..text.floor_char_boundary(span.start)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    format!("{}:{}", before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Words of a parser for those who read them: what is unknown, and what was probably meant.
fn in_words(message: &str) -> (String, Option<String>) {
    let kind = [("unknown field ", "key"), ("unknown variant ", "value")];
    let Some((rest, what)) = kind.iter().find_map(|(start, what)| Some((message.strip_prefix(start)?, what))) else {
        return (message.trim_end().to_owned(), None);
    };
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let unknown = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let help = match nearest(unknown, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    (format!("unknown {what} `{unknown}`"), Some(help))
}
