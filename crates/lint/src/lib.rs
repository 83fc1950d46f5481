//! Lints for queries, rule files and dashboards, with fixes. Files need the feature `documents`.
//!
//! A lint is one file in `lints`, registered in [`registry`]: what it finds, why that is bad, examples that are tested,
//! and the check. The [`Linter`] parses each query once and asks all lints that are selected.

pub mod context;
pub mod coverage;
pub mod definition;
pub mod docs;
mod error;
mod facts;
mod finding;
mod fix;
#[cfg(feature = "documents")]
mod ignore;
mod linter;
mod lints;
pub mod policy;
pub mod profile;
pub mod registry;
mod selection;
mod settings;
pub mod snapshot;

pub use definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
pub use error::LintError;
pub use finding::{Edit, Finding, Label, LintFix, Report, Safety};
pub use fix::{FixError, FixedQuery, fix_query};
#[cfg(feature = "documents")]
pub use fix::{FixedDocument, fix_document};
#[cfg(feature = "documents")]
pub use linter::Linted;
pub use linter::Linter;
pub use registry::lints;
pub use selection::Selection;
pub use settings::Settings;
