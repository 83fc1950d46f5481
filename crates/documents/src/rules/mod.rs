//! Rule files as data: groups and rules, each value with its place in the file; and whether Prometheus takes them.

pub mod check;
mod decode;
mod model;
mod read;
mod schema;
mod verdict;

pub use check::{
    CheckOptions, Checked, DuplicateRule, NameScheme, RuleProblem, RuleProblemKind, Ruler, check, check_bytes,
    check_text,
};
pub use model::{Group, Rule, RuleFile, RuleKind, Spanned};
pub use verdict::{Lints, Verdict};
