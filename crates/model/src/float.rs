//! Floats and strings as text, in the forms of Go's `strconv`.

/// `text` as Go's `strconv.Quote` writes it.
pub fn quote_go(text: &str) -> String {
    format!("{text:?}")
}
