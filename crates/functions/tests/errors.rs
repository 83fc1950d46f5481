//! Errors have Prometheus's words.

use promenade_functions::FunctionError;

#[test]
fn words_of_prometheus() {
    let cases = [
        (
            FunctionError::NotAnchored { function: "sum_over_time" },
            "anchored modifier can only be used with: changes, delta, increase, rate, resets - not with sum_over_time",
        ),
        (
            FunctionError::NotSmoothed { function: "changes" },
            "smoothed modifier can only be used with: delta, increase, rate - not with changes",
        ),
        (FunctionError::InvalidSmoothingFactor(2.0), "invalid smoothing factor. Expected: 0 < sf < 1, got: 2.000000"),
        (FunctionError::InvalidTrendFactor(-1.5), "invalid trend factor. Expected: 0 < tf < 1, got: -1.500000"),
    ];
    for (error, words) in cases {
        assert_eq!(error.to_string(), words);
    }
}
