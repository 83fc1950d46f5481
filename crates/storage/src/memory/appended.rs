//! The samples of series while a store is built.

use promenade_model::histogram::HistogramHead;
use promenade_model::{Labels, SharedHistogram, TimestampMs};

use crate::SampleBuffer;

/// The samples of one series in the order in which they were appended.
#[derive(Debug, Clone)]
pub(super) struct Appended {
    pub(super) labels: Labels,
    pub(super) samples: Held,
}

/// The samples of a series. One float alone, as in a single scrape, takes no memory of its own.
#[derive(Debug, Clone)]
pub(super) enum Held {
    Nothing,
    /// A float without start timestamp.
    One(TimestampMs, f64),
    Many(Box<Columns>),
}

/// Columns of samples in the order in which they were appended.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) buffer: SampleBuffer,
    /// For each histogram, the number of floats appended before it.
    n_floats_before: Vec<usize>,
    /// The newest timestamp; `None` without samples.
    newest_ms: Option<TimestampMs>,
    is_ordered: bool,
}

impl Appended {
    pub(super) fn new(labels: Labels) -> Self {
        Self { labels, samples: Held::Nothing }
    }

    pub(super) fn push_float(&mut self, t_ms: TimestampMs, value: f64, start_ms: TimestampMs) {
        match &self.samples {
            Held::Nothing if start_ms == 0 => self.samples = Held::One(t_ms, value),
            _ => self.columns_mut().push_float(t_ms, value, start_ms),
        }
    }

    /// The samples as columns.
    pub(super) fn columns_mut(&mut self) -> &mut Columns {
        if !matches!(self.samples, Held::Many(_)) {
            let mut columns = Columns::default();
            if let Held::One(t_ms, value) = self.samples {
                columns.push_float(t_ms, value, 0);
            }
            self.samples = Held::Many(Box::new(columns));
        }
        match &mut self.samples {
            Held::Many(columns) => columns,
            Held::Nothing | Held::One(..) => unreachable!("it was made columns"),
        }
    }

    /// Appends the samples of another series, as if they had been appended to this one.
    pub(super) fn append_all(&mut self, samples: Held) {
        match samples {
            Held::Nothing => {}
            Held::One(t_ms, value) => self.push_float(t_ms, value, 0),
            Held::Many(other) => self.columns_mut().push_appended(other.buffer, other.n_floats_before),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match &self.samples {
            Held::Nothing => true,
            Held::One(..) => false,
            Held::Many(columns) => columns.newest_ms.is_none(),
        }
    }

    pub(super) fn n_floats(&self) -> usize {
        match &self.samples {
            Held::Nothing => 0,
            Held::One(..) => 1,
            Held::Many(columns) => columns.buffer.timestamps.len(),
        }
    }

    /// The newest timestamp, whatever the order of the samples.
    pub(super) fn newest_of_all_ms(&self) -> Option<TimestampMs> {
        match &self.samples {
            Held::Nothing => None,
            Held::One(t_ms, _) => Some(*t_ms),
            Held::Many(all) => all.buffer.timestamps.iter().chain(&all.buffer.histogram_timestamps).max().copied(),
        }
    }

    pub(super) fn move_samples(&mut self, from_ms: TimestampMs, to_ms: TimestampMs) {
        match &mut self.samples {
            Held::One(t_ms, _) if *t_ms == from_ms => *t_ms = to_ms,
            Held::Nothing | Held::One(..) => {}
            Held::Many(columns) => columns.move_samples(from_ms, to_ms),
        }
    }
}

impl Held {
    /// The bytes of the samples.
    pub(super) fn n_bytes(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::One(..) => size_of::<TimestampMs>() + size_of::<f64>(),
            Self::Many(all) => {
                let SampleBuffer { timestamps, histograms, .. } = &all.buffer;
                timestamps.len() * 16 + histograms.iter().map(|h| 8 + histogram_bytes(h)).sum::<usize>()
            }
        }
    }
}

impl Default for Columns {
    fn default() -> Self {
        let buffer = SampleBuffer::default();
        Self { buffer, n_floats_before: Vec::new(), newest_ms: None, is_ordered: true }
    }
}

impl Columns {
    pub(super) fn push_float(&mut self, t_ms: TimestampMs, value: f64, start_ms: TimestampMs) {
        self.note(t_ms);
        let c = &mut self.buffer;
        push_start(&mut c.start_timestamps, c.timestamps.len(), start_ms);
        c.timestamps.push(t_ms);
        c.values.push(value);
    }

    pub(super) fn push_histogram(&mut self, t_ms: TimestampMs, histogram: SharedHistogram, start_ms: TimestampMs) {
        self.note(t_ms);
        let c = &mut self.buffer;
        push_start(&mut c.histogram_start_timestamps, c.histogram_timestamps.len(), start_ms);
        c.histogram_timestamps.push(t_ms);
        c.histograms.push(histogram);
        self.n_floats_before.push(c.timestamps.len());
    }

