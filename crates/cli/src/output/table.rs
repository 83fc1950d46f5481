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
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(table.cells(row)) {
                *width = (*width).max(cell.width());
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

    fn cells(&self, row: &'a Row<'a>) -> Cells<'a> {
        let mut cells: Cells<'a> = self.names.iter().map(|name| printable(row.label(name))).collect();
        cells.extend(self.has_time.then(|| format_time(row.t_ms).into()));
        cells.push(row.value.text());
        cells
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.write_line(&self.header(), out)?;
        self.rows.iter().try_for_each(|row| self.write_line(&self.cells(row), out))
    }

    fn write_line(&self, cells: &[Cow<'_, str>], out: &mut dyn Write) -> io::Result<()> {
        let (value, labels) = cells.split_last().expect("there is always a value");
        for (cell, width) in labels.iter().zip(&self.widths) {
            write!(out, "{cell}{:1$}  ", "", width - cell.width())?;
        }
        let padding = if self.is_numeric { self.widths[labels.len()] - value.width() } else { 0 };
        writeln!(out, "{:padding$}{value}", "")
    }
}
