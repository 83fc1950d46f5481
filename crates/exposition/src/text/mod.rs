//! The reader of metrics text, in the Prometheus or the OpenMetrics format, and of dumps.

mod cursor;
mod dump;
mod grammar;
mod labels;
mod openmetrics;
mod prometheus;
mod series;
mod table;

use std::io::Read;

use promenade_model::{Labels, TimestampMs};
use promenade_storage::MetricType;

use crate::error::{ExpositionError, Fault, Parsed};
use crate::source::LineSource;
use crate::{Format, Limits};
use cursor::Cursor;
use labels::LabelRole;
use series::{SeriesText, glance};
use table::SeriesTable;

pub use table::SeriesKey;

/// Reads metrics text as events.
///
/// After an error, reading can continue after the line, so that a caller can collect several errors.
#[derive(Debug)]
pub struct TextReader<R> {
    source: LineSource<R>,
    dialect: Dialect,
    limits: Limits,
    state: State,
    is_done: bool,
}

/// The contents of a line of metrics text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event<'a> {
    /// Metadata of a metric family.
    Metadata {
        /// The family's name.
        family: &'a str,
        /// The metadata.
        field: MetadataField<'a>,
    },
    /// A sample.
    Sample(Sample<'a>),
}

/// One field of a metric family's metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataField<'a> {
    /// The type.
    Type(MetricType),
    /// The help text.
    Help(&'a str),
    /// The unit.
    Unit(&'a str),
}

/// A sample of metrics text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample<'a> {
    /// The labels of its series.
    pub labels: &'a Labels,
    /// The key of the series.
    pub series: SeriesKey,
    /// Its timestamp in milliseconds, if the text has one.
    pub t_ms: Option<TimestampMs>,
    /// Its value.
    pub value: f64,
    /// The number of the metric (the family with its labels except `le` and `quantile`) for start timestamps; only
    /// OpenMetrics' counters, histograms and summaries have one.
    pub metric_idx: Option<u32>,
    /// Whether the value is the start time of the metric in seconds: OpenMetrics' `_created`.
    pub is_created: bool,
}

/// The format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Prometheus,
    OpenMetrics,
    /// `promtool tsdb dump`.
    Dump,
}

/// State kept between lines.
#[derive(Debug)]
struct State {
    table: SeriesTable,
    text: SeriesText,
    /// The last declared type; it applies to all samples that follow, as in Prometheus.
    metric_type: MetricType,
    /// The family and the help text or unit of the last metadata line.
    family: String,
    words: String,
}

/// The kind of a line.
#[derive(Debug, Clone, Copy)]
enum Line {
    Nothing,
    Type,
    Help,
    Unit,
    Sample { row: u32, t_ms: Option<TimestampMs>, value: f64 },
    EndMark,
}

impl<R: Read> TextReader<R> {
    /// A reader of Prometheus's text format.
    pub fn prometheus(reader: R, limits: Limits) -> Self {
        Self::new(LineSource::new(reader, limits.max_line_bytes), Dialect::Prometheus, limits)
    }

    /// A reader of OpenMetrics text.
    pub fn open_metrics(reader: R, limits: Limits) -> Self {
        Self::new(LineSource::new(reader, limits.max_line_bytes), Dialect::OpenMetrics, limits)
    }

    /// A reader of lines that may have been peeked at.
    pub(crate) fn of_lines(source: LineSource<R>, format: Format, limits: Limits) -> Self {
        let dialect = match format {
            Format::OpenMetrics => Dialect::OpenMetrics,
            Format::TsdbDump => Dialect::Dump,
            _ => Dialect::Prometheus,
        };
        Self::new(source, dialect, limits)
    }

    fn new(source: LineSource<R>, dialect: Dialect, limits: Limits) -> Self {
        let state = State {
            table: SeriesTable::default(),
            text: SeriesText::default(),
            metric_type: MetricType::Unknown,
            family: String::new(),
            words: String::new(),
        };
        Self { source, dialect, limits, state, is_done: false }
    }

    /// The number of lines read so far.
    pub fn n_lines(&self) -> u64 {
        self.source.number()
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    /// Returns an error if a line is not in the format or the input cannot be read.
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>, ExpositionError> {
        loop {
            if self.is_done {
                return Ok(None);
            }
            match self.next_line() {
                Ok(Line::Nothing) => {}
                Ok(line) => return Ok(self.state.event(line)),
                Err(error) => {
                    self.is_done |= !error.is_recoverable();
                    return Err(error);
                }
            }
        }
    }

    fn next_line(&mut self) -> Result<Line, ExpositionError> {
        if !self.source.advance()? {
            self.is_done = true;
            return match self.dialect {
                Dialect::Prometheus | Dialect::Dump => Ok(Line::Nothing),
                Dialect::OpenMetrics => Err(openmetrics::no_end_mark(0).into_error(b"", self.source.number())),
            };
        }
        let mut parsed = self.parse_line();
        if matches!(&parsed, Err(fault) if fault.is_open_quote) && self.source.extend_quoted()? {
            parsed = self.parse_line();
        }
        match parsed {
            Ok(Line::EndMark) => self.expect_end().map(|()| Line::Nothing),
            Ok(line) => Ok(line),
            Err(fault) => {
                let error = fault.into_error(self.source.line(), self.source.number());
                self.source.unextend();
                Err(error)
            }
        }
    }

    fn parse_line(&mut self) -> Parsed<Line> {
        let cursor = Cursor::new(self.source.line());
        match self.dialect {
            Dialect::Prometheus => prometheus::line(cursor, &mut self.state, &self.limits),
            Dialect::Dump => dump::line(cursor, &mut self.state, &self.limits),
            Dialect::OpenMetrics => {
                openmetrics::line(cursor, self.source.is_terminated(), &mut self.state, &self.limits)
            }
        }
    }

    fn expect_end(&mut self) -> Result<(), ExpositionError> {
        if self.source.advance()? {
            let fault = Fault::new(0, "nothing after `# EOF`").help("each text is read on its own");
            return Err(fault.into_error(self.source.line(), self.source.number()));
        }
        self.is_done = true;
        Ok(())
    }
}

impl State {
    /// Consumes a series and returns its row in the table.
    fn series(&mut self, c: &mut Cursor<'_>, dialect: Dialect, limits: &Limits) -> Parsed<u32> {
        let role = LabelRole::of(self.metric_type);
        let start = c.at;
        if let Some((row, n_bytes)) = self.table.expect(c.rest(), role) {
            c.at += n_bytes;
            return Ok(row);
        }
        if let Some(end) = glance(*c, dialect)
            && let Some(row) = self.table.find(&c.text[start..end], role)
        {
            c.at = end;
            return Ok(row);
        }
        self.text.read(c, dialect, limits)?;
        let labels = self.text.labels(role)?;
        Ok(self.table.insert(&c.text[start..c.at], role, labels, dialect == Dialect::OpenMetrics))
    }

    fn event(&self, line: Line) -> Option<Event<'_>> {
        let field = match line {
            Line::Nothing | Line::EndMark => return None,
            Line::Sample { row, t_ms, value } => return Some(Event::Sample(self.table.sample(row, t_ms, value))),
            Line::Type => MetadataField::Type(self.metric_type),
            Line::Help => MetadataField::Help(&self.words),
            Line::Unit => MetadataField::Unit(&self.words),
        };
        Some(Event::Metadata { family: &self.family, field })
    }
}
