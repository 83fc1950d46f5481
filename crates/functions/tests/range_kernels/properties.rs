//! For random samples and windows, rows match naive implementations and their steps evaluated alone.

use std::sync::Arc;

use promenade_functions::samples::{Bounds, RangeMode};
use promenade_functions::{Kernel, function, functions};
use promenade_model::FloatHistogram;
use promenade_model::histogram::{Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, RunGatherer, Span};
use proptest::prelude::*;

use crate::harness::{Grid, Row, Series, call, near};
use crate::naive::{Window, evaluate};

/// Functions, arguments, and the relative tolerance of the result.
const CALLS: &[(&str, &[f64], f64)] = &[
    ("rate", &[], 0.0),
    ("increase", &[], 0.0),
    ("delta", &[], 0.0),
    ("irate", &[], 0.0),
    ("idelta", &[], 0.0),
    ("changes", &[], 0.0),
    ("resets", &[], 0.0),
    ("deriv", &[], 1e-12),
    ("predict_linear", &[60.0], 1e-12),
    ("double_exponential_smoothing", &[0.3, 0.7], 1e-12),
    ("double_exponential_smoothing", &[0.02, 0.05], 1e-12),
    ("integral", &[], 1e-12),
    ("integral", &[0.0], 1e-12),
    ("integral", &[1.0], 1e-12),
    ("integral", &[-1.0], 1e-12),
    ("sum_over_time", &[], 1e-12),
    ("avg_over_time", &[], 1e-12),
    ("max_over_time", &[], 0.0),
    ("min_over_time", &[], 0.0),
    ("ts_of_max_over_time", &[], 0.0),
    ("ts_of_min_over_time", &[], 0.0),
    ("stddev_over_time", &[], 1e-12),
    ("stdvar_over_time", &[], 1e-12),
    ("quantile_over_time", &[0.37], 0.0),
    ("quantile_over_time", &[-0.5], 0.0),
    ("mad_over_time", &[], 0.0),
    ("first_over_time", &[], 0.0),
    ("last_over_time", &[], 0.0),
    ("ts_of_first_over_time", &[], 0.0),
    ("ts_of_last_over_time", &[], 0.0),
    ("count_over_time", &[], 0.0),
    ("present_over_time", &[], 0.0),
];

/// Strategies for the values of a series.
fn value_strategy() -> BoxedStrategy<BoxedStrategy<f64>> {
    let gauge = (-100.0..100.0f64).boxed();
    let level = (0..4u8).prop_map(f64::from).boxed();
    let high = (0..1000u32).prop_map(|v| 1e9 + f64::from(v) / 7.0).boxed();
    let wide = (-60..60i32, -1.0..1.0f64).prop_map(|(e, m)| m * 10f64.powi(e)).boxed();
    let special = prop_oneof![
        20 => -10.0..10.0f64,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
        1 => Just(-0.0),
    ]
    .boxed();
    prop::sample::select(vec![gauge, level, high, wide, special]).boxed()
}

fn floats_strategy() -> impl Strategy<Value = Series> {
    let gap = prop_oneof![8 => Just(10_000i64), 2 => 1..40_000i64, 1 => 100_000..400_000i64];
    value_strategy()
        .prop_flat_map(move |value| prop::collection::vec((gap.clone(), value, any::<bool>()), 0..150))
        .prop_map(|samples| {
            let mut series = Series::default();
            let mut time_ms = -20_000;
            for (gap_ms, value, _) in samples {
                time_ms += gap_ms;
                series.float_ms.push(time_ms);
                series.floats.push(value);
            }
            series
        })
}

