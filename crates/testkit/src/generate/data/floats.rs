//! Series of floats: counters and gauges with what happens to them.

use super::script::GAP;
use crate::generate::Random;

/// What happens to a series, each in so many of a hundred steps.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Accidents {
    /// A step without a sample.
    pub gap: usize,
    /// A counter begins again.
    pub reset: usize,
    /// The series ends, and may come back.
    pub stale: usize,
    /// NaN, an infinity, or a number at the edge of what floats can say.
    pub special: usize,
}

const SPECIALS: &[&str] =
    &["NaN", "NaN", "Inf", "-Inf", "1e300", "-1e300", "1e-300", "5e-324", "-0", "0", "1e16", "-1e16"];

/// The values of a counter.
pub(super) fn counter(random: &mut Random, n: usize, accidents: Accidents) -> Vec<String> {
    let mut value = start(random);
    series(random, n, accidents, |random| {
        if random.percent(accidents.reset) {
            value = random.of(&[0.0, 0.0, 1.0, 0.25]) * random.between(0, 40) as f64;
        } else {
            value += step(random);
        }
        number(value)
    })
}

/// The values of a gauge.
pub(super) fn gauge(random: &mut Random, n: usize, accidents: Accidents) -> Vec<String> {
    let (mut value, width) = (start(random) - 50.0, *random.of(&[0.5, 5.0, 100.0]));
    series(random, n, accidents, |random| {
        value = match random.below(10) {
            0 => value,
            1 => value.round(),
            2 => random.between(-3, 3) as f64,
            _ => value + (random.unit() - 0.5) * width,
        };
        number(value)
    })
}

/// One value for all steps.
pub(super) fn constant(value: &str, n: usize) -> Vec<String> {
    vec![value.to_owned(); n]
}

/// The same values with gaps.
pub(super) fn with_gaps(random: &mut Random, values: Vec<String>, percent: usize) -> Vec<String> {
    values.into_iter().map(|value| if random.percent(percent) { GAP.to_owned() } else { value }).collect()
}

fn series(
    random: &mut Random,
    n: usize,
    accidents: Accidents,
    mut next: impl FnMut(&mut Random) -> String,
) -> Vec<String> {
    let one = |_| {
        let value = next(random);
        match () {
            () if random.percent(accidents.gap) => GAP.to_owned(),
            () if random.percent(accidents.stale) => "stale".to_owned(),
            () if random.percent(accidents.special) => random.text(SPECIALS).to_owned(),
            () => value,
        }
    };
    (0..n).map(one).collect()
}

fn start(random: &mut Random) -> f64 {
    match random.below(6) {
        0 => 0.0,
        1 => 1e9 + random.between(0, 1000) as f64,
        2 => random.unit(),
        _ => random.between(0, 200) as f64,
    }
}

fn step(random: &mut Random) -> f64 {
    match random.below(6) {
        0 => 0.0,
        1 => random.unit() * 10.0,
        2 => random.between(10, 500) as f64,
        _ => random.between(0, 9) as f64,
    }
}

/// A number with six digits or as few as it needs.
pub(super) fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    format!("{rounded}")
}
