//! The lines that a diagnostic is about, with marks under the places.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use super::line::ShownLine;
use super::{Renderer, printable, severity_style};
use crate::diagnostic::Severity;

/// How many lines of a place that spans several are marked.
const MAX_MARKED: usize = 6;

/// The lines to show, each with its marks.
pub(super) struct Snippet<'a> {
    renderer: &'a Renderer<'a>,
    /// By line, counted from 1.
    lines: BTreeMap<usize, Vec<Mark<'a>>>,
}

/// What stands under a part of a line.
pub(super) struct Mark<'a> {
    /// In bytes of the source, within one line.
    pub(super) range: Range<usize>,
    sign: char,
    message: &'a str,
    style: Style,
}

impl<'a> Snippet<'a> {
    /// The lines of a place and of its labels, and one before and after the place.
    pub(super) fn new(
        renderer: &'a Renderer<'a>,
        range: Range<usize>,
        severity: Severity,
        labels: impl Iterator<Item = (Range<usize>, &'a str)>,
    ) -> Self {
        let mut snippet = Self { renderer, lines: BTreeMap::new() };
        snippet.mark_place(&range, severity_style(severity));
        for (range, message) in labels {
            let (line, _) = snippet.line_span(&range);
            let whole = renderer.lines.range(renderer.source, line);
            let start = range.start.min(whole.end);
            let mark = Mark {
                range: start..range.end.clamp(start, whole.end),
                sign: '-',
                message,
                style: AnsiColor::Cyan.on_default(),
            };
            snippet.lines.entry(line).or_default().push(mark);
        }
        snippet
    }

    fn mark_place(&mut self, range: &Range<usize>, style: Style) {
        let Renderer { lines, source, .. } = self.renderer;
        let (first, last) = self.line_span(range);
        for line in first.saturating_sub(1).max(1)..=(last + 1).min(lines.n_lines(source)) {
            self.lines.entry(line).or_default();
        }
        for line in first..=last {
            let whole = lines.range(source, line);
            let indentation = source[whole.clone()].len() - source[whole.clone()].trim_start().len();
            let start = if line == first { range.start.min(whole.end) } else { whole.start + indentation };
            let range = start..range.end.clamp(start, whole.end.max(start));
            self.lines.entry(line).or_default().push(Mark { range, sign: '^', message: "", style });
        }
    }

    /// The first and the last line to mark.
    fn line_span(&self, range: &Range<usize>) -> (usize, usize) {
        let line = |at| self.renderer.lines.position(self.renderer.source, at).line;
        let first = line(range.start);
        let last = line(range.end.max(range.start + 1) - 1);
        (first, last.clamp(first, first + MAX_MARKED - 1))
    }

    /// The width of the numbers of lines.
    pub(super) fn gutter(&self) -> usize {
        self.lines.keys().next_back().map_or(1, |line| line.to_string().len())
    }

    /// Writes the lines with their marks. Between lines that do not follow each other there are dots.
    pub(super) fn write(&self, out: &mut String) {
        let Renderer { lines, source, .. } = self.renderer;
        let (renderer, gutter) = (self.renderer, self.gutter());
        let _ = writeln!(out, "{:gutter$} {}", "", renderer.dim("|"));
        let mut last = None;
        for (line, marks) in &self.lines {
            if last.is_some_and(|last| last + 1 < *line) {
                let _ = writeln!(out, "{}", renderer.dim("..."));
            }
            last = Some(*line);
            let shown = ShownLine::new(source, &lines.range(source, *line), marks);
            let number = renderer.dim(&format!("{line:>gutter$} |"));
            let _ = writeln!(out, "{}", format!("{number} {}", shown.text).trim_end());
            for mark in marks {
                let (before, width) = shown.columns(&mark.range);
                let signs: String = std::iter::repeat_n(mark.sign, width).collect();
                let message =
                    if mark.message.is_empty() { String::new() } else { format!(" {}", printable(mark.message)) };
                let signs = renderer.paint(&format!("{signs}{message}"), mark.style);
                let _ = writeln!(out, "{:gutter$} {} {:before$}{signs}", "", renderer.dim("|"), "");
            }
        }
    }
}
