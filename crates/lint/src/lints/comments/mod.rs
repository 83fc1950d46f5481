//! Comments that speak to the linter.

pub(crate) mod malformed_comment;
pub(crate) mod unused_ignore;
