//! Statistics of native histograms: count, sum, mean, standard deviation and variance.

use promenade_model::SharedHistogram;
use promenade_model::ValueType::Vector;
use promenade_model::histogram::HistogramView;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::{Kernel, KernelRef};
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "histogram_count",
        SharedHistogram::count,
        Behavior::SKIPS_BUCKETS,
        "Returns the number of observations in each native histogram.",
        "Applied to the rate of a histogram, it returns the rate of observations. Float samples are dropped; for \
         classic histograms, use the series that ends in `_count`.",
        "histogram_count(rate(http_request_duration_seconds[10m]))",
    ),
    row(
        "histogram_sum",
        SharedHistogram::sum,
        Behavior::SKIPS_BUCKETS,
        "Returns the sum of the observations in each native histogram.",
        "Float samples are dropped; for classic histograms, use the series that ends in `_sum`.",
        "histogram_sum(rate(http_request_duration_seconds[10m]))",
    ),
    row(
        "histogram_avg",
        |h| h.sum() / h.count(),
        Behavior::SKIPS_BUCKETS,
        "Returns the mean of the observations in each native histogram.",
        "This is the sum divided by the count: `NaN` for a histogram without observations. Float samples are dropped.",
        "histogram_avg(rate(http_request_duration_seconds[5m]))",
    ),
    row(
        "histogram_stddev",
        |h| HistogramView::from(h).std_dev(),
        Behavior::READS_BUCKETS,
        "Estimates the standard deviation of the observations in each native histogram.",
        VARIANCE_DETAILS,
        "histogram_stddev(rate(http_request_duration_seconds[5m]))",
    ),
    row(
        "histogram_stdvar",
        |h| HistogramView::from(h).variance(),
        Behavior::READS_BUCKETS,
        "Estimates the variance of the observations in each native histogram.",
        VARIANCE_DETAILS,
        "histogram_stdvar(rate(http_request_duration_seconds[5m]))",
    ),
];

const VARIANCE_DETAILS: &str = "All observations of a bucket are assumed to have the same value: the geometric mean of \
its bounds, the arithmetic mean for custom buckets, or 0 for the zero bucket. `NaN` for a histogram without \
observations. Float samples are dropped.";

const PARAMS: &[Param] = &[Param::vector("v", ParamRole::NativeHistograms)];

const fn row(
    name: &'static str,
    kernel: fn(&SharedHistogram) -> f64,
    behavior: Behavior,
    summary: &'static str,
    details: &'static str,
    example: &'static str,
) -> FunctionDef {
    FunctionDef {
        name,
        signature: Signature::fixed(PARAMS, Vector),
        stability: Stability::Stable,
        docs: Docs::new(summary, details, example),
        behavior,
        kernel: Kernel::Histogram(KernelRef::new(kernel)),
    }
}
