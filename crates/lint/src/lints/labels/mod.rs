//! Labels that are gone, joins that never match, and results that are known without data.

#[cfg(feature = "documents")]
pub(crate) mod always_returns;
pub(crate) mod gone_label;
#[cfg(feature = "documents")]
pub(crate) mod gone_template_label;
pub(crate) mod never_matches;
pub(crate) mod never_returns;
pub(crate) mod unused_include;
