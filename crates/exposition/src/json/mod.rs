//! The reader of JSON lines with one series each, as VictoriaMetrics exports them.

mod histogram;
pub(crate) mod result;
mod scanner;

use std::io::Read;

use promenade_model::{Labels, TimestampMs, stale_nan};
use promenade_storage::SampleBuffer;

use crate::Limits;
use crate::error::{ExpositionError, Fault, Parsed};
use crate::limits::MAX_LABEL_BYTES;
use crate::source::LineSource;
use histogram::HistogramReader;
use scanner::Scanner;

/// Reads lines of the form `{"metric":{"__name__":"up"},"values":[1,1],"timestamps":[1000,2000]}`, with timestamps in
/// milliseconds.
///
/// Values that JSON cannot represent are `null` or a string: `null` and `"NaN"` are NaN, `"Infinity"`, `"-Infinity"`
/// and anything else that Go parses as a float are that float, and `"StaleNaN"` is the stale marker. Two more fields
/// are supported: `start_timestamps`, as many as values; and `histograms`, native histograms as
/// `[{"t":1000,"h":{"schema":0,"count":"3",…}}]`. Other fields are ignored.
///
/// After an error, reading can continue with the next line.
#[derive(Debug)]
pub struct JsonLinesReader<R> {
    source: LineSource<R>,
    limits: Limits,
    histograms: HistogramReader,
    is_done: bool,
}

/// A series in JSON lines.
#[derive(Debug, Clone)]
pub struct JsonSeries {
    /// Its labels.
    pub labels: Labels,
    /// Its samples, in input order.
    pub columns: SampleBuffer,
}

impl<R: Read> JsonLinesReader<R> {
    /// A reader of JSON lines.
    pub fn new(reader: R, limits: Limits) -> Self {
        Self::of_lines(LineSource::new(reader, limits.max_line_bytes), limits)
    }

    pub(crate) fn of_lines(source: LineSource<R>, limits: Limits) -> Self {
        Self { source, limits, histograms: HistogramReader::default(), is_done: false }
    }

    /// The number of lines read so far.
    pub fn n_lines(&self) -> u64 {
        self.source.number()
    }

    /// The next series; `None` at the end. Empty lines are skipped.
    ///
    /// # Errors
    /// Returns an error if a line is not in the format or the input cannot be read.
    pub fn next_series(&mut self) -> Result<Option<JsonSeries>, ExpositionError> {
        while !self.is_done {
            match self.source.advance() {
                Ok(true) if self.source.line().trim_ascii().is_empty() => {}
                Ok(true) => {
                    let parsed = series(self.source.line(), &self.limits, &mut self.histograms);
                    return parsed.map(Some).map_err(|f| f.into_error(self.source.line(), self.source.number()));
                }
                Ok(false) => self.is_done = true,
                Err(error) => {
                    self.is_done |= !error.is_recoverable();
                    return Err(error);
                }
            }
        }
        Ok(None)
    }
}

fn series(line: &[u8], limits: &Limits, histograms: &mut HistogramReader) -> Parsed<JsonSeries> {
    let mut s = Scanner::new(line);
    let mut labels = None;
    let mut columns = SampleBuffer::default();
    let start = s.next_at();
    s.object(|s, key| {
        match key {
            "metric" => labels = Some(metric(s, limits)?),
            "values" => column(s, &mut columns.values, value)?,
            "timestamps" => column(s, &mut columns.timestamps, timestamp)?,
            "start_timestamps" => column(s, &mut columns.start_timestamps, timestamp)?,
            "histograms" => histograms.read(s, &mut columns)?,
            _ => s.skip()?,
        }
        Ok(())
    })?;
    s.end()?;
    let labels = labels.ok_or_else(|| Fault::new(start, "a field `metric` with the labels").found("none"))?;
    let (n_times, n_values, n_starts) =
        (columns.timestamps.len(), columns.values.len(), columns.start_timestamps.len());
    if n_times != n_values {
        return Err(Fault::new(start, "as many values as timestamps").found(format!("{n_values} and {n_times}")));
    }
    if n_starts != 0 && n_starts != n_times {
        let found = format!("{n_starts} and {n_times}");
        return Err(Fault::new(start, "as many start timestamps as timestamps, or none").found(found));
    }
    Ok(JsonSeries { labels, columns })
}

fn metric(s: &mut Scanner<'_>, limits: &Limits) -> Parsed<Labels> {
    let at = s.next_at();
    let labels = pairs(s, limits)?;
    if labels.is_empty() { Err(Fault::new(at, "a label with a value at least")) } else { Ok(labels) }
}

/// An object of labels, possibly without any.
fn pairs(s: &mut Scanner<'_>, limits: &Limits) -> Parsed<Labels> {
    let at = s.next_at();
    let mut pairs: Vec<(String, String)> = Vec::new();
    s.object(|s, name| {
        if name.is_empty() {
            return Err(Fault::new(at, "label names that are not empty"));
        }
        let name = name.to_owned();
        let value = s.string()?;
        if name.len().max(value.len()) > MAX_LABEL_BYTES {
            return Err(Fault::new(at, "a label name and value of less than 16 MiB").found("a longer one"));
        }
        // The metric name does not count.
        if pairs.len() > limits.max_labels {
            return Err(Fault::new(at, format!("at most {} labels", limits.max_labels)).help("see `max_labels`"));
        }
        if !value.is_empty() {
            pairs.push((name, value.into_owned()));
        }
        Ok(())
    })?;
    pairs.sort();
    if let Some(twice) = pairs.windows(2).find(|w| w[0].0 == w[1].0) {
        return Err(Fault::new(at, "each label once").found(format!("`{}` again", twice[0].0)));
    }
    Ok(Labels::from_sorted_pairs(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))))
}

fn column<T>(
    s: &mut Scanner<'_>,
    out: &mut Vec<T>,
    mut element: impl FnMut(&mut Scanner<'_>) -> Parsed<T>,
) -> Parsed<()> {
    out.clear();
    s.array(|s| {
        out.push(element(s)?);
        Ok(())
    })
}

fn value(s: &mut Scanner<'_>) -> Parsed<f64> {
    match s.peek() {
        Some(b'"') => {
            let at = s.next_at();
            let text = s.string()?;
            if text == "StaleNaN" { Ok(stale_nan()) } else { scanner::float(&text, at) }
        }
        Some(b'n') => s.null().map(|()| f64::NAN),
        _ => s.number(),
    }
}

fn timestamp(s: &mut Scanner<'_>) -> Parsed<TimestampMs> {
    s.integer("a timestamp: milliseconds as a whole number")
}
