//! The linter: lints, findings and fixes.

pub use promenade_lint::{
    Check, Edit, Example, Finding, FixDocs, FixError, FixedQuery, Group, Label, Lint, LintDocs, LintError, LintFix,
    Linter, Report, Safety, Selection, Settings, Severity, coverage, docs, fix_query, lints, policy, profile, registry,
    snapshot,
};
#[cfg(feature = "documents")]
pub use promenade_lint::{FixedDocument, Linted, fix_document};
