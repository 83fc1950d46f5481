//! A table of Prometheus's results.

use std::collections::BTreeMap;

use promenade_functions::samples::RangeMode;

use crate::harness::{Grid, Series, call, near};

const TABLE: &str = include_str!("../data/range.tsv");
const INTERVAL_MS: i64 = 15_000;

/// Functions whose sliding windows differ in the last digits.
const ROUNDED: &[&str] = &[
    "avg_over_time",
    "deriv",
    "double_exponential_smoothing",
    "integral",
    "predict_linear",
    "stddev_over_time",
    "stdvar_over_time",
    "sum_over_time",
];

#[test]
fn answers_are_those_of_prometheus() {
    let mut series = BTreeMap::new();
    let (mut n_rows, mut wrong) = (0, Vec::new());
    for row in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<_> = row.split('\t').collect();
        if let ["series", name, values, starts] = *fields {
            series.insert(name, parse_series(values, starts));
        } else {
            wrong.extend(check(&fields, &series[fields[2]]).err());
            n_rows += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {n_rows}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(n_rows > 500);
}

fn parse_series(values: &str, starts: &str) -> Series {
    let mut series = Series::default();
    let starts: Vec<_> = starts.split(' ').collect();
    for (idx, value) in values.split(' ').enumerate().filter(|(_, value)| *value != "_") {
        let time_ms = idx as i64 * INTERVAL_MS;
        let start_s = starts.get(idx).and_then(|s| s.strip_suffix('s')).map(|s| s.parse::<i64>().expect("seconds"));
        series.float_ms.push(time_ms);
        series.floats.push(value.parse().expect("a float"));
        series.float_starts_ms.push(start_s.map_or(0, |s| time_ms + s * 1000));
    }
    series
}

fn check(fields: &[&str], series: &Series) -> Result<(), String> {
    let [name, args, _, mode, range, offset, at, start, step, expected] = *fields else {
        return Err(format!("not a row: {fields:?}"));
    };
    let expected: Vec<Option<f64>> = expected.split(' ').map(|v| v.parse().ok()).collect();
    let ms = |text: &str| text.parse::<i64>().expect("seconds") * 1000;
    let grid = Grid {
        start_ms: ms(start),
        step_ms: ms(step),
        n_steps: expected.len(),
        range_ms: ms(range),
        offset_ms: ms(offset),
        at_ms: (at != "-").then(|| ms(at)),
        mode: match mode {
            "anchored" => RangeMode::Anchored,
            "smoothed" => RangeMode::Smoothed,
            _ => RangeMode::Plain,
        },
    };
    let args: Vec<f64> = args.split(',').filter_map(|arg| arg.parse().ok()).collect();
    let row = call(name, &args, series, &grid).map_err(|error| format!("{fields:?}: {error}"))?;
    let tolerance = if ROUNDED.contains(&name) { 1e-12 } else { 0.0 };
    let same = |(a, b): (&Option<f64>, &Option<f64>)| match (a, b) {
        (Some(a), Some(b)) => near(*a, *b, tolerance, 0.0),
        (a, b) => a.is_none() && b.is_none(),
    };
    let right = row.values.iter().zip(&expected).all(same);
    if right { Ok(()) } else { Err(format!("{fields:?}:\n  {:?} not\n  {expected:?}", row.values)) }
}
