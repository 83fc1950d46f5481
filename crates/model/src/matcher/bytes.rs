//! Matcher values that are not UTF-8, rewritten as equivalent valid ones.

use promenade_go::regex::{RegexError, error_of_bytes, plain_alternatives};
use promenade_go::unicode::lossy;

use super::MatchOp;

/// An expression that matches nothing.
const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";

/// A regular expression equivalent to the value, for valid texts.
///
/// # Errors
/// Returns an error if the value is an invalid regular expression.
pub(super) fn as_regex(op: MatchOp, value: &[u8]) -> Result<String, RegexError> {
    if !op.is_regex() {
        return Ok(NOTHING.to_owned());
    }
    if plain_alternatives(&lossy(value)).is_none() {
        return Err(error_of_bytes(value));
    }
    let alternatives: Vec<&str> =
        value.split(|byte| *byte == b'|').filter_map(|alternative| std::str::from_utf8(alternative).ok()).collect();
    Ok(if alternatives.is_empty() { NOTHING.to_owned() } else { alternatives.join("|") })
}
