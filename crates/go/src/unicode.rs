//! Classes of characters, as Go's `unicode` has them.

use std::sync::LazyLock;

use regex_syntax::hir::ClassUnicode;

use crate::regex::class::{holds, letters};

/// Whether a character is a letter of any script (Go's `unicode.IsLetter`).
pub fn is_letter(c: char) -> bool {
    static LETTERS: LazyLock<Option<ClassUnicode>> = LazyLock::new(letters);
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    LETTERS.as_ref().is_some_and(|letters| holds(letters, c))
}

/// The text of bytes, in which U+FFFD stands for each that is no UTF-8.
pub fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}
