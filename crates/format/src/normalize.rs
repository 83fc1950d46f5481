//! One spelling for numbers and strings.

use std::borrow::Cow;

/// A string in double quotes, where that needs no further escapes.
pub(crate) fn string(text: &str) -> Cow<'_, str> {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    let is_plain = !inner.contains(['"', '\\', '\n', '\r']);
    if is_plain && !text.starts_with('"') { format!("\"{inner}\"").into() } else { text.into() }
}

/// A number with its letters in lower case and a digit on both sides of its point; `Inf` and `NaN` so.
pub(crate) fn number(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    if lower == "inf" {
        return "Inf".into();
    }
    if lower == "nan" {
        return "NaN".into();
    }
    if lower.starts_with("0x") {
        return lower.into();
    }
    let lower = if lower.starts_with('.') { format!("0{lower}") } else { lower };
    let (digits, exponent) = lower.split_at(lower.find('e').unwrap_or(lower.len()));
    format!("{}{exponent}", digits.strip_suffix('.').unwrap_or(digits)).into()
}