fn grid_strategy(modes: &'static [RangeMode]) -> impl Strategy<Value = Grid> {
    let step_ms = prop_oneof![1..5_000i64, 5_000..30_000i64, 30_000..500_000i64];
    let range_ms = prop_oneof![500..40_000i64, 40_000..2_000_000i64];
    let at_ms = prop_oneof![9 => Just(None), 1 => (0..900_000i64).prop_map(Some)];
    (-100_000..300_000i64, step_ms, 1..60usize, range_ms, -50_000..50_000i64, at_ms, prop::sample::select(modes))
        .prop_map(|(start_ms, step_ms, n_steps, range_ms, offset_ms, at_ms, mode)| Grid {
            start_ms,
            step_ms,
            n_steps,
            range_ms,
            offset_ms,
            at_ms,
            mode,
        })
}

/// Histograms of one layout, or of several.
fn histogram_strategy(is_uniform: bool) -> impl Strategy<Value = FloatHistogram> {
    let hint = prop_oneof![
        8 => Just(CounterResetHint::Unknown),
        2 => Just(CounterResetHint::NotReset),
        1 => Just(CounterResetHint::Reset),
        1 => Just(CounterResetHint::Gauge),
    ];
    let odd = u32::from(!is_uniform);
    let schema = prop_oneof![12 => Just(1), odd => Just(0), odd => Just(CUSTOM_BUCKETS_SCHEMA)];
    let offset = prop_oneof![6 => Just(0i32), odd => Just(2i32)];
    let counts = prop::collection::vec((0..6u8).prop_map(f64::from), 3);
    (hint, schema, counts, offset, 0..5u8).prop_map(|(counter_reset_hint, schema, counts, offset, extra)| {
        let is_custom = schema == CUSTOM_BUCKETS_SCHEMA;
        let zero_count = if is_custom { 0.0 } else { f64::from(extra) };
        let bounds: &[f64] = if extra % 2 == 0 { &[1.0, 2.0, 3.0, 5.0, 8.0] } else { &[1.0, 3.0, 4.0, 5.0, 9.0] };
        FloatHistogram {
            counter_reset_hint,
            schema,
            zero_threshold: if is_custom { 0.0 } else { 0.001 },
            zero_count,
            count: counts.iter().sum::<f64>() + zero_count,
            sum: f64::from(extra) * 1.5,
            positive: Buckets::new([Span { offset, length: 3 }], counts),
            custom_values: if is_custom { bounds.into() } else { Arc::from([]) },
            ..FloatHistogram::default()
        }
    })
}

/// A sample of a mixed series: time since the previous one, kind, float, histogram, and time since its start, 0 for
/// unknown.
type MixedSample = (i64, bool, f64, FloatHistogram, i64);

fn mixed_strategy() -> impl Strategy<Value = Series> {
    let gap = prop_oneof![8 => Just(10_000i64), 2 => 1..40_000i64, 1 => 100_000..400_000i64];
    let start = prop_oneof![2 => Just(0i64), 1 => Just(10_000i64), 2 => 1..60_000i64];
    (prop_oneof![Just(0.0), Just(0.1), Just(1.0)], any::<bool>())
        .prop_flat_map(move |(p, is_uniform)| {
            let is_float = prop::bool::weighted(p);
            let value = (0..20u8).prop_map(f64::from);
            prop::collection::vec((gap.clone(), is_float, value, histogram_strategy(is_uniform), start.clone()), 0..60)
        })
        .prop_map(mixed_series)
}

fn mixed_series(samples: Vec<MixedSample>) -> Series {
    let mut series = Series::default();
    let mut time_ms = -20_000;
    for (gap_ms, is_float, value, histogram, age_ms) in samples {
        time_ms += gap_ms;
        let start_ms = if age_ms == 0 { 0 } else { time_ms - age_ms };
        if is_float {
            series.float_ms.push(time_ms);
            series.floats.push(value);
            series.float_starts_ms.push(start_ms);
        } else {
            series.histogram_ms.push(time_ms);
            series.histograms.push(histogram.into());
            series.histogram_starts_ms.push(start_ms);
        }
    }
    // As in a store: neighbours of equal layout in one matrix.
    series.histograms = RunGatherer::default().gather(&series.histograms);
    series
}

