//! `promenade explain`: the logical plan of a query, and what it costs.

use std::io::{Write, stdout};
use std::process::ExitCode;

use promenade::Engine;

use super::query::{measure, prepare};
use crate::args::ExplainArgs;
use crate::errors::Failure;
use crate::load::{Data, ScrapeTime, load};
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
    write!(stdout().lock(), "{}", plan.explain()).map_err(Failure::Output)?;
    if args.cost {
        let (_, cost) = measure(&prepared, &args.expr)?;
        write!(stdout().lock(), "\n{}", cost.table()).map_err(Failure::Output)?;
    }
    Ok(data.exit_code())
}

fn scrape_time(args: &ExplainArgs) -> ScrapeTime {
    ScrapeTime { given_ms: args.data.scrape_time, otherwise_ms: args.times.latest().unwrap_or_else(now_ms) }
}
