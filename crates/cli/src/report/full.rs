//! A finding with the lines that it speaks of and carets under the place.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use promenade::syntax::Severity;
use unicode_width::UnicodeWidthChar;

use super::{Report, Reports, SourceFile, word};
use crate::output::printable;
use crate::terminal::{Stream, paint};

pub(super) fn write(reports: &Reports, stream: Stream, out: &mut dyn Write) -> io::Result<()> {
    for (report, file) in reports.rows() {
        out.write_all(block(report, file, stream).as_bytes())?;
    }
    Ok(())
}

/// The colour of a severity.
pub(super) fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Blue,
    };
    color.on_default().bold()
}

/// One finding; an empty line follows it.
fn block(report: &Report, file: &SourceFile, stream: Stream) -> String {
    let at = file.lines.position(&file.text, report.range.start);
    let head = format!("{}[{}]", word(report.severity), report.lint.code);
    let head = paint(&head, style(report.severity), stream);
    let message = paint(&printable(&report.message), Style::new().bold(), stream);
    let mut text = format!("{head}: {message}\n");
    let gutter = gutter_width(report, file);
    let dim = |text: &str| paint(text, Style::new().dimmed(), stream);
    let _ = writeln!(text, "{:gutter$}{} {}:{}:{}", "", dim("-->"), printable(&file.name), at.line, at.column);
    snippet(report, file, gutter, stream, &mut text);
    if let Some(help) = &report.help {
        let _ = writeln!(text, "{:gutter$} {} note: {}", "", dim("="), printable(help));
    }
    if let Some(fix) = &report.fix {
        let option = if fix.is_safe { "" } else { " (with --unsafe-fixes: the meaning may change)" };
        let _ = writeln!(text, "{:gutter$} {} help: {}{option}", "", dim("="), printable(&fix.title));
    }
    text.push('\n');
    text
}

/// What stands under a part of a line.
struct Mark<'a> {
    /// In bytes of the file, within one line.
    range: Range<usize>,
    sign: char,
    words: &'a str,
    style: Style,
}

/// The lines with their marks. Between lines that do not follow each other there are dots.
fn snippet(report: &Report, file: &SourceFile, gutter: usize, stream: Stream, out: &mut String) {
    let lines = marked_lines(report, file);
    let dim = |text: &str| paint(text, Style::new().dimmed(), stream);
    let _ = writeln!(out, "{:gutter$} {}", "", dim("|"));
    let mut last = None;
    for (line, marks) in &lines {
        if last.is_some_and(|last| last + 1 < *line) {
            let _ = writeln!(out, "{}", dim("..."));
        }
        last = Some(*line);
        let shown = ShownLine::new(file, *line, marks);
        let number = dim(&format!("{line:>gutter$} |"));
        let _ = writeln!(out, "{number} {}", shown.text);
        for mark in marks {
            let (before, width) = shown.columns(&mark.range);
            let signs: String = std::iter::repeat_n(mark.sign, width).collect();
            let words = if mark.words.is_empty() { String::new() } else { format!(" {}", printable(mark.words)) };
            let signs = paint(&format!("{signs}{words}"), mark.style, stream);
            let _ = writeln!(out, "{:gutter$} {} {:before$}{signs}", "", dim("|"), "");
        }
    }
}

/// How many lines of a finding that spans several are marked.
const MAX_MARKED: usize = 6;

/// The lines to show: those with marks, and one before and behind the place.
fn marked_lines<'a>(report: &'a Report, file: &SourceFile) -> BTreeMap<usize, Vec<Mark<'a>>> {
    let mut lines: BTreeMap<usize, Vec<Mark<'a>>> = BTreeMap::new();
    let (first, last) = line_span(file, &report.range);
    for line in first.saturating_sub(1).max(1)..=(last + 1).min(file.lines.n_lines(&file.text)) {
        lines.entry(line).or_default();
    }
    for line in first..=last {
        let whole = file.lines.range(&file.text, line);
        let start = if line == first { report.range.start.min(whole.end) } else { indentation_end(file, &whole) };
        let range = start..report.range.end.clamp(start, whole.end.max(start));
        lines.entry(line).or_default().push(Mark { range, sign: '^', words: "", style: style(report.severity) });
    }
    for (range, words) in &report.related {
        let (line, _) = line_span(file, range);
        let whole = file.lines.range(&file.text, line);
        let range = range.start.min(whole.end)..range.end.clamp(range.start, whole.end.max(range.start));
        let style = AnsiColor::Cyan.on_default();
        lines.entry(line).or_default().push(Mark { range, sign: '-', words, style });
    }
    lines
}

/// The first and the last line to mark.
fn line_span(file: &SourceFile, range: &Range<usize>) -> (usize, usize) {
    let first = file.lines.position(&file.text, range.start).line;
    let last = file.lines.position(&file.text, range.end.max(range.start + 1) - 1).line;
    (first, last.clamp(first, first + MAX_MARKED - 1))
}

fn indentation_end(file: &SourceFile, line: &Range<usize>) -> usize {
    let text = &file.text[line.clone()];
    line.start + text.len() - text.trim_start().len()
}

fn gutter_width(report: &Report, file: &SourceFile) -> usize {
    let lines = marked_lines(report, file);
    lines.keys().next_back().map_or(1, |line| line.to_string().len())
}

/// A line as it is shown, with the column of each of its bytes.
struct ShownLine {
    text: String,
    start: usize,
    /// By byte of the line, and one for its end.
    columns: Vec<usize>,
}

/// Lines that are wider are cut around the place.
const MAX_WIDTH: usize = 120;
/// How much of such a line stands before the place.
const WIDTH_BEFORE: usize = 50;

impl ShownLine {
    fn new(file: &SourceFile, line: usize, marks: &[Mark<'_>]) -> Self {
        let whole = file.lines.range(&file.text, line);
        let n_chars = file.text[whole.clone()].chars().count();
        let cut = if n_chars > MAX_WIDTH { cut_around(&file.text, &whole, marks) } else { whole.clone() };
        let mut text = if cut.start > whole.start { "… ".to_owned() } else { String::new() };
        let mut column = text.chars().count();
        let mut columns = vec![column; cut.start - whole.start];
        for c in file.text[cut.clone()].chars() {
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
    fn columns(&self, range: &Range<usize>) -> (usize, usize) {
        let column = |at: usize| self.columns[(at - self.start).min(self.columns.len() - 1)];
        let before = column(range.start);
        (before, column(range.end).saturating_sub(before).max(1))
    }
}

/// The part of a long line that shows its first mark.
fn cut_around(text: &str, line: &Range<usize>, marks: &[Mark<'_>]) -> Range<usize> {
    let place = marks.first().map_or(line.start, |mark| mark.range.start);
    let start = text.floor_char_boundary(place.saturating_sub(WIDTH_BEFORE).max(line.start));
    let end = text.floor_char_boundary((start + MAX_WIDTH).min(line.end));
    start..end
}

/// Adds a character as it is shown and gives its width: tabs as spaces, what would move the cursor as a sign.
fn push_visible(c: char, out: &mut String) -> usize {
    match c {
        '\t' => {
            out.push_str("    ");
            4
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
