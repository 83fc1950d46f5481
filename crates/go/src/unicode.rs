//! Classes and cases of characters, as in Go's `unicode` and `cases`.

mod letters;

use letters::LETTERS;

/// Whether a character is a letter of any script (Go's `unicode.IsLetter`).
pub fn is_letter(c: char) -> bool {
    let after = LETTERS.partition_point(|(first, _)| *first <= c);
    after > 0 && c <= LETTERS[after - 1].1
}

/// Bytes as text, with U+FFFD for each invalid byte.
pub fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// Each character in upper case, if that is a single character (Go's `strings.ToUpper`).
pub fn simple_upper(text: &str) -> String {
    text.chars().map(|c| only(c.to_uppercase(), c)).collect()
}

/// Each character in lower case, if that is a single character (Go's `strings.ToLower`).
pub fn simple_lower(text: &str) -> String {
    let lower = |c: char| if c == '\u{130}' { 'i' } else { only(c.to_lowercase(), c) };
    text.chars().map(lower).collect()
}

/// The only character of an iterator, otherwise `other`.
fn only(mut chars: impl ExactSizeIterator<Item = char>, other: char) -> char {
    if chars.len() == 1 { chars.next().unwrap_or(other) } else { other }
}

/// The first letter of each word in upper case, the others unchanged (`cases.Title` with `NoLower`).
pub fn title_words(text: &str) -> String {
    let mut titled = String::with_capacity(text.len());
    let (mut is_in_word, mut was_mid) = (false, false);
    for c in text.chars() {
        let is_mid = is_mid_word(c);
        if was_mid && is_mid {
            is_in_word = false;
        }
        if c.is_lowercase() || c.is_uppercase() {
            if is_in_word {
                titled.push(c);
            } else {
                push_title(&mut titled, c);
            }
            is_in_word = true;
        } else {
            titled.push(c);
            is_in_word &= is_mid || goes_on_with(c);
        }
        was_mid = is_mid;
    }
    titled
}

/// A letter in title case, which may be several letters of which the first is upper case: `Ss` for `ß`.
fn push_title(titled: &mut String, c: char) {
    let mut upper = c.to_uppercase();
    titled.extend(upper.next());
    titled.extend(upper.flat_map(char::to_lowercase));
}

/// Whether a character between two letters continues a word.
fn is_mid_word(c: char) -> bool {
    matches!(
        c,
        '\'' | '.'
            | ':'
            | '\u{b7}'
            | '\u{387}'
            | '\u{55f}'
            | '\u{5f4}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{2024}'
            | '\u{2027}'
            | '\u{fe13}'
            | '\u{fe52}'
            | '\u{fe55}'
            | '\u{ff07}'
            | '\u{ff0e}'
            | '\u{ff1a}'
    )
}

/// Whether a caseless character belongs to a word.
fn goes_on_with(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{203f}' | '\u{2040}' | '\u{2054}') || !c.is_ascii() && is_mark(c)
}

/// Whether a character is a combining mark.
#[cfg(feature = "unicode-classes")]
fn is_mark(c: char) -> bool {
    use regex_syntax::hir::ClassUnicode;
    use std::sync::LazyLock;

    use crate::regex::class::{holds, marks};

    static MARKS: LazyLock<Option<ClassUnicode>> = LazyLock::new(marks);
    MARKS.as_ref().is_some_and(|marks| holds(marks, c))
}

/// Not known without the characters of classes.
#[cfg(not(feature = "unicode-classes"))]
const fn is_mark(_: char) -> bool {
    false
}

#[cfg(all(test, feature = "unicode-classes"))]
mod tests {
    use super::letters::LETTERS;
    use crate::regex::class::letters;

    #[test]
    fn letters_are_those_of_the_class() {
        let class = letters().expect("a class of Unicode");
        let ranges: Vec<(char, char)> = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
        assert_eq!(LETTERS, ranges);
    }
}
