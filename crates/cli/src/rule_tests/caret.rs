//! Marks what differs between two texts.

use unicode_width::UnicodeWidthStr;

/// Two lines, `expected` above `actual`, and below them a mark under the part that differs, after `indent` spaces.
pub(super) fn compared(expected: &str, actual: &str, indent: usize) -> String {
    let (start, end) = differing(expected, actual);
    let before = actual.get(..start).unwrap_or_default().width();
    let n_marks = actual.get(start..end).unwrap_or_default().width().max(1);
    let space = " ".repeat(indent);
    format!(
        "{space}expected {expected}\n{space}actual   {actual}\n{space}         {}{}\n",
        " ".repeat(before),
        "^".repeat(n_marks)
    )
}

/// The bytes of `actual` that differ: whole words or numbers.
fn differing(expected: &str, actual: &str) -> (usize, usize) {
    let is_same = |(a, b): &(char, char)| a == b;
    let n_before: usize = actual.chars().zip(expected.chars()).take_while(is_same).map(|(c, _)| c.len_utf8()).sum();
    let rest = (&actual[n_before..], &expected[n_before..]);
    let behind = rest.0.chars().rev().zip(rest.1.chars().rev()).take_while(is_same);
    let n_behind: usize = behind.map(|(c, _)| c.len_utf8()).sum();
    (n_before, actual.len() - n_behind)
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn the_part_that_differs_is_found() {
        for (expected, actual, part) in [
            ("down for 5m", "down for 16m", "16"),
            ("abc", "abc", ""),
            ("ab", "aab", "a"),
            ("é1", "é2", "2"),
            ("", "x", "x"),
        ] {
            let (start, end) = differing(expected, actual);
            assert_eq!(&actual[start..end], part, "{expected} {actual}");
        }
    }
}
