//! A result as aligned columns.

use std::borrow::Cow;
use std::io::{self, Write};

use promenade::{Labels, QueryValue};
use unicode_width::UnicodeWidthStr;

use super::rows::{Row, RowValue, label_names, rows};
use super::{Answer, printable, selector_text};
use crate::text::wrapped;
use crate::time::format_time;

/// Writes a column for each label, the time where there are several, and the value; a scalar or a string alone. Where the
/// table is wider than `width`, labels that are the same in all rows stand once above it.
pub(super) fn write(answer: &Answer<'_>, width: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
    let value = &answer.result.value;
    let rows = rows(value);
    if let (QueryValue::Scalar(..) | QueryValue::String(_), [only]) = (value, rows.as_slice()) {
        return writeln!(out, "{}", only.value.text());
    }
    if rows.is_empty() {
        return Ok(());
    }
    let mut names = label_names(value);
    answer.layout.sort_names(&mut names);
    let runs = answer.layout.sorted_runs(&rows, &names);
    let has_time = matches!(value, QueryValue::Matrix(_));
    let whole = Table::new(&names, has_time, &runs);
    let Some(width) = width.filter(|width| whole.width() > *width) else { return whole.write(out) };
    let (common, others): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| is_common(name, &runs));
    if common.is_empty() {
        return whole.write(out);
    }
    let labels = runs[0][0].labels.map_or_else(Labels::empty, |labels| labels.with_names(&common));
    out.write_all(wrapped(&selector_text(&labels), width).as_bytes())?;
    Table::new(&others, has_time, &runs).write(out)
}

/// Whether a label has the same value in all rows.
fn is_common(name: &str, runs: &[&[Row<'_>]]) -> bool {
    runs.iter().all(|run| run[0].label(name) == runs[0][0].label(name))
}

/// Columns with two spaces between them.
struct Table<'a> {
    names: &'a [&'a str],
    has_time: bool,
    /// The rows of each series.
    runs: &'a [&'a [Row<'a>]],
    widths: Vec<usize>,
    /// Whether the values stand to the right, as numbers do.
    is_numeric: bool,
}

type Cells<'a> = Vec<Cow<'a, str>>;

impl<'a> Table<'a> {
    fn new(names: &'a [&'a str], has_time: bool, runs: &'a [&'a [Row<'a>]]) -> Self {
        let is_numeric = runs.iter().copied().flatten().all(|row| matches!(row.value, RowValue::Float(_)));
        let mut table = Self { names, has_time, runs, widths: Vec::new(), is_numeric };
        let mut widths: Vec<usize> = table.header().iter().map(|cell| cell.width()).collect();
        for run in runs.iter().copied() {
            widen(&mut widths, &table.label_cells(&run[0]));
            for row in run {
                widen(&mut widths[names.len()..], &table.sample_cells(row));
            }
        }
        table.widths = widths;
        table
    }

    /// The width of a line.
    fn width(&self) -> usize {
        self.widths.iter().sum::<usize>() + 2 * (self.widths.len() - 1)
    }

    fn header(&self) -> Cells<'a> {
        let mut header: Cells<'a> = self.names.iter().map(|name| printable(name)).collect();
        header.extend(self.has_time.then_some(Cow::Borrowed("timestamp")));
        header.push(Cow::Borrowed("value"));
        header
    }

    fn label_cells(&self, row: &'a Row<'a>) -> Cells<'a> {
        self.names.iter().map(|name| printable(row.label(name))).collect()
    }

    fn sample_cells(&self, row: &'a Row<'a>) -> Cells<'a> {
        let mut cells = Cells::new();
        cells.extend(self.has_time.then(|| format_time(row.t_ms).into()));
        cells.push(row.value.text());
        cells
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.line(&self.header(), 0).as_bytes())?;
        for run in self.runs.iter().copied() {
            let labels = self.line(&self.label_cells(&run[0]), 0);
            for row in run {
                out.write_all(labels.as_bytes())?;
                out.write_all(self.line(&self.sample_cells(row), self.names.len()).as_bytes())?;
            }
        }
        Ok(())
    }

    /// Cells of neighbouring columns from one on; with the last column the line ends.
    fn line(&self, cells: &[Cow<'_, str>], from: usize) -> String {
        let mut line = String::new();
        for (cell, (column, width)) in cells.iter().zip(self.widths.iter().enumerate().skip(from)) {
            let padding = " ".repeat(width - cell.width());
            let parts: [&str; 3] = match (column + 1 == self.widths.len(), self.is_numeric) {
                (false, _) => [cell, &padding, "  "],
                (true, true) => [&padding, cell, "\n"],
                (true, false) => [cell, "\n", ""],
            };
            line.extend(parts);
        }
        line
    }
}

fn widen(widths: &mut [usize], cells: &[Cow<'_, str>]) {
    for (width, cell) in widths.iter_mut().zip(cells) {
        *width = (*width).max(cell.width());
    }
}
