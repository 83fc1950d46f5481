//! Classic histograms: quantiles and fractions from cumulative counts below upper bounds.

use crate::sort::order::sort_by_less;

/// Counts of neighbouring buckets that differ by less than this part count as equal: noise of float arithmetic.
const SMALL_DELTA_TOLERANCE: f64 = 1e-12;

/// A bucket of a classic histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassicBucket {
    /// The upper bound, inclusive: the label `le`.
    pub upper_bound: f64,
    /// The observations up to the bound, those of lower buckets included.
    pub count: f64,
}

/// Where counts fell with rising bounds and had to be raised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForcedMonotonicity {
    /// Lowest bound of a bucket that was raised.
    pub min_bucket: f64,
    /// Highest bound of a bucket that was raised.
    pub max_bucket: f64,
    /// The most by which a bucket was raised.
    pub max_diff: f64,
}

/// The quantile `q` of the observations, and what had to be repaired to find it. The buckets may be in any order; they
/// are sorted, merged where bounds are equal, and made monotonic in place.
///
/// NaN where `q` is NaN, where the highest bucket is not `+Inf` or the only one, and where there are no observations;
/// −∞ for `q < 0`, +∞ for `q > 1`.
pub fn bucket_quantile(q: f64, buckets: &mut Vec<ClassicBucket>) -> (f64, Option<ForcedMonotonicity>) {
    if q.is_nan() {
        return (f64::NAN, None);
    }
    if !(0.0..=1.0).contains(&q) {
        return (f64::INFINITY.copysign(q), None);
    }
    if !sort_and_coalesce(buckets) {
        return (f64::NAN, None);
    }
    let forced = ensure_monotonic(buckets);
    (monotonic_quantile(q, buckets), forced)
}

/// The part of the observations between `lower` and `upper`. The buckets may be in any order; they are sorted and merged
/// where bounds are equal, in place.
///
/// NaN where either bound is NaN, where the highest bucket is not `+Inf`, and where there are no observations.
pub fn bucket_fraction(lower: f64, upper: f64, buckets: &mut Vec<ClassicBucket>) -> f64 {
    if !sort_and_coalesce(buckets) {
        return f64::NAN;
    }
    let count = buckets.last().map_or(0.0, |b| b.count);
    if count == 0.0 || lower.is_nan() || upper.is_nan() {
        return f64::NAN;
    }
    if lower >= upper {
        return 0.0;
    }
    let rank = |value| match rank_below(value, buckets) {
        Some(rank) if rank > count => count,
        found => found.unwrap_or(count),
    };
    (rank(upper) - rank(lower)) / count
}

/// Sorts by bounds and adds up buckets of equal bounds; whether the highest bound is `+Inf`.
fn sort_and_coalesce(buckets: &mut Vec<ClassicBucket>) -> bool {
    if !buckets.is_sorted_by(|a, b| a.upper_bound <= b.upper_bound) {
        sort_by_less(buckets, |a, b| a.upper_bound < b.upper_bound);
    }
    buckets.dedup_by(|next, kept| {
        let equal = next.upper_bound == kept.upper_bound;
        if equal {
            kept.count += next.count;
        }
        equal
    });
    buckets.last().is_some_and(|b| b.upper_bound == f64::INFINITY)
}

/// Makes counts rise with the bounds: small differences are evened out silently, falls are raised and told of.
fn ensure_monotonic(buckets: &mut [ClassicBucket]) -> Option<ForcedMonotonicity> {
    let mut forced: Option<ForcedMonotonicity> = None;
    let mut previous = buckets.first()?.count;
    for bucket in &mut buckets[1..] {
        let count = bucket.count;
        if almost_equal(previous, count, SMALL_DELTA_TOLERANCE) {
            bucket.count = previous;
        } else if count < previous {
            bucket.count = previous;
            let so_far = forced.get_or_insert(ForcedMonotonicity {
                min_bucket: f64::INFINITY,
                max_bucket: f64::NEG_INFINITY,
                max_diff: 0.0,
            });
            so_far.min_bucket = so_far.min_bucket.min(bucket.upper_bound);
            so_far.max_bucket = so_far.max_bucket.max(bucket.upper_bound);
            so_far.max_diff = so_far.max_diff.max(previous - count);
        } else {
            previous = count;
        }
    }
    forced
}

/// The quantile where buckets are sorted and monotonic and end with `+Inf`.
fn monotonic_quantile(q: f64, buckets: &[ClassicBucket]) -> f64 {
    let [finite @ .., last] = buckets else { return f64::NAN };
    let Some(highest) = finite.last() else { return f64::NAN };
    if last.count == 0.0 {
        return f64::NAN;
    }
    let rank = q * last.count;
    let idx = lower_bound(finite, rank);
    let Some(bucket) = finite.get(idx) else { return highest.upper_bound };
    let (start, count_below) = match idx.checked_sub(1) {
        Some(below) => (finite[below].upper_bound, finite[below].count),
        None if bucket.upper_bound <= 0.0 => return bucket.upper_bound,
        None => (0.0, 0.0),
    };
    start + (bucket.upper_bound - start) * ((rank - count_below) / (bucket.count - count_below))
}

