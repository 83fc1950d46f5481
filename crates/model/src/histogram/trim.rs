//! The operators `</` and `>/`, which keep the observations below or above a value.

use super::{Bucket, FloatHistogram, HistogramView};

/// The side that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TrimSide {
    /// `</`: observations below the value.
    Upper,
    /// `>/`: observations above the value.
    Lower,
}

/// The remainder of a bucket: the number of observations and their assumed value.
#[derive(Clone, Copy)]
struct Kept {
    count: f64,
    middle: f64,
}

impl FloatHistogram {
    /// Keeps the observations on one side of `value` and interpolates in the bucket that contains it. If anything was
    /// removed, count and sum are estimated from the remainder and empty buckets are removed.
    pub fn trim(&mut self, value: f64, side: TrimSide) {
        self.forget_zero_of_custom();
        let mut counts = [self.positive.counts.clone(), self.negative.counts.clone()];
        let [positive, negative] = &mut counts;
        let trimmed = HistogramView::from(&*self).trim(value, side, positive, negative);
        if let Some(Trimmed { zero_count, count, sum }) = trimmed {
            (self.zero_count, self.count, self.sum) = (zero_count, count, sum);
            [self.positive.counts, self.negative.counts] = counts;
            self.compact(0);
        }
    }
}

/// The remainder of a histogram, without its buckets.
pub(super) struct Trimmed {
    pub(super) zero_count: f64,
    pub(super) count: f64,
    pub(super) sum: f64,
}

impl HistogramView<'_> {
    /// Replaces bucket counts by those after [trimming](FloatHistogram::trim); returns `None` if nothing was removed.
    /// Absent buckets stay unchanged.
    pub(super) fn trim(
        &self,
        value: f64,
        side: TrimSide,
        positive: &mut [f64],
        negative: &mut [f64],
    ) -> Option<Trimmed> {
        let trim = Trim { value, side, is_custom: self.uses_custom_buckets() };
        let mut total = Total::default();
        let has_positive = trim.side_of(self.positive_buckets(), positive, true, &mut total);
        let has_negative = trim.side_of(self.negative_buckets(), negative, false, &mut total);
        let mut zero_count = if trim.is_custom { 0.0 } else { self.zero_count };
        if self.zero_count > 0.0 && !trim.is_custom {
            let kept = trim.zero_bucket(&self.zero_bucket(), has_negative, has_positive);
            total.was_cut |= self.zero_count != kept.count;
            zero_count = kept.count;
            total.sum += kept.middle * kept.count;
            total.count += kept.count;
        }
        total.was_cut.then_some(Trimmed { zero_count, count: total.count, sum: total.sum })
    }
}

#[derive(Default)]
struct Total {
    count: f64,
    sum: f64,
    was_cut: bool,
}

struct Trim {
    value: f64,
    side: TrimSide,
    is_custom: bool,
}

impl Trim {
    /// Trims the buckets of one sign; returns whether any of them was nonempty.
    fn side_of(
        &self,
        buckets: impl Iterator<Item = Bucket>,
        counts: &mut [f64],
        is_positive: bool,
        total: &mut Total,
    ) -> bool {
        let mut is_populated = false;
        for (bucket, count) in buckets.zip(counts) {
            if bucket.count == 0.0 {
                continue;
            }
            is_populated = true;
            let Some(kept) = self.bucket(&bucket, is_positive) else {
                *count = 0.0;
                total.was_cut = true;
                continue;
            };
            total.count += kept.count;
            total.sum += kept.middle * kept.count;
            if count.to_bits() != kept.count.to_bits() {
                *count = kept.count;
                total.was_cut = true;
            }
        }
        is_populated
    }

    /// The remainder of a bucket; `None` if nothing is kept.
    fn bucket(&self, bucket: &Bucket, is_positive: bool) -> Option<Kept> {
        let (is_kept, is_split) = match self.side {
            TrimSide::Upper => (bucket.upper <= self.value, bucket.lower < self.value),
            TrimSide::Lower => (bucket.lower >= self.value, bucket.upper > self.value),
        };
        if is_kept {
            let middle = middle(bucket.lower, bucket.upper, is_positive, self.is_custom);
            Some(Kept { count: bucket.count, middle })
        } else {
            is_split.then(|| self.split(bucket, is_positive))
        }
    }

