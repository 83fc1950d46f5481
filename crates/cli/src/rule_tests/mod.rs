//! Unit tests of rules: files that are found, and reports of results and of coverage.

mod caret;
mod coverage;
mod files;
mod junit;
mod lines;
mod mutants;
mod sources;
mod text;
mod watch;

pub(crate) use coverage::{Coverage, percent};
pub(crate) use files::{Folder, TestSource, find};
pub(crate) use junit::{Suite, write as write_junit};
pub(crate) use mutants::mutants_text;
pub(crate) use text::{Shown, Style};
pub(crate) use watch::Watch;
