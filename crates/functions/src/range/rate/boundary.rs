//! The values at the exact ends of a range, for `anchored` and `smoothed` selectors.

use promenade_model::TimestampMs;

use super::TimeRange;
use crate::range::start_timestamps::SampleTime;
use crate::samples::{Bounds, FloatSamples};

/// A float with its timestamps, or a substitute at an end of a range.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimedFloat {
    pub(super) value: f64,
    pub(super) time: SampleTime,
}

impl TimedFloat {
    #[inline]
    pub(super) fn at(samples: FloatSamples<'_>, idx: usize) -> Self {
        let time = SampleTime::at(samples.timestamps, samples.start_timestamps, idx);
        Self { value: samples.values[idx], time }
    }

    /// A counter that starts at the sample's start timestamp.
    const fn begin(self) -> Self {
        let start_ms = self.time.start_ms;
        Self { value: 0.0, time: SampleTime { timestamp_ms: start_ms, start_ms } }
    }

    /// The substitute of the sample at another time; its start is unknown unless it is earlier.
    fn moved(self, value: f64, timestamp_ms: TimestampMs) -> Self {
        let start_ms = if self.time.start_ms > timestamp_ms { 0 } else { self.time.start_ms };
        Self { value, time: SampleTime { timestamp_ms, start_ms } }
    }

    /// Whether the counter was reset between `previous` and this sample.
    #[inline]
    pub(super) fn is_reset_after(self, previous: Self) -> bool {
        self.value < previous.value || self.time.is_reset_after(previous.time)
    }
}

/// Finds the values at the ends of ranges.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boundaries<'a> {
    pub(super) samples: FloatSamples<'a>,
    pub(super) is_counter: bool,
    pub(super) is_smoothed: bool,
    /// How far before the range samples are visible.
    pub(super) lookback_ms: i64,
}

impl Boundaries<'_> {
    /// The value at the start of the range. `first` is the last sample before it, or else the first after.
    pub(super) fn left(&self, first: usize, range: TimeRange) -> TimedFloat {
        let sample = TimedFloat::at(self.samples, first);
        match sample.time.timestamp_ms.cmp(&range.start_ms) {
            std::cmp::Ordering::Equal => sample,
            std::cmp::Ordering::Greater => self.before_all(sample, range.start_ms, range),
            std::cmp::Ordering::Less => {
                let next = TimedFloat::at(self.samples, first + 1);
                let value = self.between(sample, next, range.start_ms);
                let restarts =
                    self.is_counter && !next.time.began_after(range.start_ms) && next.time.is_reset_after(sample.time);
                if restarts { next.moved(value, range.start_ms) } else { sample.moved(value, range.start_ms) }
            }
        }
    }

    /// The value at the end of the range. `last` is the last sample in it, or for a smoothed selector the first at or
    /// after its end.
    pub(super) fn right(&self, last: usize, window: Bounds, range: TimeRange) -> TimedFloat {
        let sample = TimedFloat::at(self.samples, last);
        if sample.time.timestamp_ms <= range.end_ms {
            return sample.moved(sample.value, range.end_ms);
        }
        if last == window.start as usize {
            return self.before_all(sample, range.end_ms, range);
        }
        let previous = TimedFloat::at(self.samples, last - 1);
        let value = self.between(previous, sample, range.end_ms);
        let restarts_later = self.is_counter && sample.time.began_after(range.end_ms);
        if restarts_later { previous.moved(value, range.end_ms) } else { sample.moved(value, range.end_ms) }
    }

    /// Whether the sample's counter started within the lookback or later.
    pub(super) fn has_seen_begin(&self, sample: TimedFloat, range: TimeRange) -> bool {
        self.is_counter && sample.time.began_after(range.start_ms.saturating_sub(self.lookback_ms))
    }

    /// The value before the first sample: that sample's value, unless its counter is known to start later.
    fn before_all(&self, sample: TimedFloat, at_ms: TimestampMs, range: TimeRange) -> TimedFloat {
        let value = if !self.has_seen_begin(sample, range) {
            sample.value
        } else if self.is_smoothed && !sample.time.began_after(at_ms) {
            self.interpolate(sample.begin(), sample, at_ms)
        } else {
            0.0
        };
        sample.moved(value, at_ms)
    }

    /// The value between two samples. A counter known to start between them starts at 0.
    fn between(&self, mut earlier: TimedFloat, mut later: TimedFloat, at_ms: TimestampMs) -> f64 {
        if self.is_counter {
            if later.time.began_after(at_ms) {
                later = later.begin();
            } else if later.time.is_reset_after(earlier.time) {
                earlier = later.begin();
            }
        }
        if self.is_smoothed { self.interpolate(earlier, later, at_ms) } else { earlier.value }
    }

    /// The linearly interpolated value between two samples. A counter that decreases is interpolated from 0.
    fn interpolate(&self, earlier: TimedFloat, later: TimedFloat, at_ms: TimestampMs) -> f64 {
        let (t1, t2) = (earlier.time.timestamp_ms, later.time.timestamp_ms);
        let y1 = if self.is_counter && later.value < earlier.value { 0.0 } else { earlier.value };
        y1 + (later.value - y1) * at_ms.wrapping_sub(t1) as f64 / t2.wrapping_sub(t1) as f64
    }
}