    fn split(&self, bucket: &Bucket, is_positive: bool) -> Kept {
        if bucket.lower == f64::NEG_INFINITY {
            return self.split_below_all(bucket);
        }
        if bucket.upper == f64::INFINITY {
            return self.split_above_all(bucket);
        }
        let below = self.count_below(bucket);
        match self.side {
            TrimSide::Upper => {
                Kept { count: below, middle: middle(bucket.lower, self.value, is_positive, self.is_custom) }
            }
            TrimSide::Lower => Kept {
                count: bucket.count - below,
                middle: middle(self.value, bucket.upper, is_positive, self.is_custom),
            },
        }
    }

    fn count_below(&self, bucket: &Bucket) -> f64 {
        if self.value <= bucket.lower {
            0.0
        } else if self.value >= bucket.upper {
            bucket.count
        } else {
            bucket.count * bucket.fraction_below(self.value, self.is_custom)
        }
    }

    /// The bucket from −Inf. If its upper bound is positive, it is assumed to start at zero; otherwise the distribution
    /// of its observations is unknown.
    fn split_below_all(&self, bucket: &Bucket) -> Kept {
        let (value, count, upper) = (self.value, bucket.count, bucket.upper);
        let nothing = Kept { count: 0.0, middle: zero_if_infinite(upper) };
        let is_finite = upper != f64::INFINITY;
        match self.side {
            TrimSide::Upper if value >= upper => Kept { count, middle: 0.0 },
            TrimSide::Upper if value > 0.0 && upper > 0.0 && is_finite => {
                Kept { count: count * value / upper, middle: value / 2.0 }
            }
            TrimSide::Upper if upper <= 0.0 => Kept { count, middle: value },
            TrimSide::Lower if value <= bucket.lower => Kept { count, middle: 0.0 },
            TrimSide::Lower if value >= 0.0 && upper > value && is_finite => {
                Kept { count: count * (1.0 - value / upper), middle: half(value + upper) }
            }
            TrimSide::Upper | TrimSide::Lower => nothing,
        }
    }

    /// The bucket to +Inf.
    fn split_above_all(&self, bucket: &Bucket) -> Kept {
        if self.side == TrimSide::Lower && self.value >= bucket.lower {
            Kept { count: bucket.count, middle: self.value }
        } else {
            Kept { count: 0.0, middle: zero_if_infinite(bucket.lower) }
        }
    }

    /// The zero bucket; it ends at zero on a side without nonempty buckets if the other side has some.
    fn zero_bucket(&self, bucket: &Bucket, has_negative: bool, has_positive: bool) -> Kept {
        let value = self.value;
        let upper = if has_negative && !has_positive { 0.0 } else { bucket.upper };
        let lower = if has_positive && !has_negative { 0.0 } else { bucket.lower };
        let all = Kept { count: bucket.count, middle: half(lower + upper) };
        let nothing = Kept { count: 0.0, middle: 0.0 };
        let part = |fraction: f64, middle| Kept { count: bucket.count * fraction, middle };
        match self.side {
            TrimSide::Upper if value <= lower => nothing,
            TrimSide::Upper if value >= upper => all,
            TrimSide::Upper => part((value - lower) / (upper - lower), half(lower + value)),
            TrimSide::Lower if value <= lower => all,
            TrimSide::Lower if value >= upper => nothing,
            TrimSide::Lower => part((upper - value) / (upper - lower), half(value + upper)),
        }
    }
}

/// The assumed value of the observations in an interval: its midpoint, geometric for exponential buckets.
fn middle(lower: f64, upper: f64, is_positive: bool, is_linear: bool) -> f64 {
    if lower.is_infinite() {
        return match upper {
            _ if upper.is_infinite() => 0.0,
            _ if upper > 0.0 => upper / 2.0,
            _ => upper,
        };
    }
    if upper.is_infinite() {
        return lower;
    }
    if is_linear {
        return half(lower + upper);
    }
    let geometric = (lower * upper).abs().sqrt();
    if is_positive { geometric } else { -geometric }
}

/// Prometheus adds before it halves, which can overflow where a midpoint does not.
fn half(sum: f64) -> f64 {
    sum / 2.0
}

fn zero_if_infinite(value: f64) -> f64 {
    if value.is_infinite() { 0.0 } else { value }
}
