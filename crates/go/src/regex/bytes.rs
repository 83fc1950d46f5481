//! Patterns that are no UTF-8.

use super::class::Names;
use super::compiled::with_stack;
use super::syntax::{RegexError, parse};
use crate::unicode::lossy;

/// What Go says of a pattern that holds bytes which are no UTF-8: the error before the first of them, or else that.
pub fn error_of_bytes(pattern: &[u8]) -> RegexError {
    let chunk = pattern.utf8_chunks().next();
    let before = chunk.map_or("", |chunk| chunk.valid());
    let invalid = RegexError::new("invalid UTF-8", &lossy(&pattern[before.len()..]));
    match with_stack(before, || parse(before, true, Names::Exact)) {
        Err(error) if !error.is_of_end() => error,
        _ => invalid,
    }
}
