//! Prints the plan of a query: `explain QUERY [AT_MS | START_MS END_MS STEP_MS]`, by default at time 0. The environment
//! variable `LOOKBACK_MS` sets the lookback delta.

use std::io::{self, Write};

use promenade_model::Features;
use promenade_plan::{Optimizer, PlanOptions, lower};
use promenade_semantic::{Options, parse_and_check};

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let times: Vec<i64> = args.iter().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let mut options = match times.as_slice() {
        [start_ms, end_ms, step_ms] => PlanOptions::range(*start_ms, *end_ms, *step_ms),
        [at_ms] => PlanOptions::instant(*at_ms),
        _ => PlanOptions::instant(0),
    };
    if let Some(lookback) = std::env::var("LOOKBACK_MS").ok().and_then(|ms| ms.parse().ok()) {
        options.lookback_delta_ms = lookback;
    }
    writeln!(io::stdout(), "{}", explain(args.first().map_or("", String::as_str), options))
}

fn explain(query: &str, options: PlanOptions) -> String {
    let typed = match parse_and_check(query, &Options::with_features(Features::all())).into_result() {
        Ok(typed) => typed,
        Err(diagnostics) => {
            let lines: Vec<_> = diagnostics.iter().map(|d| format!("{:?}: {d}", d.range)).collect();
            return lines.join("\n");
        }
    };
    match lower(&typed, &options.with_features(Features::all())) {
        Ok(plan) => {
            let text = plan.explain().to_string();
            format!("{text}\noptimized {}", Optimizer::default().optimize(plan).explain())
        }
        Err(error) => error.to_string(),
    }
}
