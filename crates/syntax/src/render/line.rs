//! A line of the source as a terminal shows it, with the column of each of its bytes.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::snippet::Mark;

/// Lines that are wider are cut around the place, in characters.
const MAX_WIDTH: usize = 120;

/// How many bytes of such a line stand before the place.
const WIDTH_BEFORE: usize = 50;

/// How many columns a tab takes.
const TAB_WIDTH: usize = 4;

/// A line as it is shown.
pub(super) struct ShownLine {
    pub(super) text: String,
    /// Where the line begins in the source.
    start: usize,
    /// By byte of the line, and one for its end.
    columns: Vec<usize>,
}

impl ShownLine {
    /// The line at `whole`, a range of the source without a line end.
    pub(super) fn new(source: &str, whole: &Range<usize>, marks: &[Mark<'_>]) -> Self {
        let n_chars = source[whole.clone()].chars().count();
        let cut = if n_chars > MAX_WIDTH { cut_around(source, whole, marks) } else { whole.clone() };
        let mut text = if cut.start > whole.start { "… ".to_owned() } else { String::new() };
        let mut column = text.chars().count();
        let mut columns = vec![column; cut.start - whole.start];
        for c in source[cut.clone()].chars() {
            columns.extend(std::iter::repeat_n(column, c.len_utf8()));
            column += push_visible(c, &mut text);
        }
        columns.resize(whole.len() + 1, column);
        if cut.end < whole.end {
            text.push_str(" …");
        }
        Self { text, start: whole.start, columns }
    }

    /// How many columns lie before a range, and how many it takes, at least one.
    pub(super) fn columns(&self, range: &Range<usize>) -> (usize, usize) {
        let column = |at: usize| self.columns[(at - self.start).min(self.columns.len() - 1)];
        let before = column(range.start);
        (before, column(range.end).saturating_sub(before).max(1))
    }
}

/// The part of a long line that shows its first mark.
fn cut_around(source: &str, line: &Range<usize>, marks: &[Mark<'_>]) -> Range<usize> {
    let place = marks.first().map_or(line.start, |mark| mark.range.start);
    let start = source.floor_char_boundary(place.saturating_sub(WIDTH_BEFORE).max(line.start));
    let end = source.floor_char_boundary((start + MAX_WIDTH).min(line.end));
    start..end
}

/// Adds a character as it is shown and gives its width: tabs as spaces, what would move the cursor as a sign.
fn push_visible(c: char, out: &mut String) -> usize {
    match c {
        '\t' => {
            out.extend(std::iter::repeat_n(' ', TAB_WIDTH));
            TAB_WIDTH
        }
        c if c.is_control() => {
            out.push('\u{fffd}');
            1
        }
        c => {
            out.push(c);
            c.width().unwrap_or(0)
        }
    }
}
