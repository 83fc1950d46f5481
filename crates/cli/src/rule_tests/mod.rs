//! Unit tests of rules: files that are found, and reports as text and as `JUnit` XML.

mod caret;
mod files;
mod junit;
mod lines;
mod text;

pub(crate) use files::{Folder, TestSource, find};
pub(crate) use junit::{Suite, write as write_junit};
pub(crate) use text::{Shown, Style};
