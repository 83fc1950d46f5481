//! Loads metrics text into a store in memory.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use promenade_model::{Labels, TimestampMs};
use promenade_storage::{MemoryStorageBuilder, SeriesId, StartTimestamp};
use rustc_hash::FxHashMap;

use crate::json::result;
use crate::source::LineSource;
use crate::{
    Event, ExpositionError, Format, JsonLinesReader, JsonSeries, Limits, MetadataField, Sample, TextReader, detect,
};

/// Options of loading.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LoadOptions {
    /// The format; `None` to detect it from the start of the text.
    pub format: Option<Format>,
    /// The timestamp in milliseconds for samples without one.
    pub default_time_ms: TimestampMs,
    /// Limits of the reader.
    pub limits: Limits,
    /// The number of errors to collect while skipping their lines. One more error ends the loading.
    pub max_errors: usize,
    /// Whether OpenMetrics' `_created` lines become samples, the default in Prometheus.
    pub created_series: bool,
    /// Whether OpenMetrics' `_created` lines become start timestamps of their metric's samples.
    pub start_timestamps: bool,
    /// Labels to add to series without them, such as the instance of a file.
    pub more_labels: Vec<(String, String)>,
    /// The number of samples in the builder so far, for progress displays.
    pub n_samples_so_far: Option<Arc<AtomicUsize>>,
}

promenade_model::setters!(LoadOptions {
    format: Option<Format>,
    default_time_ms: TimestampMs,
    limits: Limits,
    max_errors: usize,
    created_series: bool,
    start_timestamps: bool,
    more_labels: Vec<(String, String)>,
    n_samples_so_far: Option<Arc<AtomicUsize>>,
});

impl Default for LoadOptions {
    /// Detects the format, uses time 0, stops at the first error, and turns `_created` lines into both samples and
    /// start timestamps.
    fn default() -> Self {
        Self {
            format: None,
            default_time_ms: 0,
            limits: Limits::default(),
            max_errors: 0,
            created_series: true,
            start_timestamps: true,
            more_labels: Vec::new(),
            n_samples_so_far: None,
        }
    }
}

impl LoadOptions {
    /// The labels of a series with the missing ones added.
    fn labels<'a>(&self, labels: &'a Labels) -> Cow<'a, Labels> {
        let mut all = Cow::Borrowed(labels);
        for (name, value) in &self.more_labels {
            if all.get(name).is_empty() {
                all = Cow::Owned(all.with(name, value));
            }
        }
        all
    }

    fn tell(&self, builder: &MemoryStorageBuilder) {
        if let Some(n_samples) = &self.n_samples_so_far {
            n_samples.store(builder.n_samples(), Ordering::Relaxed);
        }
    }
}

/// Statistics of a load.
#[derive(Debug)]
pub struct LoadStats {
    /// The format of the text.
    pub format: Format,
    /// The number of lines.
    pub n_lines: u64,
    /// The number of samples, including duplicate timestamps.
    pub n_samples: usize,
    /// The number of series that are new in the builder.
    pub n_new_series: usize,
    /// The errors of skipped lines.
    pub errors: Vec<ExpositionError>,
}

/// Reads an entire text into a builder. Of several samples of a series with the same timestamp the first counts, as where
/// Prometheus scrapes the text.
///
/// # Errors
/// Returns an error if there are more errors than [`LoadOptions::max_errors`], or the input cannot be read. The builder
/// then contains everything before the error.
pub fn load<R: Read>(
    reader: R,
    options: &LoadOptions,
    builder: &mut MemoryStorageBuilder,
) -> Result<LoadStats, ExpositionError> {
    builder.keep_first_samples();
    let mut source = LineSource::new(reader, options.limits.max_line_bytes);
    let format = match options.format {
        Some(format) => format,
        None => detect(source.peek()?),
    };
    let (n_series, n_samples) = (builder.n_series(), builder.n_samples());
    let mut errors = Errors { max: options.max_errors, collected: Vec::new() };
    let n_lines = match format {
        Format::JsonLines => load_json(source, options, builder, &mut errors)?,
        Format::QueryResult => load_result(source, options, builder, &mut errors)?,
        _ => load_text(TextReader::of_lines(source, format, options.limits), options, builder, &mut errors)?,
    };
    Ok(LoadStats {
        format,
        n_lines,
        n_samples: builder.n_samples() - n_samples,
        n_new_series: builder.n_series() - n_series,
        errors: errors.collected,
    })
}

struct Errors {
    max: usize,
    collected: Vec<ExpositionError>,
}

impl Errors {
    fn add(&mut self, error: ExpositionError) -> Result<(), ExpositionError> {
        if self.collected.len() >= self.max || !error.is_recoverable() {
            return Err(error);
        }
        self.collected.push(error);
        Ok(())
    }
}

