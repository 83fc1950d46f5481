//! The rules, a file each, in a folder for each group.

pub(crate) mod correctness;
pub(crate) mod matchers;
pub(crate) mod style;
