//! Text laid out for a terminal.

/// The text in lines that are no longer than `width` characters where words allow; it ends with a line end.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.lines() {
        let mut column = 0;
        for word in line.split_whitespace() {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
        out.push('\n');
    }
    out
}

/// The text with `prefix` before each line that is not empty; it ends with a line end.
pub(crate) fn indented(text: &str, prefix: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str(prefix);
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{indented, wrapped};

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three four", 9), "one two\nthree\nfour\n");
        assert_eq!(wrapped("a-very-long-word is here", 5), "a-very-long-word\nis\nhere\n");
        assert_eq!(wrapped("one\n\ntwo", 80), "one\n\ntwo\n");
    }

    #[test]
    fn empty_lines_stay_empty() {
        assert_eq!(indented("a\n\nb", "  "), "  a\n\n  b\n");
    }
}
