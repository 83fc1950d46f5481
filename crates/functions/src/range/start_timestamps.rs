//! Resets and overlaps from start timestamps.

use promenade_model::TimestampMs;

/// Timestamp and start timestamp of a sample, in milliseconds; the start is 0 if unknown.
#[derive(Debug, Clone, Copy)]
pub(super) struct SampleTime {
    pub(super) timestamp_ms: TimestampMs,
    pub(super) start_ms: TimestampMs,
}

impl SampleTime {
    /// The times of a sample in columns; `start_timestamps` is empty if not requested.
    #[inline]
    pub(super) fn at(timestamps: &[TimestampMs], start_timestamps: &[TimestampMs], idx: usize) -> Self {
        Self { timestamp_ms: timestamps[idx], start_ms: start_timestamps.get(idx).copied().unwrap_or(0) }
    }

    /// Whether the counter was reset after the sample `previous`.
    ///
    /// A start at the time of the previous sample is a reset only if that sample has a start of its own, as in delta
    /// series: otherwise it is what OpenTelemetry writes for an unknown start. A start at or after the sample itself is
    /// ignored, as is the start of the previous sample.
    pub(super) const fn is_reset_after(self, previous: Self) -> bool {
        if self.start_ms == previous.start_ms || self.start_ms < previous.timestamp_ms || !self.has_known_start() {
            return false;
        }
        self.start_ms > previous.timestamp_ms || (previous.start_ms != 0 && previous.start_ms < previous.timestamp_ms)
    }

    /// Whether the counter is known to have started after a time and before the sample.
    pub(super) const fn began_after(self, time_ms: TimestampMs) -> bool {
        self.start_ms > time_ms && self.has_known_start()
    }

    const fn has_known_start(self) -> bool {
        self.start_ms != 0 && self.start_ms < self.timestamp_ms
    }

    /// Whether the sample started before the sample `previous` was taken, but at a different start.
    pub(super) const fn overlaps(self, previous: Self) -> bool {
        self.start_ms != 0 && self.start_ms < previous.timestamp_ms && self.start_ms != previous.start_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn sample(timestamp_ms: i64, start_ms: i64) -> SampleTime {
        SampleTime { timestamp_ms, start_ms }
    }

    #[test]
    fn starts_tell_of_resets() {
        let cases = [
            ("unknown start", (10, 1), (20, 0), false),
            ("same start", (10, 1), (20, 1), false),
            ("start between the samples", (10, 1), (20, 15), true),
            ("delta: start at the previous sample", (10, 5), (20, 10), true),
            ("unknown start of the previous sample", (10, 0), (20, 10), false),
            ("the previous sample starts at itself", (10, 10), (20, 10), false),
            ("the previous start is invalid", (10, 12), (20, 10), false),
            ("start at the sample itself", (10, 1), (20, 20), false),
            ("start after the sample", (10, 1), (20, 25), false),
            ("the invalid start of the previous sample", (10, 15), (20, 15), false),
        ];
        for (name, previous, now, expected) in cases {
            assert_eq!(sample(now.0, now.1).is_reset_after(sample(previous.0, previous.1)), expected, "{name}");
        }
    }

    #[test]
    fn starts_lie_after_a_time() {
        assert!(sample(20, 15).began_after(14));
        assert!(!sample(20, 15).began_after(15));
        assert!(!sample(20, 0).began_after(-5), "unknown");
        assert!(!sample(20, 20).began_after(10), "the sample starts at itself");
        assert!(sample(20, -3).began_after(-5));
    }

    #[test]
    fn starts_overlap_where_they_lie_before_the_previous_sample() {
        assert!(sample(20, 7).overlaps(sample(10, 5)));
        assert!(!sample(20, 5).overlaps(sample(10, 5)), "cumulative");
        assert!(!sample(20, 10).overlaps(sample(10, 5)), "delta");
        assert!(!sample(20, 0).overlaps(sample(10, 5)), "unknown");
    }
}
