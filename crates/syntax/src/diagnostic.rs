//! Diagnostics: a stable code, a range, a message, and a fix where one is known.

mod docs;
mod registry;

use std::fmt;
use std::ops::Range;

use promenade_model::value::SourceRange;

pub use docs::{CodeDocs, Example};
pub use registry::{CODES, CodeRow, codes};

/// A finding about a text: a query, unless `R` says otherwise. A parse has a tree and any number of these.
///
/// `R` is the type of ranges in the text. A diagnostic of a file has ranges of another type, so that an offset in a query
/// cannot be taken for an offset in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic<R = SourceRange> {
    /// The stable code, `PQL001` and so on; [`CODES`] has its title.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// The text that it is about.
    pub range: R,
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
    pub fix: Option<Fix<R>>,
    /// Other places that belong to it, each with a message.
    pub labels: Vec<Label<R>>,
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

impl Severity {
    /// As a word: `error`, `warning`, `info`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A change of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix<R = SourceRange> {
    /// The title, an imperative.
    pub title: String,
    /// The replacements, which do not overlap.
    pub edits: Vec<Edit<R>>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<R = SourceRange> {
    /// The text to replace; empty to insert.
    pub range: R,
    /// The new text.
    pub text: String,
}

/// A message about another place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label<R = SourceRange> {
    /// The place.
    pub range: R,
    /// The message.
    pub message: String,
}

impl<R> Diagnostic<R> {
    /// An error.
    pub fn error(code: &'static str, range: R, message: impl Into<String>) -> Self {
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
    pub fn with_label(mut self, range: R, message: impl Into<String>) -> Self {
        self.labels.push(Label { range, message: message.into() });
        self
    }

    /// Sets a fix of one edit.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, range: R, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit::new(range, text)] });
        self
    }

    /// Whether the query is refused because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The title of its code.
    pub fn title(&self) -> &'static str {
        CODES.iter().find(|row| row.code == self.code).map_or("", |row| row.title)
    }
}

impl Diagnostic {
    /// The offset that Prometheus reports.
    pub fn reported_offset(&self) -> usize {
        self.reported_at.unwrap_or(self.range.start)
    }
}

impl<R> fmt::Display for Diagnostic<R> {
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

impl<R: fmt::Debug> std::error::Error for Diagnostic<R> {}

impl<R> Edit<R> {
    /// A text in place of a part of the source.
    pub fn new(range: R, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }
}

impl<R: Clone + Into<Range<usize>>> Fix<R> {
    /// Applies the edits to `source`; `None` if an edit does not fit.
    pub fn apply(&self, source: &str) -> Option<String> {
        apply_edits(source, &self.edits)
    }
}

/// `source` with edits made, in whatever order they are. `None` if two overlap or one does not fit the source.
pub fn apply_edits<R: Clone + Into<Range<usize>>>(source: &str, edits: &[Edit<R>]) -> Option<String> {
    let mut edits: Vec<(Range<usize>, &str)> =
        edits.iter().map(|edit| (edit.range.clone().into(), edit.text.as_str())).collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let added: usize = edits.iter().map(|(_, text)| text.len()).sum();
    let mut out = String::with_capacity(source.len() + added);
    let mut at = 0;
    for (range, text) in edits {
        out.push_str(source.get(at..range.start)?);
        out.push_str(text);
        at = range.end;
    }
    out.push_str(source.get(at..)?);
    Some(out)
}