    pub(super) fn push_columns(&mut self, mut columns: SampleBuffer) {
        if self.buffer.timestamps.is_empty() && self.buffer.histogram_timestamps.is_empty() {
            columns.timestamps.iter().for_each(|&t| self.note(t));
            if !columns.histogram_timestamps.is_empty() {
                // Floats and histograms may each be sorted; collisions between them are found in the merge.
                self.is_ordered &= columns.timestamps.is_empty();
                columns.histogram_timestamps.iter().for_each(|&t| self.note(t));
            }
            self.n_floats_before = vec![columns.timestamps.len(); columns.histograms.len()];
            std::mem::swap(&mut self.buffer, &mut columns);
            return;
        }
        for (i, (&t, &v)) in columns.timestamps.iter().zip(&columns.values).enumerate() {
            self.push_float(t, v, columns.start_timestamps.get(i).copied().unwrap_or(0));
        }
        for (i, (&t, h)) in columns.histogram_timestamps.iter().zip(columns.histograms).enumerate() {
            self.push_histogram(t, h, columns.histogram_start_timestamps.get(i).copied().unwrap_or(0));
        }
    }

    /// Appends samples in the order in which they were appended to another series.
    fn push_appended(&mut self, columns: SampleBuffer, n_floats_before: Vec<usize>) {
        let is_empty = self.buffer.timestamps.is_empty() && self.buffer.histogram_timestamps.is_empty();
        if is_empty || columns.histograms.is_empty() {
            self.push_columns(columns);
            if is_empty && !n_floats_before.is_empty() {
                self.n_floats_before = n_floats_before;
            }
            return;
        }
        let mut next_float = 0;
        let starts = |column: &[TimestampMs], i: usize| column.get(i).copied().unwrap_or(0);
        for (i, histogram) in columns.histograms.iter().enumerate() {
            for float in next_float..n_floats_before[i] {
                let start_ms = starts(&columns.start_timestamps, float);
                self.push_float(columns.timestamps[float], columns.values[float], start_ms);
            }
            next_float = n_floats_before[i];
            let start_ms = starts(&columns.histogram_start_timestamps, i);
            self.push_histogram(columns.histogram_timestamps[i], histogram.clone(), start_ms);
        }
        for float in next_float..columns.timestamps.len() {
            let start_ms = starts(&columns.start_timestamps, float);
            self.push_float(columns.timestamps[float], columns.values[float], start_ms);
        }
    }

    pub(super) fn move_samples(&mut self, from_ms: TimestampMs, to_ms: TimestampMs) {
        let columns = &mut self.buffer;
        let mut n_moved = 0;
        for t in columns.timestamps.iter_mut().chain(&mut columns.histogram_timestamps).filter(|t| **t == from_ms) {
            *t = to_ms;
            n_moved += 1;
        }
        if n_moved > 0 {
            self.is_ordered = self.buffer.timestamps.len() + self.buffer.histogram_timestamps.len() == 1;
            self.newest_ms = Some(to_ms);
        }
    }

    fn note(&mut self, t_ms: TimestampMs) {
        self.is_ordered &= self.newest_ms.is_none_or(|newest| newest < t_ms);
        self.newest_ms = Some(t_ms);
    }

    /// Sorts the samples by time; the first or the last of each timestamp stays.
    pub(super) fn settle(&mut self, keeps_first: bool) {
        if !self.is_ordered {
            self.sort(keeps_first);
        }
    }

    fn sort(&mut self, keeps_first: bool) {
        let old = std::mem::take(&mut self.buffer);
        let floats = old.timestamps.iter().enumerate().map(|(i, &t)| (t, 2 * i + 1, Row::Float(i)));
        // A histogram comes after the floats before it and before the next float.
        let histograms = old.histogram_timestamps.iter().zip(&self.n_floats_before).enumerate();
        let histograms = histograms.map(|(i, (&t, &n))| (t, 2 * n, Row::Histogram(i)));
        let mut rows: Vec<(TimestampMs, usize, Row)> = floats.chain(histograms).collect();
        rows.sort_by_key(|&(t, nth, _)| (t, nth));
        for (i, &(t, _, row)) in rows.iter().enumerate() {
            let other = if keeps_first { i.checked_sub(1) } else { Some(i + 1) };
            if other.and_then(|other| rows.get(other)).is_some_and(|other| other.0 == t) {
                continue;
            }
            match row {
                Row::Float(i) => self.push_float(t, old.values[i], old.start_timestamps.get(i).copied().unwrap_or(0)),
                Row::Histogram(i) => {
                    let start_ms = old.histogram_start_timestamps.get(i).copied().unwrap_or(0);
                    self.push_histogram(t, old.histograms[i].clone(), start_ms);
                }
            }
        }
    }
}

/// A sample of an unsorted series, as an index into its column.
#[derive(Clone, Copy)]
enum Row {
    Float(usize),
    Histogram(usize),
}

/// Appends to a column of start timestamps, which stays empty until the first known one.
fn push_start(starts: &mut Vec<TimestampMs>, n_before: usize, start_ms: TimestampMs) {
    if start_ms != 0 && starts.is_empty() {
        starts.resize(n_before, 0);
    }
    if start_ms != 0 || !starts.is_empty() {
        starts.push(start_ms);
    }
}

/// The share of a histogram in the memory of its run.
pub(super) fn histogram_bytes(h: &SharedHistogram) -> usize {
    size_of::<SharedHistogram>() + size_of::<HistogramHead>() + size_of_val(h.buckets())
}
