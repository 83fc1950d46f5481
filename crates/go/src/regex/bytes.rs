//! Patterns that are not UTF-8.

use super::class::Names;
use super::compiled::with_stack;
use super::syntax::{RegexError, parse};
use crate::unicode::lossy;

/// Go's error for a pattern with invalid UTF-8: an earlier error, or else that one.
pub fn error_of_bytes(pattern: &[u8]) -> RegexError {
    let chunk = pattern.utf8_chunks().next();
    let before = chunk.map_or("", |chunk| chunk.valid());
    let invalid = RegexError::new("invalid UTF-8", &lossy(&pattern[before.len()..]));
    match with_stack(before, || parse(before, true, Names::Exact)) {
        Err(error) if !error.is_of_end() => error,
        _ => invalid,
    }
}
