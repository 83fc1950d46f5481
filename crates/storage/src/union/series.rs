//! A series that lies in several stores.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use promenade_model::{Labels, SharedHistogram, TimestampMs};

use crate::{SampleBuffer, SampleValue, Samples, Series, StartTimestamp, StorageError, TimeRange};

/// A series with the index of its store.
pub(super) type Part = (usize, Arc<dyn Series>);

/// A series whose samples lie in one store or several.
pub(super) struct UnionSeries {
    /// The series of each store, in the order of the stores; at least one.
    parts: Vec<Part>,
}

impl UnionSeries {
    pub(super) fn new(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// The series of each store.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn each(&self) -> impl Iterator<Item = &dyn Series> {
        self.parts.iter().map(|(_, part)| part.as_ref())
    }
}

impl Series for UnionSeries {
    fn labels(&self) -> &Labels {
        self.parts[0].1.labels()
    }

    fn has_histograms(&self) -> bool {
        self.each().any(Series::has_histograms)
    }

    fn time(&self) -> Option<TimeRange> {
        let times = self.each().map(Series::time).collect::<Option<Vec<_>>>()?;
        times
            .into_iter()
            .reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }

    fn n_bytes(&self) -> usize {
        self.each().map(Series::n_bytes).fold(0, usize::saturating_add)
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }

    fn samples<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        if let [(_, only)] = self.parts.as_slice() {
            return only.samples(range, buffer);
        }
        let mut merged = Merged::default();
        let mut of_part = SampleBuffer::default();
        for part in self.each() {
            merged.add(&part.samples(range, &mut of_part)?);
        }
        buffer.clear();
        merged.write(buffer);
        Ok(buffer.as_samples())
    }
}

/// Samples by time, of several at one time the one that was added last.
#[derive(Default)]
struct Merged(BTreeMap<TimestampMs, (SampleValue, TimestampMs)>);

impl Merged {
    fn add(&mut self, samples: &Samples<'_>) {
        let Samples { floats, histograms } = samples;
        let start = |starts: &[TimestampMs], i: usize| starts.get(i).copied().unwrap_or(StartTimestamp::UNKNOWN.ms());
        for (i, (t, v)) in floats.timestamps.iter().zip(floats.values).enumerate() {
            self.0.insert(*t, (SampleValue::Float(*v), start(floats.start_timestamps, i)));
        }
        for (i, (t, h)) in histograms.timestamps.iter().zip(histograms.histograms).enumerate() {
            let h: SharedHistogram = h.clone();
            self.0.insert(*t, (SampleValue::Histogram(h), start(histograms.start_timestamps, i)));
        }
    }

    fn write(self, buffer: &mut SampleBuffer) {
        let has_starts = self.0.values().any(|(_, start)| *start != StartTimestamp::UNKNOWN.ms());
        for (t, (value, start)) in self.0 {
            let starts = match value {
                SampleValue::Float(v) => {
                    buffer.timestamps.push(t);
                    buffer.values.push(v);
                    &mut buffer.start_timestamps
                }
                SampleValue::Histogram(h) => {
                    buffer.histogram_timestamps.push(t);
                    buffer.histograms.push(h);
                    &mut buffer.histogram_start_timestamps
                }
            };
            if has_starts {
                starts.push(start);
            }
        }
    }
}
