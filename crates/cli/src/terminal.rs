//! What the standard streams are: terminals or not, their width, and whether they take colours.

use std::env;
use std::io::{IsTerminal, stderr, stdout};

use anstyle::Style;

use crate::args::ColorChoice;

/// The two output streams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Streams {
    pub(crate) stdout: Stream,
    pub(crate) stderr: Stream,
}

/// One output stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stream {
    /// Whether somebody looks at it.
    pub(crate) is_terminal: bool,
    /// Whether it takes ANSI colours.
    pub(crate) color: bool,
}

impl Stream {
    /// The columns that a line should not exceed: of the terminal, or as `COLUMNS` says; `None` for other streams.
    pub(crate) fn width(self) -> Option<usize> {
        (self.is_terminal || env::var_os("COLUMNS").is_some()).then(|| size().0)
    }
}

impl Streams {
    pub(crate) fn new(choice: ColorChoice) -> Self {
        let stream = |is_terminal| Stream { is_terminal, color: has_color(choice, is_terminal) };
        Self { stdout: stream(stdout().is_terminal()), stderr: stream(stderr().is_terminal()) }
    }
}

/// Columns and rows of the terminal, or of `COLUMNS` and `LINES`; 80 by 24 where neither is known.
pub(crate) fn size() -> (usize, usize) {
    let variable = |name| env::var(name).ok().and_then(|text| text.parse().ok()).filter(|n| *n > 0);
    let (columns, rows) =
        terminal_size::terminal_size().map_or((80, 24), |(w, h)| (usize::from(w.0), usize::from(h.0)));
    (variable("COLUMNS").unwrap_or(columns), variable("LINES").unwrap_or(rows))
}

/// The text in a style, where the stream takes colours.
pub(crate) fn paint(text: &str, style: Style, stream: Stream) -> String {
    if stream.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

fn has_color(choice: ColorChoice, is_terminal: bool) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            is_terminal && !no_color && env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}
