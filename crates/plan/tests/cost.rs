//! The estimated number of samples read equals a count step by step.
#![allow(clippy::unwrap_used)] // test code

use promenade_model::Features;
use promenade_plan::cost::{KnownSamples, selector_reads};
use promenade_plan::{PlanOptions, lower};
use promenade_semantic::{Options, parse_and_check};

const LOOKBACK_MS: i64 = 300_000;

/// The estimated number of samples that the selectors of a query read from a series with these timestamps.
fn estimated(query: &str, options: &PlanOptions, timestamps: &[i64]) -> f64 {
    let typed = parse_and_check(query, &Options::with_features(Features::all())).into_result().unwrap();
    let plan = lower(&typed, options).unwrap();
    let series = KnownSamples { timestamps, n_samples: timestamps.len() as u64, weight: 1.0 };
    selector_reads(&plan).iter().map(|reads| reads.n_samples(series)).sum()
}

/// Samples at irregular intervals, with a gap.
fn timestamps() -> Vec<i64> {
    (0..200).map(|i| i * 14_000 + i % 7 * 900).filter(|t| !(900_000..1_500_000).contains(t)).collect()
}

const STEPS: [(i64, i64, i64); 4] =
    [(0, 3_000_000, 60_000), (100_000, 2_500_000, 7_000), (600_000, 600_000, 1_000), (500_000, 2_000_000, 700_000)];

#[test]
fn instant_selectors_read_a_sample_at_each_step_that_sees_one() {
    let timestamps = timestamps();
    for (start, end, step) in STEPS {
        for (query, offset_ms) in [("x", 0), ("x offset 3m", 180_000), ("x offset -3m", -180_000)] {
            let steps = (0..=(end - start) / step).map(|i| start + i * step);
            let sees = |t: &i64| timestamps.iter().any(|at| *at <= t - offset_ms && *at > t - offset_ms - LOOKBACK_MS);
            let expected = steps.filter(sees).count();
            let options = PlanOptions::range(start, end, step).with_features(Features::all());
            assert_eq!(estimated(query, &options, &timestamps), expected as f64, "{query} {start} {end} {step}");
        }
    }
}

#[test]
fn windows_read_each_sample_once() {
    let timestamps = timestamps();
    for (start, end, step) in STEPS {
        for (query, range_ms) in [("rate(x[5m])", 300_000), ("rate(x[10s])", 10_000), ("rate(x[1h])", 3_600_000)] {
            let steps: Vec<i64> = (0..=(end - start) / step).map(|i| start + i * step).collect();
            let is_read = |at: &&i64| steps.iter().any(|t| **at <= *t && **at > t - range_ms);
            let expected = timestamps.iter().filter(is_read).count();
            let options = PlanOptions::range(start, end, step).with_features(Features::all());
            assert_eq!(estimated(query, &options, &timestamps), expected as f64, "{query} {start} {end} {step}");
        }
    }
}

#[test]
fn fixed_times_are_read_once() {
    let options = PlanOptions::range(0, 3_000_000, 60_000).with_features(Features::all());
    let timestamps = timestamps();
    assert_eq!(estimated("x @ 100", &options, &timestamps), 1.0);
    assert_eq!(estimated("sum_over_time(x[1m] @ 100)", &options, &timestamps), 5.0);
    assert_eq!(estimated("x @ 100000", &options, &timestamps), 0.0);
}

#[test]
fn subqueries_read_their_steps_and_leave_out_those_between_windows() {
    let options = PlanOptions::range(1_800_000, 2_400_000, 60_000).with_features(Features::all());
    let timestamps = timestamps();
    assert_eq!(estimated("sum_over_time(x[5m:1m])", &options, &timestamps), 15.0);
    let options = PlanOptions::range(1_800_000, 2_400_000, 600_000).with_features(Features::all());
    assert_eq!(estimated("sum_over_time(x[5m:1m])", &options, &timestamps), 7.5);
}

#[test]
fn what_lies_beyond_the_known_samples_is_taken_to_be_alike() {
    let options = PlanOptions::instant(900_000).with_features(Features::all());
    let typed = parse_and_check("rate(x[10m])", &Options::with_features(Features::all())).into_result().unwrap();
    let plan = lower(&typed, &options).unwrap();
    let series = KnownSamples { timestamps: &[400_000, 500_000], n_samples: 20, weight: 3.0 };
    assert_eq!(selector_reads(&plan)[0].n_samples(series), 60.0);
}
