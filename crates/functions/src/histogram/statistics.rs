//! Numbers that describe one native histogram: count, sum, mean, deviation.

use promenade_model::FloatHistogram;
use promenade_model::ValueType::Vector;
use promenade_model::histogram::{Buckets, CUSTOM_BUCKETS_SCHEMA};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "histogram_count",
        |h| h.count,
        SKIPS_BUCKETS,
        "Returns the number of observations in each native histogram.",
        "Of the rate of a histogram it is the rate of observations. Float samples are dropped; of classic histograms take \
         the series that ends in `_count`.",
        "histogram_count(rate(http_request_duration_seconds[10m]))",
    ),
    row(
        "histogram_sum",
        |h| h.sum,
        SKIPS_BUCKETS,
        "Returns the sum of the observations in each native histogram.",
        "Float samples are dropped; of classic histograms take the series that ends in `_sum`.",
        "histogram_sum(rate(http_request_duration_seconds[10m]))",
    ),
    row(
        "histogram_avg",
        |h| h.sum / h.count,
        SKIPS_BUCKETS,
        "Returns the mean of the observations in each native histogram.",
        "The sum divided by the count: `NaN` for a histogram without observations. Float samples are dropped.",
        "histogram_avg(rate(http_request_duration_seconds[5m]))",
    ),
    row(
        "histogram_stddev",
        |h| variance(h).sqrt(),
        Behavior::DEFAULT,
        "Estimates the standard deviation of the observations in each native histogram.",
        VARIANCE_DETAILS,
        "histogram_stddev(rate(http_request_duration_seconds[5m]))",
    ),
    row(
        "histogram_stdvar",
        variance,
        Behavior::DEFAULT,
        "Estimates the variance of the observations in each native histogram.",
        VARIANCE_DETAILS,
        "histogram_stdvar(rate(http_request_duration_seconds[5m]))",
    ),
];

const VARIANCE_DETAILS: &str = "All observations of a bucket are taken to lie at one point: at the geometric mean of its \
                                bounds, or at the arithmetic mean where buckets are custom, or at 0 in the zero bucket. \
                                `NaN` for a histogram without observations. Float samples are dropped.";

/// Count and sum are enough, so the buckets need not be decoded.
const SKIPS_BUCKETS: Behavior = Behavior { skips_buckets: true, ..Behavior::DEFAULT };

const fn row(
    name: &'static str,
    kernel: fn(&FloatHistogram) -> f64,
    behavior: Behavior,
    summary: &'static str,
    details: &'static str,
    example: &'static str,
) -> FunctionDef {
    FunctionDef {
        name,
        signature: Signature::fixed(&[Vector], Vector),
        stability: Stability::Stable,
        docs: Docs { summary, details, args: &["v"], example },
        behavior,
        kernel: Kernel::Histogram(kernel),
    }
}

/// The variance of the observations, those of a bucket at one point; Neumaier's compensated sum over the buckets.
fn variance(h: &FloatHistogram) -> f64 {
    let mean = h.sum / h.count;
    let (mut sum, mut compensation) = (0.0, 0.0);
    for (value, count) in points(h).filter(|(_, count)| *count != 0.0) {
        let term = count * (value - mean) * (value - mean);
        let next: f64 = sum + term;
        compensation += if next.is_infinite() {
            0.0
        } else if f64::abs(sum) >= f64::abs(term) {
            (sum - next) + term
        } else {
            (term - next) + sum
        };
        sum = next;
    }
    (sum + compensation) / h.count
}

/// Each bucket as one point that stands for it, and its count.
fn points(h: &FloatHistogram) -> impl Iterator<Item = (f64, f64)> {
    let custom = h.schema == CUSTOM_BUCKETS_SCHEMA;
    let point =
        move |index: i32| if custom { custom_mean(&h.custom_values, index) } else { geometric_mean(h.schema, index) };
    let negative = indexed(&h.negative).map(move |(index, count)| (-geometric_mean(h.schema, index), count));
    let positive = indexed(&h.positive).map(move |(index, count)| (point(index), count));
    negative.chain([(0.0, if custom { 0.0 } else { h.zero_count })]).chain(positive)
}

/// Bucket indices with their counts.
fn indexed(buckets: &Buckets) -> impl Iterator<Item = (i32, f64)> {
    let mut next = 0_i32;
    let indices = buckets.spans.iter().flat_map(move |span| {
        let first = next.wrapping_add(span.offset);
        next = first.wrapping_add(span.length as i32);
        first..next
    });
    indices.zip(buckets.counts.iter().copied())
}

fn geometric_mean(schema: i32, index: i32) -> f64 {
    let bound = |index: i32| (f64::from(index) * f64::from(-schema).exp2()).exp2();
    (bound(index) * bound(index.wrapping_sub(1))).sqrt()
}

fn custom_mean(bounds: &[f64], index: i32) -> f64 {
    let bound = |index: i32| bounds.get(usize::try_from(index).unwrap_or(usize::MAX)).copied();
    let lower = if index == 0 { f64::NEG_INFINITY } else { bound(index - 1).unwrap_or(f64::INFINITY) };
    f64::midpoint(lower, bound(index).unwrap_or(f64::INFINITY))
}
