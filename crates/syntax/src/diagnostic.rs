//! Diagnostics: a stable code, a range, a message, and a fix where one is known.

mod docs;
mod registry;

use std::fmt;

use promenade_model::value::SourceRange;

pub use docs::{CodeDocs, Example};
pub use registry::{CODES, CodeRow, codes};

/// A finding about a query. A parse has a tree and any number of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, `PQL001` and so on; [`CODES`] has its title.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// The text that it is about.
    pub range: SourceRange,
    /// The offset that Prometheus reports for the same error, where that is not the start of `range`.
    pub reported_at: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// The part of the grammar that was being parsed, such as `label matching`; the message says it too.
    pub context: Option<&'static str>,
    /// What was expected instead.
    pub expected: Vec<String>,
    /// Further help.
    pub help: Option<String>,
    /// A change that fixes it.
    pub fix: Option<Fix>,
    /// Other places that belong to it, each with a message.
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
    /// The title, an imperative.
    pub title: String,
    /// The replacements, which do not overlap.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The text to replace; empty to insert.
    pub range: SourceRange,
    /// The new text.
    pub text: String,
}

/// A message about another place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub range: SourceRange,
    /// The message.
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
            context: None,
            expected: Vec::new(),
            help: None,
            fix: None,
            labels: Vec::new(),
        }
    }

    /// Sets the severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets what was expected.
    #[must_use]
    pub fn with_expected<T: Into<String>>(mut self, expected: impl IntoIterator<Item = T>) -> Self {
        self.expected = expected.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn with_label(mut self, range: SourceRange, message: impl Into<String>) -> Self {
        self.labels.push(Label { range, message: message.into() });
        self
    }

    /// Sets a fix of one edit.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, range: SourceRange, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit::new(range, text)] });
        self
    }

    /// Whether the query is refused because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The offset that Prometheus reports.
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

impl Edit {
    /// A text in place of a part of the source.
    pub fn new(range: SourceRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }
}

impl Fix {
    /// Applies the edits to `source`; none where an edit does not fit.
    pub fn apply(&self, source: &str) -> Option<String> {
        apply_edits(source, &self.edits)
    }
}

/// `source` with edits made, in whatever order they are. None where two overlap or one does not fit the source.
pub fn apply_edits(source: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(source.len() + added);
    let mut at = 0;
    for edit in edits {
        out.push_str(source.get(at..edit.range.start)?);
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(source.get(at..)?);
    Some(out)
}
