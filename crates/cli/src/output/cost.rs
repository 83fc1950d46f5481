//! What a query cost beside what it was expected to cost.

use std::fmt::Write;

use promenade::{CostEstimate, QueryStats, StepStats};
use serde::Serialize;

/// What a query cost, and what it was expected to.
pub(crate) struct Cost {
    pub(crate) estimated: CostEstimate,
    pub(crate) stats: QueryStats,
    /// How long it took.
    pub(crate) seconds: f64,
}

impl Cost {
    /// A table for people.
    pub(crate) fn table(&self) -> String {
        let QueryStats { n_series, n_samples_read, n_queryable_samples, n_peak_samples, peak_bytes, .. } = self.stats;
        let rows = [
            ("series touched", Some(self.estimated.n_series), Some(n_series)),
            ("samples read", Some(self.estimated.n_samples), Some(n_samples_read)),
            ("samples looked at by all steps", None, Some(n_queryable_samples)),
            ("samples held at once", None, n_peak_samples),
            ("bytes of memory at once", None, Some(peak_bytes)),
        ];
        let mut text = format!("{:30}  {:>12}  {:>12}\n", "cost", "estimated", "actual");
        let number = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
        for (what, estimated, actual) in rows {
            let _ = writeln!(text, "{what:30}  {:>12}  {:>12}", number(estimated), number(actual));
        }
        text + &self.stats.steps.as_ref().map_or_else(String::new, steps_table)
    }
}

/// The counts of each step for people.
fn steps_table(steps: &StepStats) -> String {
    let mut text = format!("\n{:30}  {:>12}  {:>12}\n", "step", "looked at", "read");
    for (step_idx, (n, n_read)) in steps.n_queryable_samples.iter().zip(&steps.n_samples_read).enumerate() {
        let _ = writeln!(text, "{:30}  {n:>12}  {n_read:>12}", crate::time::format_time(steps.at(step_idx)));
    }
    text
}

/// The estimate beside what came of it.
#[derive(Serialize)]
pub(crate) struct Comparison {
    estimated: Input,
    actual: Input,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    series_touched: u64,
    samples_read: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    peak_samples: Option<u64>,
}

impl Comparison {
    pub(crate) fn of(cost: &Cost) -> Self {
        let CostEstimate { n_series, n_samples, .. } = cost.estimated;
        let QueryStats { n_peak_samples, .. } = cost.stats;
        Self {
            estimated: Input { series_touched: n_series, samples_read: n_samples, peak_samples: None },
            actual: Input {
                series_touched: cost.stats.n_series,
                samples_read: cost.stats.n_samples_read,
                peak_samples: n_peak_samples,
            },
        }
    }
}