/// The tolerance for rounding errors where large values cancel.
fn slack(name: &str, w: Window<'_>) -> f64 {
    let finite = || w.values.iter().copied().filter(|v| v.is_finite());
    let largest = finite().map(f64::abs).fold(0.0, f64::max);
    let spread = finite().fold(f64::NEG_INFINITY, f64::max) - finite().fold(f64::INFINITY, f64::min);
    let n = w.values.len() as f64;
    match name {
        "sum_over_time" | "avg_over_time" => 1e-15 * largest,
        "integral" => 1e-15 * largest * (w.times_ms[w.times_ms.len() - 1] - w.times_ms[0]) as f64 / 1000.0,
        "stddev_over_time" => 1e-14 * spread + 1e-15 * largest,
        "stdvar_over_time" => (1e-14 * spread + 1e-15 * largest) * spread,
        "deriv" => line_slack(w, w.times_ms[0], 0.0, largest, spread),
        "predict_linear" => line_slack(w, w.eval_ms, 60.0, largest, spread),
        "double_exponential_smoothing" => 1e-13 * largest * n,
        _ => 0.0,
    }
}

/// Prometheus measures times from the time of the result, and values from 0: precision decreases with distance.
fn line_slack(w: Window<'_>, at_ms: i64, ahead_s: f64, largest: f64, spread: f64) -> f64 {
    let seconds = |from: i64, to: i64| ((to - from) as f64 / 1000.0).abs().max(1e-3);
    let (first_ms, last_ms) = (w.times_ms[0], w.times_ms[w.times_ms.len() - 1]);
    let span = seconds(first_ms, last_ms);
    let distance = seconds(first_ms, at_ms).max(seconds(last_ms, at_ms)) / span;
    let slope_slack = 1e-14 * distance * (largest + distance * spread * w.values.len() as f64) / span;
    if ahead_s > 0.0 { slope_slack * (ahead_s + distance * span) + 1e-15 * largest } else { slope_slack }
}

fn window<'a>(series: &'a Series, grid: &Grid, step_idx: usize, bounds: Bounds) -> Window<'a> {
    Window {
        times_ms: &series.float_ms[bounds.range()],
        values: &series.floats[bounds.range()],
        eval_ms: grid.eval_ms(step_idx),
        end_ms: grid.end_ms(step_idx),
        range_ms: grid.range_ms,
    }
}

fn check_naive(series: &Series, grid: &Grid) -> Result<(), TestCaseError> {
    let windows = grid.bounds(&series.float_ms);
    for &(name, args, tolerance) in CALLS {
        let row = call(name, args, series, grid).expect("good arguments");
        for (step_idx, bounds) in windows.iter().enumerate() {
            check_step(name, args, tolerance, window(series, grid, step_idx, *bounds), row.values[step_idx])?;
        }
    }
    Ok(())
}

fn check_step(
    name: &str,
    args: &[f64],
    tolerance: f64,
    window: Window<'_>,
    actual: Option<f64>,
) -> Result<(), TestCaseError> {
    if name == "predict_linear" && window.values.iter().any(|v| v.is_infinite()) {
        return Ok(()); // Infinite or NaN, depending on Prometheus's order of additions.
    }
    let expected = if window.values.is_empty() { None } else { evaluate(name, args, window) };
    let right = match (actual, expected) {
        (Some(a), Some(b)) => near(a, b, tolerance.max(rate_rounding(name)), slack(name, window)),
        (a, b) => a.is_none() && b.is_none(),
    };
    prop_assert!(right, "{name} {args:?} over {window:?}: {actual:?}, naive {expected:?}");
    Ok(())
}

/// Prometheus divides the factor by the range before it multiplies.
fn rate_rounding(name: &str) -> f64 {
    if name == "rate" { 1e-15 } else { 0.0 }
}

