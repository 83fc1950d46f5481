//! Quantiles and fractions of classic histograms.

use crate::value::is_stale_nan;

/// A cumulative bucket of a classic histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassicBucket {
    /// The value of the label `le`, which is not NaN.
    pub upper_bound: f64,
    /// Observations at or below it.
    pub count: f64,
}

/// A quantile of a classic histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassicQuantile {
    /// The quantile.
    pub value: f64,
    /// The correction of decreasing counts, if needed.
    pub forced_monotonicity: Option<MonotonicityFix>,
    /// Whether insignificantly small differences were ignored.
    pub ignored_small_differences: bool,
}

/// The buckets whose counts decreased and were raised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonotonicityFix {
    /// The lowest upper bound of such a bucket.
    pub min_bucket: f64,
    /// The highest upper bound of such a bucket.
    pub max_bucket: f64,
    /// The largest difference.
    pub max_difference: f64,
}

/// Smaller relative differences between buckets are treated as floating-point errors.
const SMALL_DIFFERENCE: f64 = 1e-12;

/// The quantile of a classic histogram, interpolated linearly (`histogram_quantile`). Sorts and corrects the buckets.
///
/// NaN for a NaN quantile, without observations, with fewer than two buckets or without a +Inf bucket; −Inf below 0 and
/// +Inf above 1. In the highest bucket it is the bound of the one before. The lowest bucket starts at 0, unless its
/// bound is at or below 0: then the result is that bound.
pub fn classic_quantile(quantile: f64, buckets: &mut [ClassicBucket]) -> ClassicQuantile {
    let plain = |value| ClassicQuantile { value, forced_monotonicity: None, ignored_small_differences: false };
    if quantile.is_nan() {
        return plain(f64::NAN);
    }
    if quantile < 0.0 {
        return plain(f64::NEG_INFINITY);
    }
    if quantile > 1.0 {
        return plain(f64::INFINITY);
    }
    if !sort_up_to_infinity(buckets) {
        return plain(f64::NAN);
    }
    let buckets = coalesce(buckets);
    let (forced_monotonicity, ignored_small_differences) = make_monotonic(buckets);
    ClassicQuantile { value: interpolate(quantile, buckets), forced_monotonicity, ignored_small_differences }
}

/// The quantiles of several classic histograms with the same buckets, if their counts need no correction.
///
/// `counts[i][j]` is the count of bucket `i` of histogram `j`. The quantile of histogram `j` is in `out[j]` if
/// `is_done[j]`; the others need [`classic_quantile`].
pub fn sound_quantiles(quantile: f64, bounds: &[f64], counts: &[&[f64]], out: &mut [f64], is_done: &mut [bool]) {
    let is_sorted = bounds.len() >= 2 && bounds.is_sorted_by(|a, b| a < b) && bounds.last() == Some(&f64::INFINITY);
    is_done.fill(false);
    if !is_sorted || !(0.0..=1.0).contains(&quantile) {
        return;
    }
    for start in (0..out.len()).step_by(N_AT_ONCE) {
        let end = (start + N_AT_ONCE).min(out.len());
        some_quantiles(quantile, bounds, counts, start, &mut out[start..end], &mut is_done[start..end]);
    }
}

/// The number of histograms computed together, bucket by bucket.
const N_AT_ONCE: usize = 32;

