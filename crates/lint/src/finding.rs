//! What a lint has found, and its fix.

#[cfg(feature = "documents")]
use promenade_documents::QueryIdx;
use promenade_model::FileRange;
use promenade_model::value::SourceRange;
use promenade_syntax::Diagnostic;
use promenade_syntax::diagnostic::Fix;
pub use promenade_syntax::diagnostic::{Edit, Label};

use crate::definition::{Lint, Severity};

/// One finding: a diagnostic of a file, with the lint that raised it. Of a query that stands alone, `R` is the type of
/// ranges in it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding<R = FileRange> {
    /// The lint that found it.
    pub lint: &'static Lint,
    /// Where it is and what is wrong. Its own fix is none: that of a finding is one of the query.
    pub diagnostic: Diagnostic<R>,
    /// Which of the documents that were linted it stands in.
    pub document: usize,
    /// The query that it stands in.
    #[cfg(feature = "documents")]
    pub query: Option<QueryIdx>,
    /// A change of the query that fixes it.
    pub fix: Option<LintFix>,
}

/// A change of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintFix {
    /// The change, by offsets in the query.
    pub fix: Fix,
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
    /// A query with the fix applied. `None` if it is the fix of another text.
    pub fn apply(&self, query: &str) -> Option<String> {
        self.fix.apply(query)
    }
}

impl<R> Finding<R> {
    /// Adds words on another place.
    pub fn related(&mut self, range: R, message: impl Into<String>) -> &mut Self {
        self.diagnostic.labels.push(Label { range, message: message.into() });
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
        self.fix = Some(LintFix { fix: Fix { title: title.into(), edits }, safety });
        self
    }

    /// Gives it another severity than its lint has.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.diagnostic.severity = severity;
        self
    }
}

/// A replacement of `range` by `text`.
pub(crate) fn edit(range: SourceRange, text: impl Into<String>) -> Edit {
    Edit { range, text: text.into() }
}

/// Where a lint puts what it finds. `R` is the type of its ranges: those of the query for lints on queries, those of the
/// file for the others.
#[derive(Debug)]
pub struct Report<'a, R = FileRange> {
    lint: &'static Lint,
    findings: &'a mut Vec<Finding<R>>,
}

impl<'a, R> Report<'a, R> {
    /// A report for one lint, which adds to `findings`.
    pub fn new(lint: &'static Lint, findings: &'a mut Vec<Finding<R>>) -> Self {
        Self { lint, findings }
    }

    /// Adds a finding, to which a fix and other places can be added.
    ///
    /// # Panics
    /// Never: the finding that was pushed is there.
    pub fn add(&mut self, range: R, message: impl Into<String>) -> &mut Finding<R> {
        self.add_in(0, range, message)
    }

    /// The finding that was added last.
    pub fn last(&mut self) -> Option<&mut Finding<R>> {
        self.findings.last_mut()
    }

    /// Adds a finding in one of several documents.
    ///
    /// # Panics
    /// Never: the finding that was pushed is there.
    pub fn add_in(&mut self, document: usize, range: R, message: impl Into<String>) -> &mut Finding<R> {
        let at = self.findings.len();
        self.findings.push(Finding {
            lint: self.lint,
            diagnostic: Diagnostic::error(self.lint.code, range, message).with_severity(self.lint.severity),
            document,
            #[cfg(feature = "documents")]
            query: None,
            fix: None,
        });
        &mut self.findings[at]
    }
}
