//! A result as comma-separated values.

use std::borrow::Cow;
use std::io::Write;

use promenade::{QueryResult, QueryValue, column_name};

use super::output_error;
use super::rows::{Row, RowValue, label_names, rows};
use crate::errors::Failure;
use crate::time::format_time;

/// Writes a header, then a row for each sample: the labels, the time in RFC 3339, and the value. Native histograms have
/// a column of their own where there are any.
pub(super) fn write(result: &QueryResult, out: &mut dyn Write) -> Result<(), Failure> {
    let rows = rows(&result.value);
    let names = label_names(&result.value);
    let columns = Columns {
        has_time: !matches!(result.value, QueryValue::String(_)),
        has_histograms: rows.iter().any(|row| matches!(row.value, RowValue::Histogram(_))),
        names: &names,
    };
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns.header()).map_err(failure)?;
    for row in &rows {
        writer.write_record(columns.cells(row).iter().map(|cell| cell.as_bytes())).map_err(failure)?;
    }
    writer.flush().map_err(Failure::Output)
}

struct Columns<'a> {
    names: &'a [&'a str],
    has_time: bool,
    has_histograms: bool,
}

impl Columns<'_> {
    fn header(&self) -> Vec<String> {
        let mut header: Vec<String> = self.names.iter().map(|name| column_name(name).into_owned()).collect();
        header.extend(self.has_time.then(|| "timestamp".to_owned()));
        header.push("value".to_owned());
        header.extend(self.has_histograms.then(|| "histogram".to_owned()));
        header
    }

    fn cells<'a>(&self, row: &'a Row<'a>) -> Vec<Cow<'a, str>> {
        let mut cells: Vec<Cow<'a, str>> = self.names.iter().map(|name| row.label(name).into()).collect();
        cells.extend(self.has_time.then(|| format_time(row.t_ms).into()));
        let text = row.value.text();
        let is_histogram = matches!(row.value, RowValue::Histogram(_));
        if self.has_histograms {
            cells.extend(if is_histogram { ["".into(), text] } else { [text, "".into()] });
        } else {
            cells.push(text);
        }
        cells
    }
}

fn failure(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::Output(error),
        other => output_error(anyhow::anyhow!("{other:?}")),
    }
}
