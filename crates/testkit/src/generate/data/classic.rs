//! Classic histograms: series of buckets by `le`, with what goes wrong with them.

use super::floats::with_gaps;
use super::script::SeriesText;
use crate::generate::Random;

/// How a classic histogram may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    /// All is well: buckets are cumulative and complete.
    Sound,
    /// Bounds are written oddly, buckets are missing, counts fall from bucket to bucket.
    Odd,
}

const BOUNDS: &[&[&str]] = &[
    &["0.1", "0.25", "0.5", "1", "2.5", "5", "+Inf"],
    &["0.25", "2.5", "5", "+Inf"],
    &["0.5", "1", "+Inf"],
    &["-1", "0", "1", "+Inf"],
];
const ODD_BOUNDS: &[&[&str]] = &[
    &["0.10", "0.1", "1.0", "1", "+Inf"],
    &["1e0", "2e0", "1e1", "Inf"],
    &["0.1", "0.5", "1"],
    &["+Inf"],
    &["0.1", "oops", "1", "+Inf"],
    &["-Inf", "0.5", "1", "+Inf"],
    &["0.5", "NaN", "1", "+Inf"],
    &["", "0.5", "1", "+Inf"],
];

/// The series of one classic histogram: buckets, count and sum. `labels` stand in braces, without them.
pub(super) fn classic(random: &mut Random, name: &str, labels: &str, n: usize, health: Health) -> Vec<SeriesText> {
    let bounds = match health {
        Health::Odd if random.percent(60) => *random.of(ODD_BOUNDS),
        _ => *random.of(BOUNDS),
    };
    let rows = counts(random, bounds.len(), n, health);
    let column = |i: usize| rows.iter().map(|row| row[i].to_string()).collect::<Vec<_>>();
    let gaps = if health == Health::Odd { 8 } else { 0 };
    let mut series: Vec<_> = bounds
        .iter()
        .enumerate()
        .map(|(i, le)| {
            let values = with_gaps(random, column(i), gaps);
            SeriesText::new(format!("{name}_bucket{{{labels},le=\"{le}\"}}"), values)
        })
        .collect();
    series.push(SeriesText::new(format!("{name}_count{{{labels}}}"), column(bounds.len() - 1)));
    let sums = rows.iter().map(|row| format!("{}", row.iter().sum::<i64>() as f64 * 0.25)).collect();
    series.push(SeriesText::new(format!("{name}_sum{{{labels}}}"), sums));
    series
}

/// Cumulative counts, a row for each step.
fn counts(random: &mut Random, n_buckets: usize, n: usize, health: Health) -> Vec<Vec<i64>> {
    let mut counts = vec![0; n_buckets];
    let mut rows = Vec::new();
    for _ in 0..n {
        if random.percent(3) {
            counts.fill(0);
        }
        let mut more = 0;
        for count in &mut counts {
            more += random.weighted(&[(3, 0), (3, 1), (2, 4), (1, 20)]);
            *count += more;
        }
        let mut row = counts.clone();
        if health == Health::Odd && random.percent(15) {
            let at = random.below(n_buckets);
            row[at] = (row[at] - random.between(1, 5)).max(0);
        }
        rows.push(row);
    }
    rows
}
