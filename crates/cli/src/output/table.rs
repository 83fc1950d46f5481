//! A result as aligned columns.

use std::borrow::Cow;
use std::io::{self, Write};

use promenade::{QueryResult, QueryValue};
use unicode_width::UnicodeWidthStr;

use super::printable;
use super::rows::{Row, RowValue, label_names, rows};
use crate::time::format_time;

/// Writes a column for each label, the time where there are several, and the value; a scalar or a string alone.
pub(super) fn write(result: &QueryResult, out: &mut dyn Write) -> io::Result<()> {
    let rows = rows(&result.value);
    if let (QueryValue::Scalar(..) | QueryValue::String(_), [only]) = (&result.value, rows.as_slice()) {
        return writeln!(out, "{}", only.value.text());
    }
    if rows.is_empty() {
        return Ok(());
    }
    let names = label_names(&result.value);
    let has_time = matches!(result.value, QueryValue::Matrix(_));
    Table::new(&names, has_time, &rows).write(out)
}

/// Columns with two spaces between them.
struct Table<'a> {
    names: &'a [&'a str],
    has_time: bool,
    rows: &'a [Row<'a>],
    widths: Vec<usize>,
    /// Whether the values stand to the right, as numbers do.
    is_numeric: bool,
}

type Cells<'a> = Vec<Cow<'a, str>>;

impl<'a> Table<'a> {
    fn new(names: &'a [&'a str], has_time: bool, rows: &'a [Row<'a>]) -> Self {
        let is_numeric = rows.iter().all(|row| matches!(row.value, RowValue::Float(_)));
        let mut table = Self { names, has_time, rows, widths: Vec::new(), is_numeric };
        let mut widths: Vec<usize> = table.header().iter().map(|cell| cell.width()).collect();
        for run in series_runs(rows) {
            widen(&mut widths, &table.label_cells(&run[0]));
            for row in run {
                widen(&mut widths[names.len()..], &table.sample_cells(row));
            }
        }
        table.widths = widths;
        table
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
        for run in series_runs(self.rows) {
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

/// Neighbouring rows of the same series.
fn series_runs<'a>(rows: &'a [Row<'a>]) -> impl Iterator<Item = &'a [Row<'a>]> {
    let address = |row: &Row<'_>| row.labels.map(std::ptr::from_ref);
    rows.chunk_by(move |a, b| address(a) == address(b))
}

fn widen(widths: &mut [usize], cells: &[Cow<'_, str>]) {
    for (width, cell) in widths.iter_mut().zip(cells) {
        *width = (*width).max(cell.width());
    }
}
