//! Comments for the linter.

pub(crate) mod malformed_comment;
pub(crate) mod unused_ignore;
