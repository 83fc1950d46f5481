//! A result as aligned columns.

use std::io::{self, Write};

use promenade::{QueryResult, QueryValue};
use unicode_width::UnicodeWidthStr;

use super::printable;
use super::rows::{Row, label_names, rows};
use crate::time::format_time;

/// Writes a column for each label, the time where there are several, and the value; a scalar or a string alone.
pub(super) fn write(result: &QueryResult, out: &mut dyn Write) -> io::Result<()> {
    let rows = rows(&result.value);
    if let (QueryValue::Scalar(..) | QueryValue::String(_), [only]) = (&result.value, rows.as_slice()) {
        return writeln!(out, "{}", only.value.text());
    }
    let names = label_names(&result.value);
    let has_time = matches!(result.value, QueryValue::Matrix(_));
    let mut header: Vec<String> = names.iter().map(|name| printable(name)).collect();
    header.extend(has_time.then(|| "timestamp".to_owned()));
    header.push("value".to_owned());
    if rows.is_empty() {
        return Ok(());
    }
    let cells: Vec<_> = rows.iter().map(|row| cells(row, &names, has_time)).collect();
    write_aligned(&header, &cells, out)
}

fn cells(row: &Row<'_>, names: &[&str], has_time: bool) -> Vec<String> {
    let mut cells: Vec<String> = names.iter().map(|name| printable(row.label(name))).collect();
    cells.extend(has_time.then(|| format_time(row.t_ms)));
    cells.push(row.value.text().into_owned());
    cells
}

/// Columns with two spaces between them; the last one, of numbers, is aligned to the right.
fn write_aligned(header: &[String], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    write_line(header, &widths, out)?;
    rows.iter().try_for_each(|row| write_line(row, &widths, out))
}

fn write_line(cells: &[String], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    for (i, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let padding = width - cell.width();
        if i + 1 == cells.len() {
            writeln!(out, "{:padding$}{cell}", "")?;
        } else {
            write!(out, "{cell}{:padding$}  ", "")?;
        }
    }
    Ok(())
}
