//! The linter: rules, findings and fixes.

pub use promenade_lint::{
    Check, Edit, Example, Finding, FixDocs, FixError, FixedQuery, Group, Label, LintError, LintFix, Linter, Report,
    RuleDef, RuleDocs, Safety, Selection, Settings, Severity, coverage, docs, fix_query, profile, registry, rules,
    snapshot,
};
#[cfg(feature = "documents")]
pub use promenade_lint::{FixedDocument, Linted, fix_document};
