//! `promenade explain`: the logical plan of a query, and what it costs.

use std::io::{Write, stdout};
use std::process::ExitCode;

use promenade::Engine;
use promenade::plan::LogicalPlan;
use serde::Serialize;

use super::query::{measure, prepare};
use crate::args::{ExplainArgs, PlanFormat};
use crate::errors::Failure;
use crate::load::{Data, ScrapeTime, load};
use crate::output::cost::{Comparison, Cost};
use crate::terminal::Streams;
use crate::time::now_ms;

pub(super) fn run(args: &ExplainArgs, streams: Streams) -> Result<ExitCode, Failure> {
    let mut options = args.language.engine_options().optimize(!args.unoptimized);
    args.limits.apply(&mut options);
    options.full_stats = args.cost;
    let engine = Engine::new(options);
    let data = if args.cost { load(&args.data, scrape_time(args), streams.stderr)? } else { Data::default() };
    let span = data.time().map(|time| (time.start_ms, time.end_ms));
    let prepared = prepare(&engine, data.storage(), &args.expr, args.times.resolve(span)?);
    let plan = prepared.plan().map_err(|error| Failure::query(error, &args.expr))?;
    let cost = if args.cost { Some(measure(&prepared, &args.expr)?.1) } else { None };
    let text = match args.output {
        PlanFormat::Text => text(&plan, cost.as_ref()),
        PlanFormat::Json => json(&plan, cost.as_ref()).map_err(|error| Failure::Encoding(error.into()))?,
    };
    stdout().lock().write_all(text.as_bytes()).map_err(Failure::Output)?;
    Ok(data.exit_code())
}

fn text(plan: &LogicalPlan, cost: Option<&Cost>) -> String {
    let cost = cost.map_or_else(String::new, |cost| format!("\n{}", cost.table()));
    format!("{:#}{cost}", plan.explain())
}

/// The plan, and what the query costs, as one object.
fn json(plan: &LogicalPlan, cost: Option<&Cost>) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Explained<'a> {
        plan: &'a LogicalPlan,
        #[serde(skip_serializing_if = "Option::is_none")]
        cost: Option<Comparison>,
    }
    let text = serde_json::to_string_pretty(&Explained { plan, cost: cost.map(Comparison::of) })?;
    Ok(text + "\n")
}

fn scrape_time(args: &ExplainArgs) -> ScrapeTime {
    ScrapeTime { given_ms: args.data.scrape_time, otherwise_ms: args.times.latest().unwrap_or_else(now_ms) }
}
