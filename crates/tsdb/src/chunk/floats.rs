//! Where decoded floats go.

use promenade_model::TimestampMs;

/// Columns of floats, to which samples are appended.
pub(super) struct FloatColumns<'a> {
    pub(super) timestamps: &'a mut Vec<TimestampMs>,
    pub(super) values: &'a mut Vec<f64>,
    pub(super) start_timestamps: &'a mut Vec<TimestampMs>,
}

impl FloatColumns<'_> {
    /// Room for samples. A sample has at least one bit, so that a count is no more than what is left.
    pub(super) fn reserve(&mut self, n_claimed: usize, n_bits: usize) {
        let n = n_claimed.min(n_bits);
        self.timestamps.reserve(n);
        self.values.reserve(n);
    }

    #[inline]
    pub(super) fn push(&mut self, time: TimestampMs, value: f64) {
        self.timestamps.push(time);
        self.values.push(value);
    }

    /// Appends samples of one value at equal distances behind `time`. The result is the time of the last.
    #[inline]
    pub(super) fn push_same(&mut self, n: usize, mut time: TimestampMs, delta: i64, value: f64) -> TimestampMs {
        self.timestamps.extend((0..n).map(|_| {
            time = time.wrapping_add(delta);
            time
        }));
        self.values.resize(self.values.len() + n, value);
        time
    }
}
