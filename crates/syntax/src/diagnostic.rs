//! What is wrong with a query: a stable code, the place, words, and a fix where one is obvious.

mod docs;
mod registry;

use std::fmt;

use promenade_model::value::SourceRange;

pub use docs::{CodeDocs, Example};
pub use registry::{CODES, CodeRow, codes};

/// One finding. Broken text is data: a parse has a tree and any number of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, `PQL001` and so on; [`CODES`] says what it stands for.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// The text that it speaks of.
    pub range: SourceRange,
    /// The offset that Prometheus reports for the same mistake, where that is not the start of `range`.
    pub reported_at: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What could stand here instead.
    pub expected: Vec<String>,
    /// What else there is to know.
    pub help: Option<String>,
    /// A change that mends it.
    pub fix: Option<Fix>,
    /// Other places that belong to it, with words on each.
    pub labels: Vec<Label>,
}

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The query is refused.
    Error,
    /// The query is accepted, but probably does not do what is meant.
    Warning,
    /// A remark.
    Info,
}

/// A change of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as an imperative.
    pub title: String,
    /// The replacements, which do not overlap.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The text to replace; empty to insert.
    pub range: SourceRange,
    /// What to put there.
    pub text: String,
}

/// Words on a place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub range: SourceRange,
    /// The words.
    pub message: String,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &'static str, range: SourceRange, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            range,
            reported_at: None,
            message: message.into(),
            expected: Vec::new(),
            help: None,
            fix: None,
            labels: Vec::new(),
        }
    }

    /// The same with another severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same with what could stand here instead.
    #[must_use]
    pub fn with_expected<T: Into<String>>(mut self, expected: impl IntoIterator<Item = T>) -> Self {
        self.expected = expected.into_iter().map(Into::into).collect();
        self
    }

    /// The same with words on what else there is to know.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a label.
    #[must_use]
    pub fn with_label(mut self, range: SourceRange, message: impl Into<String>) -> Self {
        self.labels.push(Label { range, message: message.into() });
        self
    }

    /// The same with a fix of one edit.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, range: SourceRange, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit { range, text: text.into() }] });
        self
    }

    /// Whether the query is refused for it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The offset at which Prometheus reports the mistake.
    pub fn reported_offset(&self) -> usize {
        self.reported_at.unwrap_or(self.range.start)
    }

    /// The title of its code.
    pub fn title(&self) -> &'static str {
        CODES.iter().find(|row| row.code == self.code).map_or("", |row| row.title)
    }
}

impl fmt::Display for Diagnostic {
    /// The message and what was expected, without the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.expected.as_slice() {
            [] => Ok(()),
            [one] => write!(f, ", expected {one}"),
            [init @ .., last] => write!(f, ", expected {} or {last}", init.join(", ")),
        }
    }
}

impl std::error::Error for Diagnostic {}

impl Fix {
    /// `source` with the edits made. None where an edit does not fit the source.
    pub fn apply(&self, source: &str) -> Option<String> {
        let mut edits: Vec<&Edit> = self.edits.iter().collect();
        edits.sort_by_key(|edit| edit.range.start);
        let mut out = String::with_capacity(source.len());
        let mut at = 0;
        for edit in edits {
            out.push_str(source.get(at..edit.range.start)?);
            out.push_str(&edit.text);
            at = edit.range.end;
        }
        out.push_str(source.get(at..)?);
        Some(out)
    }
}
