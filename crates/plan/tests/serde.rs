//! Plans survive serialization.

mod support;

use promenade_plan::{LogicalPlan, Optimizer, PlanOptions};
use support::try_plan;

/// Queries with every kind of node, and with numbers and patterns that are hard to serialize.
const QUERIES: &[&str] = &[
    "x",
    r#"{__name__=~"a.*|b", job!~"(?i)c+", instance!=""}"#,
    "NaN + Inf - -Inf * 0.1 + 1e-320",
    r#"sum by (a, b) (rate(x{job="api"}[5m] offset 1m)) / on (a, b) group_left (c) y @ 10"#,
    "x + fill_left (NaN) fill_right (-Inf) y",
    "max_over_time(sum without (a) (increase(x[1m] anchored))[1h:1m] @ end() offset -5m)",
    "topk(scalar(k), -x) unless +y or (z > bool 2)",
    r#"count_values("v", label_replace(x, "a", "$1", "b", "(.*)"))"#,
    "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))",
    "info(rate(x[5m] smoothed))",
    "limitk(2, x) and absent_over_time(y[5m])",
    r#""text""#,
];

fn check(query: &str, plan: &LogicalPlan) {
    let written = serde_json::to_string(plan).unwrap_or_else(|error| panic!("{query}: {error}"));
    let read: LogicalPlan = serde_json::from_str(&written).unwrap_or_else(|error| panic!("{query}: {error}"));
    assert_eq!(read.explain().to_string(), plan.explain().to_string(), "{query}");
    assert_eq!(serde_json::to_string(&read).unwrap_or_default(), written, "{query}");
}

#[test]
fn plans_are_read_back_equal() {
    for query in QUERIES {
        for options in [PlanOptions::instant(5000), PlanOptions::range(0, 60_000, 1000)] {
            let Ok(plan) = try_plan(query, options) else { continue };
            check(query, &plan);
            check(query, &Optimizer::default().optimize(plan));
        }
    }
}

#[test]
fn what_is_not_known_here_is_refused() {
    let plan = try_plan("rate(x[5m])", PlanOptions::instant(0)).expect("a plan");
    let written = serde_json::to_string(&plan).expect("a text");
    let read = |text: String| serde_json::from_str::<LogicalPlan>(&text).map(|_| ());
    assert!(read(written.replace("\"rate\"", "\"nosuch\"")).is_err());
}
