//! The lints, a file each, in a folder for each group.

pub(crate) mod alerts;
#[cfg(feature = "documents")]
pub(crate) mod comments;
pub(crate) mod correctness;
pub(crate) mod labels;
pub(crate) mod matchers;
pub(crate) mod metrics;
pub(crate) mod profile;
pub(crate) mod rule_files;
pub(crate) mod style;
