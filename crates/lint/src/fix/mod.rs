//! Applying fixes, round after round, until nothing is left to fix.

#[cfg(feature = "documents")]
mod document;
mod query;

#[cfg(feature = "documents")]
use promenade_documents::EditError;

#[cfg(feature = "documents")]
pub use self::document::{FixedDocument, fix_document};
pub use self::query::{FixedQuery, fix_query};
use crate::definition::{Group, Severity};
use crate::finding::{Edit, Finding};

/// Why a fix was not applied. The text is as it was before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FixError {
    /// The new query cannot be written into the file.
    #[cfg(feature = "documents")]
    #[error("it cannot be changed: {0}")]
    Unwritable(EditError),
    /// The file would hold other queries, or would no longer be read.
    #[cfg(feature = "documents")]
    #[error("a fix would break the file, so it was not applied")]
    BreaksFile,
    /// Prometheus would refuse a query that it accepts now.
    #[error("a fix would break a query, so it was not applied")]
    BreaksQuery,
    /// Fixes undo each other.
    #[error("fixes were still being applied after {MAX_ROUNDS} rounds")]
    Endless,
}

/// Rounds of fixes of a text; a fix may uncover what another fixes.
const MAX_ROUNDS: usize = 20;

/// The edits of those fixes that touch nothing that a fix before them touches.
fn without_overlaps(mut fixes: Vec<&[Edit]>) -> (Vec<Edit>, usize) {
    fixes.sort_by_key(|edits| edits.iter().map(|edit| edit.range.start).min());
    let (mut taken, mut n_taken): (Vec<Edit>, usize) = (Vec::new(), 0);
    for edits in fixes {
        let is_free = |edit: &Edit| taken.iter().all(|other| !touch(edit, other));
        if !edits.is_empty() && edits.iter().all(is_free) {
            taken.extend(edits.iter().cloned());
            n_taken += 1;
        }
    }
    (taken, n_taken)
}

/// Whether two edits change the same text, or insert at the same place.
fn touch(a: &Edit, b: &Edit) -> bool {
    a.range.start <= b.range.end && b.range.start <= a.range.end
}

/// Whether Prometheus refuses the query for it.
fn is_refusal<R>(finding: &Finding<R>) -> bool {
    finding.lint.group == Group::Syntax && finding.diagnostic.severity == Severity::Error
}