/// Compares a row with its steps evaluated one by one, results and annotations.
fn check_steps_alone(series: &Series, grid: &Grid) -> Result<(), TestCaseError> {
    let windows = grid.bounds(&series.float_ms);
    for &(name, args, tolerance) in CALLS {
        let behavior = function(name).expect("a function").behavior;
        let fits = match grid.mode {
            RangeMode::Plain => true,
            RangeMode::Anchored => behavior.anchored,
            RangeMode::Smoothed => behavior.smoothed,
        };
        if !fits {
            continue;
        }
        let row = call(name, args, series, grid).expect("good arguments");
        let mut alone = Row::default();
        for (step_idx, &bounds) in windows.iter().enumerate() {
            let step = call(name, args, series, &grid.only(step_idx)).expect("good arguments");
            let window = window(series, grid, step_idx, bounds);
            let slack = if window.values.is_empty() { 0.0 } else { slack(name, window) };
            check_cell(name, (tolerance, slack), (&row, step_idx), &step)?;
            alone.annotations.extend(step.annotations);
        }
        let texts = |row: &Row| {
            let mut texts: Vec<_> = row.annotations.iter().map(|a| (a.message.clone(), a.range.clone())).collect();
            texts.sort_by(|a, b| (&a.0, a.1.start).cmp(&(&b.0, b.1.start)));
            texts.dedup();
            texts
        };
        prop_assert_eq!(texts(&row), texts(&alone), "{} {:?}", name, grid);
    }
    Ok(())
}

fn check_cell(
    name: &str,
    (tolerance, slack): (f64, f64),
    (row, step_idx): (&Row, usize),
    alone: &Row,
) -> Result<(), TestCaseError> {
    let same = match (row.values[step_idx], alone.values[0]) {
        (Some(a), Some(b)) => near(a, b, tolerance, slack),
        (a, b) => a.is_none() && b.is_none(),
    };
    prop_assert!(same, "{name} step {step_idx}: {:?}, alone {:?}", row.values[step_idx], alone.values[0]);
    let (histogram, expected) = (row.histograms.get(&(step_idx as u32)), alone.histograms.get(&0));
    let same = match (histogram, expected) {
        (Some(a), Some(b)) => same_histogram(&a.to_float(), &b.to_float(), tolerance),
        (a, b) => a.is_none() && b.is_none(),
    };
    prop_assert!(same, "{name} step {step_idx}: {histogram:?}, alone {expected:?}");
    Ok(())
}

fn same_histogram(a: &FloatHistogram, b: &FloatHistogram, tolerance: f64) -> bool {
    let numbers = |h: &FloatHistogram| {
        let buckets = h.positive.indexed().chain(h.negative.indexed());
        let counts: Vec<_> = buckets.flat_map(|(idx, count)| [f64::from(idx), count]).collect();
        [vec![h.zero_threshold, h.zero_count, h.count, h.sum], counts, h.custom_values.to_vec()].concat()
    };
    let (numbers_a, numbers_b) = (numbers(a), numbers(b));
    (a.schema, a.counter_reset_hint) == (b.schema, b.counter_reset_hint)
        && numbers_a.len() == numbers_b.len()
        && numbers_a.iter().zip(&numbers_b).all(|(a, b)| near(*a, *b, tolerance, 1e-13))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_what_naive_functions_say(series in floats_strategy(), grid in grid_strategy(&[RangeMode::Plain])) {
        check_naive(&series, &grid)?;
    }

    #[test]
    fn rows_are_what_their_steps_say_alone(
        series in mixed_strategy(),
        grid in grid_strategy(&[RangeMode::Plain, RangeMode::Anchored, RangeMode::Smoothed]),
    ) {
        check_steps_alone(&series, &grid)?;
    }
}

#[test]
fn every_function_over_windows_is_tested() {
    let kernels = functions().filter(|def| matches!(def.kernel, Kernel::Range(_)));
    let missing: Vec<_> = kernels.map(|def| def.name).filter(|name| CALLS.iter().all(|c| c.0 != *name)).collect();
    assert_eq!(missing, [""; 0]);
}
