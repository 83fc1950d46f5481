//! Values of matchers that are no UTF-8, said in values that are.

use super::MatchOp;
use super::class::Names;
use super::compiled::with_stack;
use super::plan::plain_alternatives;
use super::syntax::{RegexError, parse};

/// An expression that matches nothing.
const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";

/// The text of bytes, in which U+FFFD stands for each that is no UTF-8.
pub fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// A regular expression for the texts that a value matches.
///
/// # Errors
/// Where the value is a regular expression that Go does not take.
pub(super) fn as_regex(op: MatchOp, value: &[u8]) -> Result<String, RegexError> {
    if !op.is_regex() {
        return Ok(NOTHING.to_owned());
    }
    if plain_alternatives(&lossy(value)).is_none() {
        return Err(error(value));
    }
    let alternatives: Vec<&str> =
        value.split(|byte| *byte == b'|').filter_map(|alternative| std::str::from_utf8(alternative).ok()).collect();
    Ok(if alternatives.is_empty() { NOTHING.to_owned() } else { alternatives.join("|") })
}

/// What Go says of the expression: what is wrong before the first byte that is no UTF-8, or else that.
fn error(value: &[u8]) -> RegexError {
    let chunk = value.utf8_chunks().next();
    let before = chunk.map_or("", |chunk| chunk.valid());
    let invalid = RegexError::new("invalid UTF-8", &lossy(&value[before.len()..]));
    match with_stack(before, || parse(before, true, Names::Exact)) {
        Err(error) if !error.is_of_end() => error,
        _ => invalid,
    }
}
