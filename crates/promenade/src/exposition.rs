//! Readers of metrics text: the text format, OpenMetrics and JSON lines.

pub use promenade_exposition::{
    Event, ExpositionError, Format, JsonLinesReader, JsonSeries, Limits, LoadOptions, LoadStats, MetadataField, Sample,
    SeriesKey, SyntaxError, TextReader, detect, load,
};