fn some_quantiles(
    quantile: f64,
    bounds: &[f64],
    counts: &[&[f64]],
    start: usize,
    out: &mut [f64],
    is_done: &mut [bool],
) {
    let n = out.len();
    let counts_of = |bucket: usize| &counts[bucket][start..start + n];
    let last = bounds.len() - 1;
    let mut ranks = [0.0; N_AT_ONCE];
    let mut is_sound = [false; N_AT_ONCE];
    for j in 0..n {
        ranks[j] = quantile * counts_of(last)[j];
        is_sound[j] = counts_of(0)[j] >= 0.0;
    }
    // The number of buckets below the rank.
    let mut below = [0_u64; N_AT_ONCE];
    for bucket in 0..last {
        let (own, next) = (counts_of(bucket), counts_of(bucket + 1));
        for j in 0..n {
            let more = next[j] - own[j];
            // Branch-free, for vectorization.
            #[allow(clippy::needless_bitwise_bool)]
            let is_step = (more == 0.0) | ((more > 1e-9 * next[j]) & (more > 1e-300));
            is_sound[j] &= is_step;
            below[j] += u64::from(own[j] < ranks[j]);
        }
    }
    for j in (0..n).filter(|j| is_sound[*j]) {
        let i = below[j] as usize;
        let before = if i > 0 { counts_of(i - 1)[j] } else { 0.0 };
        is_done[j] = true;
        out[j] = if counts_of(last)[j] == 0.0 {
            f64::NAN
        } else if i == last {
            bounds[last - 1]
        } else if i == 0 && bounds[0] <= 0.0 {
            bounds[0]
        } else {
            let bound = if i > 0 { bounds[i - 1] } else { 0.0 };
            bound + (bounds[i] - bound) * ((ranks[j] - before) / (counts_of(i)[j] - before))
        };
    }
}

fn interpolate(quantile: f64, buckets: &[ClassicBucket]) -> f64 {
    let [.., second_last, last] = buckets else { return f64::NAN };
    if last.count == 0.0 {
        return f64::NAN;
    }
    let mut rank = quantile * last.count;
    let finite = &buckets[..buckets.len() - 1];
    let i = partition_point(finite, rank);
    let Some(bucket) = finite.get(i) else { return second_last.upper_bound };
    if i == 0 && bucket.upper_bound <= 0.0 {
        return bucket.upper_bound;
    }
    let (mut start, mut count) = (0.0, bucket.count);
    if let Some(before) = i.checked_sub(1).map(|i| finite[i]) {
        start = before.upper_bound;
        count -= before.count;
        rank -= before.count;
    }
    start + (bucket.upper_bound - start) * (rank / count)
}

