//! A result as a chart of characters.

mod axis;
mod bars;
mod canvas;
mod grid;
mod heatmap;
mod legend;
mod lines;
mod names;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use promenade::QueryValue;

use super::{Answer, table};
use crate::terminal::{self, Stream};

/// Draws lines over time, or bars where the query has one time. Scalars and strings are written as they are.
pub(super) fn write(answer: &Answer<'_>, stream: Stream, out: &mut dyn Write) -> io::Result<()> {
    let (columns, rows) = terminal::size();
    let page = Page { columns: columns.clamp(20, 300), rows: rows.clamp(10, 100), color: stream.color };
    match &answer.result.value {
        QueryValue::Matrix(series) => lines::write(series, answer.times, page, out),
        QueryValue::Vector(_, samples) => bars::write(samples, page, out),
        QueryValue::Scalar(..) | QueryValue::String(_) => table::write(answer, None, out),
    }
}

/// What can be drawn on.
#[derive(Debug, Clone, Copy)]
struct Page {
    columns: usize,
    rows: usize,
    color: bool,
}

/// The colours of the series, which come again after the last.
const COLORS: [AnsiColor; 12] = [
    AnsiColor::Green,
    AnsiColor::Yellow,
    AnsiColor::Blue,
    AnsiColor::Magenta,
    AnsiColor::Cyan,
    AnsiColor::Red,
    AnsiColor::BrightGreen,
    AnsiColor::BrightYellow,
    AnsiColor::BrightBlue,
    AnsiColor::BrightMagenta,
    AnsiColor::BrightCyan,
    AnsiColor::BrightRed,
];

/// The letters of the series where there are no colours, which come again after the last.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";

impl Page {
    /// How the `idx`th series is drawn.
    fn style(self, idx: usize) -> Style {
        if self.color { COLORS[idx % COLORS.len()].on_default() } else { Style::new() }
    }

    /// How axes and words beside the data are drawn.
    fn faint(self) -> Style {
        if self.color { Style::new().dimmed() } else { Style::new() }
    }
}

fn letter(idx: usize) -> char {
    char::from(LETTERS[idx % LETTERS.len()])
}

/// `text` in a style; nothing but the text where the style is plain.
fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
