//! A series of the record batch store.

use std::collections::BTreeMap;

use arrow_buffer::ScalarBuffer;
use promenade_model::histogram::RunGatherer;
use promenade_model::{FloatSamples, HistogramSamples, Labels, SharedHistogram, TimestampMs};

use crate::{SampleBuffer, Samples, Series, StorageError, TimeRange};

/// Floats of a series, sorted by time: slices of the columns of a batch.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub(super) timestamps: ScalarBuffer<TimestampMs>,
    pub(super) values: ScalarBuffer<f64>,
}

/// Consecutive samples of a series, as they were read.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Floats(Chunk),
    Histograms(Vec<(TimestampMs, SharedHistogram)>),
}

/// A series: chunks of floats in the order of time, and histograms.
#[derive(Debug)]
pub(super) struct ArrowSeries {
    labels: Labels,
    chunks: Vec<Chunk>,
    histograms: Option<Box<Histograms>>,
}

/// Native histograms sorted by time.
#[derive(Debug)]
struct Histograms {
    timestamps: Vec<TimestampMs>,
    histograms: Vec<SharedHistogram>,
}

impl ArrowSeries {
    /// Builds a series from parts in the order in which they were read.
    pub(super) fn new(labels: Labels, parts: &[Part]) -> Self {
        let floats: Option<Vec<Chunk>> = parts.iter().map(|part| part.floats().cloned()).collect();
        let is_ordered = |chunks: &Vec<Chunk>| {
            chunks.iter().all(|chunk| chunk.timestamps.is_sorted_by(|a, b| a < b))
                && chunks.is_sorted_by(|a, b| a.timestamps.last() < b.timestamps.first())
        };
        match floats.filter(is_ordered) {
            Some(chunks) => Self { labels, chunks, histograms: None },
            None => Self::sorted(labels, parts),
        }
    }

    /// The samples sorted by time; of several with the same timestamp, the last one read.
    fn sorted(labels: Labels, parts: &[Part]) -> Self {
        let (mut floats, mut histograms) = (BTreeMap::new(), BTreeMap::new());
        for part in parts {
            match part {
                Part::Floats(chunk) => {
                    for (t, v) in chunk.timestamps.iter().zip(&chunk.values) {
                        floats.insert(*t, *v);
                        histograms.remove(t);
                    }
                }
                Part::Histograms(samples) => {
                    for (t, histogram) in samples {
                        histograms.insert(*t, histogram.clone());
                        floats.remove(t);
                    }
                }
            }
        }
        let (timestamps, values): (Vec<_>, Vec<_>) = floats.into_iter().unzip();
        let chunk = Chunk { timestamps: timestamps.into(), values: values.into() };
        let chunks = if chunk.values.is_empty() { Vec::new() } else { vec![chunk] };
        Self { labels, chunks, histograms: Histograms::new(histograms) }
    }

    /// All samples, for another series.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        let histograms = self.histograms.iter().map(|all| {
            let samples = all.timestamps.iter().copied().zip(all.histograms.iter().cloned());
            Part::Histograms(samples.collect())
        });
        self.chunks.iter().cloned().map(Part::Floats).chain(histograms)
    }

    pub(super) fn n_samples(&self) -> usize {
        let n_histograms = self.histograms.as_ref().map_or(0, |all| all.timestamps.len());
        self.chunks.iter().map(|chunk| chunk.values.len()).sum::<usize>() + n_histograms
    }

    /// Whether the series overlaps a time range.
    pub(super) fn may_have(&self, range: TimeRange) -> bool {
        self.time().is_some_and(|own| own.start_ms <= range.end_ms && range.start_ms <= own.end_ms)
    }

    fn floats<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> FloatSamples<'a> {
        let parts = || self.chunks.iter().map(|chunk| chunk.samples_in(range)).filter(|(times, _)| !times.is_empty());
        let mut all = parts();
        match (all.next(), all.next()) {
            (None, _) => FloatSamples::default(),
            (Some((timestamps, values)), None) => FloatSamples { timestamps, values, start_timestamps: &[] },
            _ => {
                buffer.clear();
                for (timestamps, values) in parts() {
                    buffer.timestamps.extend_from_slice(timestamps);
                    buffer.values.extend_from_slice(values);
                }
                buffer.as_samples().floats
            }
        }
    }
}

impl Series for ArrowSeries {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn has_histograms(&self) -> bool {
        self.histograms.is_some()
    }

    fn time(&self) -> Option<TimeRange> {
        let floats = self.chunks.iter().map(|chunk| &*chunk.timestamps);
        let parts = floats.chain(self.histograms.iter().map(|all| &*all.timestamps));
        let ends = parts.filter_map(|times| Some(TimeRange { start_ms: *times.first()?, end_ms: *times.last()? }));
        ends.reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }

    fn samples<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let histograms = self.histograms.as_ref().map_or_else(HistogramSamples::default, |all| all.samples_in(range));
        Ok(Samples { floats: self.floats(range, buffer), histograms })
    }
}

impl Part {
    fn floats(&self) -> Option<&Chunk> {
        match self {
            Self::Floats(chunk) => Some(chunk),
            Self::Histograms(_) => None,
        }
    }
}

impl Chunk {
    fn samples_in(&self, range: TimeRange) -> (&[TimestampMs], &[f64]) {
        let rows = range.rows(&self.timestamps);
        (&self.timestamps[rows.clone()], &self.values[rows])
    }
}

impl Histograms {
    fn new(samples: BTreeMap<TimestampMs, SharedHistogram>) -> Option<Box<Self>> {
        let (timestamps, histograms): (Vec<_>, Vec<_>) = samples.into_iter().unzip();
        let histograms = RunGatherer::default().gather(&histograms);
        (!timestamps.is_empty()).then(|| Box::new(Self { timestamps, histograms }))
    }

    fn samples_in(&self, range: TimeRange) -> HistogramSamples<'_> {
        let rows = range.rows(&self.timestamps);
        let (timestamps, histograms) = (&self.timestamps[rows.clone()], &self.histograms[rows]);
        HistogramSamples { timestamps, histograms, start_timestamps: &[] }
    }
}