/// The first bucket whose count reaches the rank, by the binary search of Go's `sort.Search`: counts may be NaN.
fn partition_point(buckets: &[ClassicBucket], rank: f64) -> usize {
    let (mut low, mut high) = (0, buckets.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if buckets[middle].count >= rank {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The fraction of the observations of a classic histogram between two values (`histogram_fraction`), interpolated
/// linearly. Sorts and corrects the buckets.
///
/// NaN if a value is NaN, without observations or without a +Inf bucket; 0 if `lower` is not below `upper`.
pub fn classic_fraction(lower: f64, upper: f64, buckets: &mut [ClassicBucket]) -> f64 {
    if !sort_up_to_infinity(buckets) {
        return f64::NAN;
    }
    let buckets = coalesce(buckets);
    let count = buckets.last().map_or(0.0, |last| last.count);
    if count == 0.0 || lower.is_nan() || upper.is_nan() {
        return f64::NAN;
    }
    if lower >= upper {
        return 0.0;
    }
    let rank_of = |value| rank_of(value, buckets).map_or(count, |rank| if rank > count { count } else { rank });
    (rank_of(upper) - rank_of(lower)) / count
}

/// The number of observations below a value; `None` if it is above all buckets.
fn rank_of(value: f64, buckets: &[ClassicBucket]) -> Option<f64> {
    let mut start = if buckets.first()?.upper_bound <= 0.0 { f64::NEG_INFINITY } else { 0.0 };
    let mut rank = 0.0;
    for bucket in buckets {
        let end = bucket.upper_bound;
        if start >= value {
            return Some(rank);
        }
        if start < value && end > value {
            // The distribution in a bucket from −Inf is unknown: all observations count.
            let is_open = start == f64::NEG_INFINITY;
            return Some(if is_open {
                bucket.count
            } else {
                rank + (bucket.count - rank) * (value - start) / (end - start)
            });
        }
        rank = bucket.count;
        start = end;
    }
    None
}

/// Sorts by upper bound, stable for zeros of both signs; returns whether the last bucket is +Inf.
fn sort_up_to_infinity(buckets: &mut [ClassicBucket]) -> bool {
    buckets.sort_by(|a, b| (a.upper_bound + 0.0).total_cmp(&(b.upper_bound + 0.0)));
    buckets.last().is_some_and(|last| last.upper_bound == f64::INFINITY)
}

/// Merges buckets with equal bounds.
///
/// The rest of the slice is unchanged: as in Prometheus, the next quantile of the same buckets sees it again.
fn coalesce(buckets: &mut [ClassicBucket]) -> &mut [ClassicBucket] {
    let mut last = 0;
    for i in 1..buckets.len() {
        if buckets[i].upper_bound == buckets[last].upper_bound {
            buckets[last].count += buckets[i].count;
        } else {
            last += 1;
            buckets[last] = buckets[i];
        }
    }
    let n = buckets.len().min(last + 1);
    &mut buckets[..n]
}

/// Raises counts that are below a lower bucket's and levels small differences.
fn make_monotonic(buckets: &mut [ClassicBucket]) -> (Option<MonotonicityFix>, bool) {
    let mut fix: Option<MonotonicityFix> = None;
    let mut ignored = false;
    let [first, rest @ ..] = buckets else { return (None, false) };
    let mut previous = first.count;
    for bucket in rest {
        let count = bucket.count;
        if count == previous {
            continue;
        }
        if almost_equal(previous, count, SMALL_DIFFERENCE) {
            bucket.count = previous;
            ignored = true;
        } else if count < previous {
            bucket.count = previous;
            let bound = bucket.upper_bound;
            let fix = fix.get_or_insert(MonotonicityFix { min_bucket: bound, max_bucket: bound, max_difference: 0.0 });
            fix.min_bucket = fix.min_bucket.min(bound);
            fix.max_bucket = fix.max_bucket.max(bound);
            fix.max_difference = fix.max_difference.max(previous - count);
        } else {
            previous = count;
        }
    }
    (fix, ignored)
}

/// Whether two floats differ by less than their sum times `epsilon` (Prometheus `util/almost`). NaN equals NaN, the
/// stale marker equals only itself.
pub fn almost_equal(a: f64, b: f64, epsilon: f64) -> bool {
    if is_stale_nan(a) || is_stale_nan(b) {
        return is_stale_nan(a) && is_stale_nan(b);
    }
    if a == b || (a.is_nan() && b.is_nan()) {
        return true;
    }
    let sum = a.abs() + b.abs();
    let difference = (a - b).abs();
    if a == 0.0 || b == 0.0 || sum < f64::MIN_POSITIVE {
        return difference < epsilon * f64::MIN_POSITIVE;
    }
    difference / sum.min(f64::MAX) < epsilon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_at_once_are_as_one_by_one() {
        let mut seed = 7_u64;
        let mut next = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        let (n, mut n_done) = (100, 0);
        for bounds in [&[-1.0, 0.0, 0.5, 2.0, f64::INFINITY][..], &[0.1, 1.0, f64::INFINITY], &[-3.0, f64::INFINITY]] {
            let mut columns = vec![vec![0.0; n]; bounds.len()];
            for j in 0..n {
                let mut count = 0.0;
                for column in &mut columns {
                    count += match next(12) {
                        0 => 1e-14 * count,
                        1 => -1.0,
                        2 => [f64::NAN, f64::INFINITY, 1e-310, 1e15][next(4) as usize],
                        _ => next(4) as f64,
                    };
                    column[j] = count;
                }
            }
            let counts: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            for quantile in [0.0, 0.3, 0.5, 0.99, 1.0, 1.1, f64::NAN] {
                let (mut out, mut is_done) = (vec![7.0; n], vec![true; n]);
                sound_quantiles(quantile, bounds, &counts, &mut out, &mut is_done);
                for j in (0..n).filter(|j| is_done[*j]) {
                    let bucket = |(upper_bound, counts): (&f64, &&[f64])| ClassicBucket {
                        upper_bound: *upper_bound,
                        count: counts[j],
                    };
                    let mut buckets: Vec<_> = bounds.iter().zip(&counts).map(bucket).collect();
                    let expected = classic_quantile(quantile, &mut buckets);
                    assert_eq!(out[j].to_bits(), expected.value.to_bits(), "{quantile} of {buckets:?}");
                    assert_eq!((expected.forced_monotonicity, expected.ignored_small_differences), (None, false));
                    n_done += 1;
                }
            }
        }
        assert!(n_done > 300, "{n_done} are done");
    }
}
