//! What a lint has found, and its fix.

#[cfg(feature = "documents")]
use promenade_documents::QueryIdx;
use promenade_model::value::SourceRange;
use promenade_syntax::diagnostic::apply_edits;
pub use promenade_syntax::diagnostic::{Edit, Label};

use crate::definition::{Lint, Severity};

/// One finding.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// The lint that found it.
    pub lint: &'static Lint,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Which of the documents that were linted it stands in.
    pub document: usize,
    /// Where it stands in the file, in bytes.
    pub range: SourceRange,
    /// The query that it stands in.
    #[cfg(feature = "documents")]
    pub query: Option<QueryIdx>,
    /// Other places in the file that belong to it, with words on each.
    pub related: Vec<Label>,
    /// What else there is to say, where a change is not all of it.
    pub help: Option<String>,
    /// A change of the query that fixes it.
    pub fix: Option<LintFix>,
}

/// A change of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintFix {
    /// What the change does, as an imperative.
    pub title: String,
    /// The replacements, by offsets in the query; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether the meaning stays.
    pub safety: Safety,
}

/// Whether a fix keeps the meaning of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Safety {
    /// The result stays the same.
    Safe,
    /// The result changes, or may.
    Unsafe,
}

impl LintFix {
    /// A query with the fix applied. None where it is the fix of another text.
    pub fn apply(&self, query: &str) -> Option<String> {
        apply_edits(query, &self.edits)
    }
}

impl Finding {
    /// Adds words on another place.
    pub fn related(&mut self, range: SourceRange, message: impl Into<String>) -> &mut Self {
        self.related.push(Label { range, message: message.into() });
        self
    }

    /// Offers a change that keeps the meaning.
    pub fn safe_fix(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.fix(Safety::Safe, title, edits)
    }

    /// Offers a change that may change the meaning.
    pub fn unsafe_fix(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.fix(Safety::Unsafe, title, edits)
    }

    /// Offers a change of which it depends on the query whether it keeps the meaning.
    pub fn fix(&mut self, safety: Safety, title: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.fix = Some(LintFix { title: title.into(), edits, safety });
        self
    }

    /// Gives it another severity than its lint has.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }
}

/// A replacement of `range` by `text`.
pub(crate) fn edit(range: SourceRange, text: impl Into<String>) -> Edit {
    Edit { range, text: text.into() }
}

/// Where a lint puts what it finds. Ranges are those of the query for lints on queries, of the file for the others.
#[derive(Debug)]
pub struct Report<'a> {
    lint: &'static Lint,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Report<'a> {
    /// A report for one lint, which adds to `findings`.
    pub fn new(lint: &'static Lint, findings: &'a mut Vec<Finding>) -> Self {
        Self { lint, findings }
    }

    /// Adds a finding, to which a fix and other places can be added.
    ///
    /// # Panics
    /// Never: the finding that was pushed is there.
    pub fn add(&mut self, range: SourceRange, message: impl Into<String>) -> &mut Finding {
        self.add_in(0, range, message)
    }

    /// The finding that was added last.
    pub fn last(&mut self) -> Option<&mut Finding> {
        self.findings.last_mut()
    }

    /// Adds a finding in one of several documents.
    ///
    /// # Panics
    /// Never: the finding that was pushed is there.
    pub fn add_in(&mut self, document: usize, range: SourceRange, message: impl Into<String>) -> &mut Finding {
        let at = self.findings.len();
        self.findings.push(Finding {
            lint: self.lint,
            severity: self.lint.severity,
            message: message.into(),
            document,
            range,
            #[cfg(feature = "documents")]
            query: None,
            related: Vec::new(),
            help: None,
            fix: None,
        });
        &mut self.findings[at]
    }
}
