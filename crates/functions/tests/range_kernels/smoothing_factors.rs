//! Invalid factors of double exponential smoothing.

use promenade_functions::samples::RangeMode;

use crate::harness::{Grid, Series, call};

#[test]
fn factors_lie_between_0_and_1() {
    let series = Series { float_ms: vec![0, 1000], floats: vec![1.0, 2.0], ..Series::default() };
    let grid = |start_ms| Grid {
        start_ms,
        step_ms: 0,
        n_steps: 1,
        range_ms: 10_000,
        offset_ms: 0,
        at_ms: None,
        mode: RangeMode::Plain,
    };
    let message = |factors: [f64; 2], start_ms| {
        let result = call("double_exponential_smoothing", &factors, &series, &grid(start_ms));
        result.err().map(|error| error.to_string())
    };
    let cases = [
        ([0.0, 0.5], Some("invalid smoothing factor. Expected: 0 < sf < 1, got: 0.000000")),
        ([1.0, 2.0], Some("invalid smoothing factor. Expected: 0 < sf < 1, got: 1.000000")),
        ([0.5, 1.5], Some("invalid trend factor. Expected: 0 < tf < 1, got: 1.500000")),
        ([f64::NAN, 0.5], None),
        ([0.5, 0.5], None),
    ];
    for (factors, expected) in cases {
        assert_eq!(message(factors, 5000).as_deref(), expected, "{factors:?}");
        assert_eq!(message(factors, 50_000), None, "nothing is refused where there is no sample");
    }
}
