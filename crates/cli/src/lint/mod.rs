//! Linting of files: a linter for each of the settings, and its findings as reports.

mod ignores;
mod linters;
mod report;
mod since;

pub(crate) use ignores::with_ignores;
pub(crate) use linters::Linters;
pub(crate) use report::{of_finding, with_edit, with_preview};
pub(crate) use since::Changed;
