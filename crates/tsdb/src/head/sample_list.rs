//! Samples of a series in the order of time, floats and histograms among each other.

use promenade_model::TimestampMs;
use promenade_model::histogram::SharedHistogram;
use promenade_storage::SampleBuffer;

use super::record::Value;

/// A sample in a [`SampleBuffer`], by its time: which of the columns has it and where.
#[derive(Debug, Clone, Copy)]
struct Position {
    time: TimestampMs,
    is_float: bool,
    idx: usize,
}

/// Walks the samples of a buffer in the order of time.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    samples: &'a SampleBuffer,
    next_float: usize,
    next_histogram: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(samples: &'a SampleBuffer) -> Self {
        Self { samples, next_float: 0, next_histogram: 0 }
    }

    fn peek(&self) -> Option<Position> {
        let float = self.samples.timestamps.get(self.next_float);
        let histogram = self.samples.histogram_timestamps.get(self.next_histogram);
        match (float, histogram) {
            (Some(&time), other) if other.is_none_or(|other| time <= *other) => {
                Some(Position { time, is_float: true, idx: self.next_float })
            }
            (_, Some(&time)) => Some(Position { time, is_float: false, idx: self.next_histogram }),
            _ => None,
        }
    }

    /// The time of the next sample.
    pub(super) fn time(&self) -> Option<TimestampMs> {
        self.peek().map(|position| position.time)
    }

    /// Passes the next sample.
    pub(super) fn advance(&mut self) {
        match self.peek() {
            Some(Position { is_float: true, .. }) => self.next_float += 1,
            Some(_) => self.next_histogram += 1,
            None => {}
        }
    }

    /// Appends the next sample to a buffer.
    pub(super) fn copy_to(&self, out: &mut SampleBuffer) {
        let Some(Position { time, is_float, idx }) = self.peek() else { return };
        let starts = if is_float { &self.samples.start_timestamps } else { &self.samples.histogram_start_timestamps };
        let start = starts.get(idx).copied().unwrap_or(0);
        if is_float {
            push_float(out, start, time, self.samples.values[idx]);
        } else {
            push_histogram(out, start, time, self.samples.histograms[idx].clone());
        }
    }
}

/// Appends a sample.
pub(super) fn push(out: &mut SampleBuffer, start: TimestampMs, time: TimestampMs, value: Value) {
    match value {
        Value::Float(value) => push_float(out, start, time, value),
        Value::Histogram(histogram) => push_histogram(out, start, time, histogram),
    }
}

fn push_float(out: &mut SampleBuffer, start: TimestampMs, time: TimestampMs, value: f64) {
    push_start(&mut out.start_timestamps, out.timestamps.len(), start);
    out.timestamps.push(time);
    out.values.push(value);
}

fn push_histogram(out: &mut SampleBuffer, start: TimestampMs, time: TimestampMs, histogram: SharedHistogram) {
    push_start(&mut out.histogram_start_timestamps, out.histogram_timestamps.len(), start);
    out.histogram_timestamps.push(time);
    out.histograms.push(histogram);
}

/// There is a start timestamp for each sample, or none where none is known.
fn push_start(starts: &mut Vec<TimestampMs>, n_before: usize, start: TimestampMs) {
    if start != 0 || !starts.is_empty() {
        starts.resize(n_before, 0);
        starts.push(start);
    }
}

/// Drops the samples whose time is not kept.
pub(super) fn retain(samples: &mut SampleBuffer, keep: impl Fn(TimestampMs) -> bool) {
    if samples.timestamps.iter().chain(&samples.histogram_timestamps).all(|time| keep(*time)) {
        return;
    }
    let mut kept = SampleBuffer::default();
    let mut walk = Walk::new(samples);
    while let Some(time) = walk.time() {
        if keep(time) {
            walk.copy_to(&mut kept);
        }
        walk.advance();
    }
    *samples = kept;
}