/// The first bucket whose count reaches the rank, by the same halving as Go's `sort.Search`, so that NaN counts lead to
/// the same bucket.
fn lower_bound(buckets: &[ClassicBucket], rank: f64) -> usize {
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

/// The observations below a value, interpolated within its bucket; none where the value is beyond all buckets.
fn rank_below(value: f64, buckets: &[ClassicBucket]) -> Option<f64> {
    let first_bound = buckets.first()?.upper_bound;
    let mut lower_bound = if first_bound <= 0.0 { f64::NEG_INFINITY } else { 0.0 };
    let mut rank = 0.0;
    for bucket in buckets {
        if lower_bound >= value {
            return Some(rank);
        }
        if bucket.upper_bound > value {
            // A bucket without lower bound has no inside to interpolate in.
            if lower_bound == f64::NEG_INFINITY {
                return Some(bucket.count);
            }
            return Some(rank + (bucket.count - rank) * (value - lower_bound) / (bucket.upper_bound - lower_bound));
        }
        rank = bucket.count;
        lower_bound = bucket.upper_bound;
    }
    None
}

/// Whether two floats are equal but for a part of `epsilon` of their sum (Prometheus `util/almost`).
fn almost_equal(a: f64, b: f64, epsilon: f64) -> bool {
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
    use super::{ClassicBucket, ForcedMonotonicity, bucket_fraction, bucket_quantile};

    const INFINITY: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;

    /// Bounds and counts.
    type Table<'a> = &'a [(f64, f64)];

    fn histogram(buckets: Table<'_>) -> Vec<ClassicBucket> {
        buckets.iter().map(|&(upper_bound, count)| ClassicBucket { upper_bound, count }).collect()
    }

    fn same(a: f64, b: f64) -> bool {
        a == b || (a.is_nan() && b.is_nan())
    }

    #[test]
    fn quantiles() {
        let normal: Table<'_> = &[(INFINITY, 20.0), (1.0, 4.0), (10.0, 16.0), (2.0, 12.0)];
        let negative: Table<'_> = &[(-1.0, 4.0), (1.0, 8.0), (INFINITY, 8.0)];
        let cases: &[(Table<'_>, f64, f64)] = &[
            (normal, 0.1, 0.5),
            (normal, 0.4, 1.5),
            (normal, 0.6, 2.0),
            (normal, 0.7, 6.0),
            (normal, 0.9, 10.0),
            (normal, 0.0, 0.0),
            (normal, 1.0, 10.0),
            (normal, -0.1, -INFINITY),
            (normal, 1.1, INFINITY),
            (normal, NAN, NAN),
            (negative, 0.25, -1.0),
            (negative, 0.75, 0.0),
            (&[(1.0, 4.0), (2.0, 8.0)], 0.5, NAN),
            (&[(INFINITY, 8.0)], 0.5, NAN),
            (&[(1.0, 0.0), (INFINITY, 0.0)], 0.5, NAN),
            (&[(1.0, 2.0), (1.0, 2.0), (INFINITY, 8.0)], 0.25, 0.5),
            (&[(NAN, 2.0), (1.0, 2.0)], 0.25, NAN),
            (&[], 0.5, NAN),
        ];
        for &(buckets, q, expected) in cases {
            let (quantile, forced) = bucket_quantile(q, &mut histogram(buckets));
            assert!(same(quantile, expected), "{q} of {buckets:?}: {quantile}");
            assert_eq!(forced, None);
        }
    }

    #[test]
    fn falling_counts_are_raised_and_told_of() {
        let mut buckets = histogram(&[(1.0, 10.0), (2.0, 8.0), (3.0, 7.0), (4.0, 20.0), (INFINITY, 20.0)]);
        let (quantile, forced) = bucket_quantile(0.75, &mut buckets);
        assert_eq!(quantile, 3.5);
        assert_eq!(forced, Some(ForcedMonotonicity { min_bucket: 2.0, max_bucket: 3.0, max_diff: 3.0 }));
    }

    #[test]
    fn small_differences_are_evened_out_silently() {
        let mut buckets = histogram(&[(1.0, 10.0), (2.0, 10.0 - 1e-12), (INFINITY, 20.0)]);
        assert_eq!(bucket_quantile(0.5, &mut buckets), (1.0, None));
        assert_eq!(buckets[1].count, 10.0);
    }

    #[test]
    fn fractions() {
        let normal: Table<'_> = &[(INFINITY, 20.0), (1.0, 4.0), (10.0, 16.0), (2.0, 12.0)];
        let negative: Table<'_> = &[(-1.0, 4.0), (1.0, 8.0), (INFINITY, 8.0)];
        let cases: &[(Table<'_>, f64, f64, f64)] = &[
            (normal, 0.0, 1.0, 0.2),
            (normal, -INFINITY, INFINITY, 1.0),
            (normal, 0.5, 1.5, 0.3),
            (normal, 2.0, 100.0, 0.2),
            (normal, 2.0, 2.0, 0.0),
            (normal, NAN, 2.0, NAN),
            (normal, 20.0, 30.0, 0.0),
            (negative, -INFINITY, -2.0, 0.5),
            (negative, -1.0, 0.0, 0.25),
            (&[(1.0, 4.0)], 0.0, 1.0, NAN),
            (&[(1.0, 0.0), (INFINITY, 0.0)], 0.0, 1.0, NAN),
            (&[], 0.0, 1.0, NAN),
        ];
        for &(buckets, lower, upper, expected) in cases {
            let fraction = bucket_fraction(lower, upper, &mut histogram(buckets));
            assert!(same(fraction, expected), "{lower}..{upper} of {buckets:?}: {fraction}");
        }
    }
}
