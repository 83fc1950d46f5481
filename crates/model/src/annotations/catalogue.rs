//! Every annotation of Prometheus, in its words (`util/annotations`).

use std::fmt;

use super::{Annotation, Details, ForcedMonotonicity, SampleCount, Severity};
use crate::value::{SourceRange, TimestampMs};
use promenade_go::strconv::{format_g, quote_go};

/// The operation on histograms that raised an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HistogramOperation {
    /// The operator `+`.
    Addition,
    /// The operator `-`.
    Subtraction,
    /// An aggregation.
    Aggregation,
}

impl fmt::Display for HistogramOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Addition => "addition",
            Self::Subtraction => "subtraction",
            Self::Aggregation => "aggregation",
        })
    }
}

impl Annotation {
    /// A warning that is not about the query, for example from a store. It is printed unchanged.
    pub fn external_warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, message: message.into(), range: 0..0, details: Details::External }
    }

    /// A quantile outside of 0..1, or NaN.
    pub fn invalid_quantile(quantile: f64, range: SourceRange) -> Self {
        warning(format!("quantile value should be between 0 and 1, got {}", format_g(quantile)), range)
    }

    /// A ratio outside of −1..1, or NaN, and the ratio used instead.
    pub fn invalid_ratio(ratio: f64, capped_to: f64, range: SourceRange) -> Self {
        let (ratio, to) = (format_g(ratio), format_g(capped_to));
        warning(format!("ratio value should be between -1 and 1, got {ratio}, capping to {to}"), range)
    }

    /// An unknown strategy of `integral`.
    pub fn invalid_integral_strategy(strategy: f64, range: SourceRange) -> Self {
        let strategy = format_g(strategy);
        warning(format!("strategy should be 0, 1, or 2 (default), using 2, got {strategy}"), range)
    }

    /// A classic histogram's bucket without a usable `le`.
    pub fn bad_bucket_label(metric_name: &str, label_value: &str, range: SourceRange) -> Self {
        let label = quote_go(label_value);
        let message = format!("bucket label \"le\" is missing or has a malformed value of {label}");
        warning(for_metric(message, metric_name), range)
    }

    /// A series has float and histogram samples.
    pub fn mixed_floats_histograms(metric_name: &str, range: SourceRange) -> Self {
        let name = quote_go(metric_name);
        warning(format!("encountered a mix of histograms and floats for metric name {name}"), range)
    }

    /// A group of an aggregation has floats and histograms.
    pub fn mixed_floats_histograms_agg(range: SourceRange) -> Self {
        warning("encountered a mix of histograms and floats for aggregation".to_owned(), range)
    }

    /// Classic and native histograms have the same labels.
    pub fn mixed_classic_native_histograms(metric_name: &str, range: SourceRange) -> Self {
        let message = "vector contains a mix of classic and native histograms".to_owned();
        warning(for_metric(message, metric_name), range)
    }

    /// A function for counters received a gauge histogram.
    pub fn native_histogram_not_counter(metric_name: &str, range: SourceRange) -> Self {
        warning(format!("this native histogram metric is not a counter: {}", quote_go(metric_name)), range)
    }

    /// A function for gauges received a counter histogram.
    pub fn native_histogram_not_gauge(metric_name: &str, range: SourceRange) -> Self {
        warning(format!("this native histogram metric is not a gauge: {}", quote_go(metric_name)), range)
    }

    /// Histograms with exponential and with custom buckets were combined.
    pub fn mixed_exponential_custom_histograms(metric_name: &str, range: SourceRange) -> Self {
        let name = quote_go(metric_name);
        warning(
            format!(
                "vector contains a mix of histograms with exponential and custom buckets schemas for metric name {name}"
            ),
            range,
        )
    }

    /// A function for counters received a metric whose name is not a counter's.
    pub fn possible_non_counter(metric_name: &str, range: SourceRange) -> Self {
        let name = quote_go(metric_name);
        info(format!("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: {name}"), range)
    }

    /// A function for counters received a metric whose label `__type__` is another type.
    pub fn possible_non_counter_label(metric_name: &str, type_label: &str, range: SourceRange) -> Self {
        let (name, kind) = (quote_go(metric_name), quote_go(type_label));
        info(
            format!(
                "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", got {kind}: {name}"
            ),
            range,
        )
    }

    /// The bucket counts of a classic histogram decreased at one timestamp: the upper bounds of the first and the last
    /// raised bucket, and the largest difference.
    pub fn histogram_quantile_forced_monotonicity(
        metric_name: &str,
        range: SourceRange,
        timestamp_ms: TimestampMs,
        min_bucket: f64,
        max_bucket: f64,
        max_diff: f64,
    ) -> Self {
        let message = "input to histogram_quantile needed to be fixed for monotonicity \
                       (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";
        let details = ForcedMonotonicity {
            min_ms: timestamp_ms,
            max_ms: timestamp_ms,
            min_bucket,
            max_bucket,
            max_diff,
            n_samples: SampleCount::Final(1),
        };
        let annotation = info(for_metric(message.to_owned(), metric_name), range);
        Self { details: Details::ForcedMonotonicity(details), ..annotation }
    }

    /// A binary operator is not defined between these sample types (`float` or `histogram`).
    pub fn incompatible_types_in_bin_op(lhs_type: &str, operator: &str, rhs_type: &str, range: SourceRange) -> Self {
        let quoted = quote_go(operator);
        info(
            format!(
                "incompatible sample types encountered for binary operator {quoted}: {lhs_type} {operator} {rhs_type}"
            ),
            range,
        )
    }

    /// An aggregation that does not support histograms received one.
    pub fn histogram_ignored_in_aggregation(aggregation: &str, range: SourceRange) -> Self {
        info(format!("ignored histogram in {aggregation} aggregation"), range)
    }

    /// A function that does not support histograms received some among the floats of a range.
    pub fn histogram_ignored_in_mixed_range(metric_name: &str, range: SourceRange) -> Self {
        let name = quote_go(metric_name);
        info(
            format!("ignored histograms in a range containing both floats and histograms for metric name {name}"),
            range,
        )
    }

    /// A binary operator between histograms with incompatible buckets.
    pub fn incompatible_bucket_layout_in_bin_op(operator: &str, range: SourceRange) -> Self {
        warning(format!("incompatible bucket layout encountered for binary operator {operator}"), range)
    }

    /// `sort` or a similar function in a range query.
    pub fn sort_in_range_query(range: SourceRange) -> Self {
        let message = "sort is ineffective for range queries since results are always ordered by labels";
        warning(message.to_owned(), range)
    }

    /// The quantile falls among NaN observations.
    pub fn native_histogram_quantile_nan_result(metric_name: &str, range: SourceRange) -> Self {
        let message = "input to histogram_quantile has NaN observations, result is NaN".to_owned();
        info(for_metric(message, metric_name), range)
    }

    /// NaN observations raise the quantile.
    pub fn native_histogram_quantile_nan_skew(metric_name: &str, range: SourceRange) -> Self {
        let message = "input to histogram_quantile has NaN observations, result is skewed higher".to_owned();
        info(for_metric(message, metric_name), range)
    }

    /// NaN observations are excluded from the fraction.
    pub fn native_histogram_fraction_nans(metric_name: &str, range: SourceRange) -> Self {
        let message = "input to histogram_fraction has NaN observations, which are excluded from all fractions";
        info(for_metric(message.to_owned(), metric_name), range)
    }

    /// A histogram with the hint "counter reset" was combined with one with the hint "not a counter reset".
    pub fn histogram_counter_reset_collision(range: SourceRange, operation: HistogramOperation) -> Self {
        warning(format!("conflicting counter resets during histogram {operation}"), range)
    }

    /// Histograms with different custom bounds were reduced to their common bounds.
    pub fn mismatched_custom_buckets_histograms(range: SourceRange, operation: HistogramOperation) -> Self {
        info(format!("mismatched custom buckets were reconciled during {operation}"), range)
    }

    /// A sample begins before the previous one ends.
    pub fn start_time_overlap(metric_name: &str, range: SourceRange) -> Self {
        let name = quote_go(metric_name);
        let message = format!("sample has start time that overlaps with previous sample timestamp for metric {name}");
        Self { details: Details::Occurrences(1), ..warning(message, range) }
    }
}

fn warning(message: String, range: SourceRange) -> Annotation {
    Annotation { severity: Severity::Warning, message, range, details: Details::None }
}

fn info(message: String, range: SourceRange) -> Annotation {
    Annotation { severity: Severity::Info, message, range, details: Details::None }
}

fn for_metric(message: String, metric_name: &str) -> String {
    if metric_name.is_empty() { message } else { format!("{message} for metric name {}", quote_go(metric_name)) }
}
