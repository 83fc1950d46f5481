//! Compares the text of every annotation with Prometheus 3.16, in `data/annotations.txt` in the same order.

use promenade_model::Annotation;
use promenade_model::annotations::HistogramOperation;

#[test]
fn words_are_those_of_prometheus() {
    let place = || 2..3;
    let all = [
        Annotation::invalid_quantile(1.5, place()),
        Annotation::invalid_ratio(f64::INFINITY, 1.0, place()),
        Annotation::invalid_integral_strategy(-0.5, place()),
        Annotation::bad_bucket_label("m", "x\"", place()),
        Annotation::bad_bucket_label("", "", place()),
        Annotation::mixed_floats_histograms("m", place()),
        Annotation::mixed_floats_histograms_agg(place()),
        Annotation::mixed_classic_native_histograms("m", place()),
        Annotation::native_histogram_not_counter("m", place()),
        Annotation::native_histogram_not_gauge("m", place()),
        Annotation::mixed_exponential_custom_histograms("m", place()),
        Annotation::possible_non_counter("m", place()),
        Annotation::possible_non_counter_label("m", "gauge", place()),
        Annotation::histogram_quantile_forced_monotonicity(
            "m",
            place(),
            1_700_000_000_123,
            0.5,
            f64::INFINITY,
            0.000_123_45,
        ),
        Annotation::incompatible_types_in_bin_op("float", "+", "histogram", place()),
        Annotation::histogram_ignored_in_aggregation("max", place()),
        Annotation::histogram_ignored_in_mixed_range("m", place()),
        Annotation::incompatible_bucket_layout_in_bin_op("-", place()),
        Annotation::sort_in_range_query(place()),
        Annotation::native_histogram_quantile_nan_result("m", place()),
        Annotation::native_histogram_quantile_nan_skew("", place()),
        Annotation::native_histogram_fraction_nans("m", place()),
        Annotation::histogram_counter_reset_collision(place(), HistogramOperation::Aggregation),
        Annotation::mismatched_custom_buckets_histograms(place(), HistogramOperation::Subtraction),
        Annotation::start_time_overlap("m", place()),
    ];
    let texts: Vec<_> = all.iter().map(|annotation| annotation.text("a\nb")).collect();
    let expected: Vec<_> = include_str!("data/annotations.txt").lines().collect();
    assert_eq!(texts, expected);
}
