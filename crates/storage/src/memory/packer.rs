//! Packs appended samples into the series of a store. Short columns lie one after the other in common memory.

use std::ops::Range;
use std::sync::Arc;

use arrow_buffer::ScalarBuffer;
use promenade_model::histogram::RunGatherer;
use promenade_model::{Labels, TimestampMs};
use rustc_hash::FxHashMap;

use super::MemorySeries;
use super::appended::{Appended, Columns, Held, histogram_bytes};
use super::series::HistogramColumns;

/// The most floats of a series in common memory.
const MAX_SHORT: usize = 512;

/// How many floats are packed together, and how many series wait for that.
const N_PACKED: usize = 1 << 16;

/// Makes series in the order of their labels.
#[derive(Default)]
pub(super) struct Packer {
    shared: SharedTimestamps,
    gatherer: RunGatherer,
    /// The values of the series that wait.
    values: Vec<f64>,
    waiting: Vec<Waiting>,
    series: Vec<Arc<MemorySeries>>,
    n_bytes: usize,
    /// Whether the first of several samples with the same timestamp stays, and not the last.
    keeps_first: bool,
}

/// A series that waits until the common memory is full.
enum Waiting {
    /// It has memory of its own.
    Whole(MemorySeries),
    /// Its values are these of the common memory.
    Part { labels: Labels, timestamps: ScalarBuffer<TimestampMs>, rows: Range<usize> },
}

impl Packer {
    pub(super) fn new(n_series: usize, keeps_first: bool) -> Self {
        Self { series: Vec::with_capacity(n_series), keeps_first, ..Self::default() }
    }

    /// Adds a series, whose samples are sorted.
    pub(super) fn add(&mut self, appended: Appended) {
        let Appended { labels, samples } = appended;
        self.n_bytes += labels.n_bytes() + size_of::<MemorySeries>();
        match samples {
            Held::Nothing => {}
            Held::One(t_ms, value) => self.add_short(labels, &[t_ms], &[value]),
            Held::Many(mut columns) => {
                columns.settle(self.keeps_first);
                self.add_columns(labels, *columns);
            }
        }
        if self.values.len() >= N_PACKED || self.waiting.len() >= N_PACKED {
            self.pack();
        }
    }

    /// The series, and about how many bytes they take.
    pub(super) fn finish(mut self) -> (Vec<Arc<MemorySeries>>, usize) {
        self.pack();
        (self.series, self.n_bytes)
    }

    fn add_short(&mut self, labels: Labels, timestamps: &[TimestampMs], values: &[f64]) {
        self.n_bytes += size_of_val(values);
        let timestamps = self.shared.get(timestamps, &mut self.n_bytes);
        let start = self.values.len();
        self.values.extend_from_slice(values);
        self.waiting.push(Waiting::Part { labels, timestamps, rows: start..self.values.len() });
    }

    fn add_columns(&mut self, labels: Labels, columns: Columns) {
        let c = columns.buffer;
        if c.histograms.is_empty() && c.start_timestamps.is_empty() && c.values.len() <= MAX_SHORT {
            return self.add_short(labels, &c.timestamps, &c.values);
        }
        self.n_bytes += (c.values.len() + c.start_timestamps.len()) * 8;
        let timestamps = self.shared.get(&c.timestamps, &mut self.n_bytes);
        let starts = (!c.start_timestamps.is_empty()).then(|| buffer(c.start_timestamps));
        let histograms = (!c.histograms.is_empty()).then(|| {
            self.n_bytes += (c.histogram_timestamps.len() + c.histogram_start_timestamps.len()) * 8;
            self.n_bytes += c.histograms.iter().map(histogram_bytes).sum::<usize>();
            Box::new(HistogramColumns {
                timestamps: c.histogram_timestamps,
                histograms: self.gatherer.gather(&c.histograms),
                start_timestamps: c.histogram_start_timestamps,
            })
        });
        let series = MemorySeries::new(labels, timestamps, buffer(c.values), starts, histograms);
        self.waiting.push(Waiting::Whole(series));
    }

    fn pack(&mut self) {
        let values = buffer(std::mem::take(&mut self.values));
        for waiting in self.waiting.drain(..) {
            self.series.push(Arc::new(match waiting {
                Waiting::Whole(series) => series,
                Waiting::Part { labels, timestamps, rows } => {
                    MemorySeries::new(labels, timestamps, values.slice(rows.start, rows.len()), None, None)
                }
            }));
        }
    }
}

/// Lets series that were scraped together share their column of timestamps.
#[derive(Default)]
struct SharedTimestamps {
    /// Keyed by length, first and last timestamp.
    known: FxHashMap<(usize, TimestampMs, TimestampMs), Vec<ScalarBuffer<TimestampMs>>>,
}

impl SharedTimestamps {
    /// The most columns with the same key that are compared.
    const N_COMPARED: usize = 4;

    fn get(&mut self, column: &[TimestampMs], n_bytes: &mut usize) -> ScalarBuffer<TimestampMs> {
        let key = (column.len(), column.first().copied().unwrap_or(0), column.last().copied().unwrap_or(0));
        let known = self.known.entry(key).or_default();
        if let Some(same) = known.iter().find(|k| k[..] == *column) {
            return same.clone();
        }
        *n_bytes += size_of_val(column);
        let column = buffer(column.to_vec());
        if known.len() < Self::N_COMPARED {
            known.push(column.clone());
        }
        column
    }
}

fn buffer<T: arrow_buffer::ArrowNativeType>(mut column: Vec<T>) -> ScalarBuffer<T> {
    column.shrink_to_fit();
    ScalarBuffer::from(column)
}
