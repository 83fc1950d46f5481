//! Readers of metrics: Prometheus text format, OpenMetrics, JSON lines, results of queries, and dumps.
//!
//! [`load()`] reads any of them into a store in memory. [`TextReader`] and [`JsonLinesReader`] return items one by one
//! and hold only one line of the input in memory.

mod error;
mod format;
mod json;
mod limits;
mod load;
mod source;
mod text;

pub use error::{ExpositionError, SyntaxError};
pub use format::{Format, detect};
pub use json::{JsonLinesReader, JsonSeries};
pub use limits::Limits;
pub use load::{LoadOptions, LoadStats, load};
pub use text::{Event, MetadataField, Sample, SeriesKey, TextReader};
