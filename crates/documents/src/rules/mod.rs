//! Rule files as data: groups and rules, each value with its place in the file.

mod model;
mod read;

pub use model::{Group, Rule, RuleFile, RuleKind, Spanned};
