//! The formatter with its options.

pub use promenade_format::{Formatted, GroupingPosition, Options, Outcome, Parentheses, VerifyError, format};
