//! Detection of counter resets between two histograms.

use std::iter::Peekable;

use super::bounds::exponential_bound;
use super::resolution::target_idx;
use super::{Bucket, Buckets, CounterResetHint, FloatHistogram, custom_bounds_match, is_exponential_schema};

impl FloatHistogram {
    /// Whether the counter was reset since `previous`: by the hint, or because a count decreased or a nonempty bucket
    /// disappeared, after the earlier histogram was converted to this one's zero bucket and resolution. A narrower zero
    /// bucket or a higher resolution is a reset too.
    pub fn detect_reset(&self, previous: &Self) -> bool {
        match self.counter_reset_hint {
            CounterResetHint::Reset => return true,
            CounterResetHint::NotReset => return false,
            CounterResetHint::Unknown | CounterResetHint::Gauge => {}
        }
        if self.count < previous.count {
            return true;
        }
        if self.uses_custom_buckets() {
            if !previous.uses_custom_buckets() {
                return true;
            }
            if !custom_bounds_match(&self.custom_values, &previous.custom_values) {
                return self.detect_reset_in_shared_bounds(previous);
            }
        }
        if self.schema > previous.schema || self.zero_threshold < previous.zero_threshold {
            return true;
        }
        let (previous_zero_count, threshold, _) = previous.zero_count_within(self.zero_threshold, None);
        threshold != self.zero_threshold
            || self.zero_count < previous_zero_count
            || self.side_was_reset(&self.positive, previous.schema, &previous.positive)
            || self.side_was_reset(&self.negative, previous.schema, &previous.negative)
    }

    fn side_was_reset(&self, own: &Buckets, previous_schema: i32, previous: &Buckets) -> bool {
        if self.schema == previous_schema && own.has_layout_of(previous) {
            let n_skipped = self.n_in_zero(own);
            return own.counts[n_skipped..].iter().zip(&previous.counts[n_skipped..]).any(|(now, then)| now < then);
        }
        let threshold = self.zero_threshold;
        any_decreased(
            from_threshold(merged(own, self.schema, self.schema), self.schema, threshold),
            from_threshold(merged(previous, previous_schema, self.schema), self.schema, threshold),
        )
    }

    /// Compares the counts between the common bounds.
    fn detect_reset_in_shared_bounds(&self, previous: &Self) -> bool {
        let mut now = self.positive_buckets().peekable();
        let mut then = previous.positive_buckets().peekable();
        let with_infinity = |bounds: &[f64]| bounds.iter().copied().chain([f64::INFINITY]).collect::<Vec<_>>();
        let (bounds, previous_bounds) = (with_infinity(&self.custom_values), with_infinity(&previous.custom_values));
        super::custom::intersect_bounds(&bounds, &previous_bounds)
            .into_iter()
            .any(|bound| count_up_to(bound, &mut now) < count_up_to(bound, &mut then))
    }
}

/// Consumes the buckets that end at or below the bound and returns the sum of their counts.
fn count_up_to(bound: f64, buckets: &mut Peekable<impl Iterator<Item = Bucket>>) -> f64 {
    let mut sum = 0.0;
    while let Some(bucket) = buckets.next_if(|bucket| bucket.upper <= bound) {
        sum += bucket.count;
    }
    sum
}

/// Whether a bucket count decreased; a missing bucket counts as 0.
fn any_decreased(now: impl Iterator<Item = (i32, f64)>, mut then: impl Iterator<Item = (i32, f64)>) -> bool {
    let mut now = now.peekable();
    then.any(|(idx, count)| {
        while now.next_if(|(now_idx, _)| *now_idx < idx).is_some() {}
        match now.peek() {
            Some((now_idx, now_count)) if *now_idx == idx => *now_count < count,
            _ => count != 0.0,
        }
    })
}

/// Index and count of each bucket, merged to the schema `to`.
fn merged(buckets: &Buckets, from: i32, to: i32) -> impl Iterator<Item = (i32, f64)> {
    let mut rest = buckets.indexed().map(move |(idx, count)| (target_idx(idx, from, to), count)).peekable();
    std::iter::from_fn(move || {
        let (idx, first) = rest.next()?;
        let mut sum = 0.0 + first;
        while let Some((_, count)) = rest.next_if(|(next_idx, _)| *next_idx == idx) {
            sum += count;
        }
        Some((idx, sum))
    })
}

/// The buckets without the leading ones that end at or below the threshold.
fn from_threshold(
    buckets: impl Iterator<Item = (i32, f64)>,
    schema: i32,
    threshold: f64,
) -> impl Iterator<Item = (i32, f64)> {
    let skips = threshold != 0.0 && is_exponential_schema(schema);
    buckets.skip_while(move |(idx, _)| skips && exponential_bound(*idx, schema) <= threshold)
}