fn load_json<R: Read>(
    source: LineSource<R>,
    options: &LoadOptions,
    builder: &mut MemoryStorageBuilder,
    errors: &mut Errors,
) -> Result<u64, ExpositionError> {
    let mut reader = JsonLinesReader::of_lines(source, options.limits);
    loop {
        match reader.next_series() {
            Ok(None) => return Ok(reader.n_lines().saturating_sub(1)),
            Ok(Some(series)) => {
                builder
                    .append_series(&options.labels(&series.labels), series.columns)
                    .expect("the reader compared the lengths");
                options.tell(builder);
            }
            Err(error) => errors.add(error)?,
        }
    }
}

fn load_result<R: Read>(
    mut source: LineSource<R>,
    options: &LoadOptions,
    builder: &mut MemoryStorageBuilder,
    errors: &mut Errors,
) -> Result<u64, ExpositionError> {
    let text = source.whole()?;
    let mut add = |series: JsonSeries| {
        let labels = options.labels(&series.labels);
        builder.append_series(&labels, series.columns).expect("each time has a value");
        options.tell(builder);
    };
    if let Err(fault) = result::read(text, &options.limits, &mut add) {
        errors.add(fault.into_error(text, 1))?;
    }
    Ok(text.split(|byte| *byte == b'\n').count() as u64)
}

fn load_text<R: Read>(
    mut reader: TextReader<R>,
    options: &LoadOptions,
    builder: &mut MemoryStorageBuilder,
    errors: &mut Errors,
) -> Result<u64, ExpositionError> {
    let mut loader = TextLoader { options, builder, ids: Vec::new(), generation: 0, starts: Starts::default() };
    loop {
        match reader.next_event() {
            Ok(None) => return Ok(reader.n_lines().saturating_sub(1)),
            Ok(Some(Event::Sample(sample))) => loader.sample(&sample),
            Ok(Some(Event::Metadata { family, field })) => loader.metadata(family, field),
            Err(error) => errors.add(error)?,
        }
    }
}

struct TextLoader<'a> {
    options: &'a LoadOptions,
    builder: &'a mut MemoryStorageBuilder,
    /// The builder's ids of the reader's series.
    ids: Vec<Option<SeriesId>>,
    generation: u32,
    starts: Starts,
}

/// Start timestamps follow the samples to which they belong: the state of the current family.
#[derive(Default)]
struct Starts {
    family: String,
    metrics: FxHashMap<u32, Started>,
}

#[derive(Default)]
struct Started {
    start_ms: TimestampMs,
    /// The series of the metric, each with the row at which its samples in this family start.
    series: Vec<(SeriesId, usize)>,
}

impl TextLoader<'_> {
    fn sample(&mut self, sample: &Sample<'_>) {
        let metric_idx = sample.metric_idx.filter(|_| self.options.start_timestamps);
        if let Some(metric_idx) = metric_idx.filter(|_| sample.is_created) {
            self.start(metric_idx, sample.value);
        }
        if sample.is_created && !self.options.created_series {
            return;
        }
        let id = self.id(sample);
        let mut start_ms = 0;
        if let Some(metric_idx) = metric_idx.filter(|_| !sample.is_created) {
            let metric = self.starts.metrics.entry(metric_idx).or_default();
            start_ms = metric.start_ms;
            if start_ms == 0 {
                metric.series.push((id, self.builder.n_floats(id)));
            }
        }
        let t_ms = sample.t_ms.unwrap_or(self.options.default_time_ms);
        self.builder.append_float(id, t_ms, sample.value, StartTimestamp::at(start_ms));
        self.options.tell(self.builder);
    }

    /// Sets the start of a metric, for its past and future samples.
    fn start(&mut self, metric_idx: u32, seconds: f64) {
        let start_ms = (seconds * 1000.0) as TimestampMs;
        let metric = self.starts.metrics.entry(metric_idx).or_default();
        metric.start_ms = start_ms;
        for (id, row) in metric.series.drain(..) {
            self.builder.set_start_timestamps(id, row, start_ms);
        }
    }

    fn id(&mut self, sample: &Sample<'_>) -> SeriesId {
        if self.generation != sample.series.generation {
            self.generation = sample.series.generation;
            self.ids.clear();
        }
        let idx = sample.series.idx as usize;
        if idx >= self.ids.len() {
            self.ids.resize(idx + 1, None);
        }
        let (options, builder) = (self.options, &mut *self.builder);
        *self.ids[idx].get_or_insert_with(|| builder.series(&options.labels(sample.labels)))
    }

    fn metadata(&mut self, family: &str, field: MetadataField<'_>) {
        if self.starts.family != family {
            family.clone_into(&mut self.starts.family);
            self.starts.metrics.clear();
        }
        let metadata = self.builder.metadata_mut(family);
        match field {
            MetadataField::Type(metric_type) => metadata.metric_type = metric_type,
            MetadataField::Help(help) => help.clone_into(&mut metadata.help),
            MetadataField::Unit(unit) => unit.clone_into(&mut metadata.unit),
        }
    }
}
