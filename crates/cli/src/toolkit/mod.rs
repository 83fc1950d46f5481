//! Formatting, linting and mending of one file at a time.

mod fix;
mod format;
mod linters;
mod open;
mod report;

pub(crate) use fix::{Fixed, Fixes, mend};
pub(crate) use format::{format_document, format_options};
pub(crate) use linters::Linters;
pub(crate) use open::{document_errors, open, read_options};
pub(crate) use report::{of_finding, with_edits};
