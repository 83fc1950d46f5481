//! `promenade query`: load, evaluate, write.

use std::process::ExitCode;
use std::time::Instant;

use promenade::semantic::parse_and_check;
use promenade::{Engine, MemoryStorage, QueryError, QueryResult, Storage, TimedQuery};

use super::emptiness;
use crate::args::{OutputFormat, QueryArgs};
use crate::errors::{Failure, report_annotations, tell};
use crate::load::{Data, ScrapeTime, load};
use crate::output::cost::Cost;
use crate::output::{self, Answer, Layout};
use crate::terminal::Streams;
use crate::time::{Times, now_ms};

pub(super) fn run(mut args: QueryArgs, streams: Streams) -> Result<ExitCode, Failure> {
    let format = format(&args, streams);
    let expr = args.take_expr()?;
    answer(&expr, &args, format, streams).or_else(|failure| {
        if format == OutputFormat::Json {
            output::json::write_failure(&failure)?;
        }
        Err(failure)
    })
}

/// A query with its times.
pub(super) fn prepare<'a>(
    engine: &Engine,
    storage: &'a dyn Storage,
    expr: &str,
    times: Times,
) -> TimedQuery<&'a dyn Storage> {
    let query = engine.query(storage, expr);
    match times {
        Times::Instant(at_ms) => query.at(at_ms),
        Times::Range { start_ms, end_ms, step_ms } => query.range(start_ms, end_ms, step_ms),
    }
}

/// The result of a query with what it cost, beside what it was expected to cost.
pub(super) fn measure(prepared: &TimedQuery<&dyn Storage>, expr: &str) -> Result<(QueryResult, Cost), Failure> {
    let failed = |error| Failure::evaluation(error, expr, prepared);
    let estimated = prepared.wait_for_estimate().map_err(failed)?;
    let begin = Instant::now();
    let result = prepared.clone().wait().map_err(failed)?;
    let cost = Cost { estimated, stats: result.stats.clone(), seconds: begin.elapsed().as_secs_f64() };
    Ok((result, cost))
}

fn format(args: &QueryArgs, streams: Streams) -> OutputFormat {
    let is_drawn = args.times.is_range() && streams.stdout.is_terminal;
    args.output.unwrap_or(if is_drawn { OutputFormat::Chart } else { OutputFormat::Table })
}

fn answer(expr: &str, args: &QueryArgs, format: OutputFormat, streams: Streams) -> Result<ExitCode, Failure> {
    if format == OutputFormat::Arrow && streams.stdout.is_terminal {
        let help = "send it to a file or a program: --output arrow > result.arrow";
        return Err(Failure::usage("Arrow is not written to a terminal", help));
    }
    let mut options = args.language.engine_options();
    args.limits.apply(&mut options);
    options.full_stats = args.stats;
    let engine = Engine::new(options);
    check(&engine, expr, args)?;
    let data = match args.data.data.as_slice() {
        [] => Data::default(),
        _ => load(&args.data, scrape_time(args), streams.stderr)?,
    };
    let span = data.time().map(|time| (time.start_ms, time.end_ms));
    let times = args.times.resolve(span)?;
    let prepared = prepare(&engine, data.storage(), expr, times);
    let (result, cost) = if args.stats {
        let (result, cost) = measure(&prepared, expr)?;
        (result, Some(cost))
    } else {
        (prepared.clone().wait().map_err(|error| Failure::evaluation(error, expr, &prepared))?, None)
    };
    let is_empty = output::is_empty(&result);
    let reasons = is_empty.then(|| emptiness::reasons(&prepared));
    let layout = Layout::of(expr, &engine.language());
    let (cost_of, empty_reasons) = (cost.as_ref(), reasons.as_deref());
    let answer = Answer { query: expr, times, layout, result: &result, cost: cost_of, empty_reasons };
    output::write(&answer, format, streams.stdout)?;
    report_annotations(&result.annotations, expr, streams.stderr);
    if let Some(cost) = cost.as_ref().filter(|_| format != OutputFormat::Json) {
        tell(&cost.table());
    }
    if let Some(reasons) = reasons.filter(|_| format != OutputFormat::Json) {
        emptiness::report(&reasons, expr, times, span, streams.stderr);
    }
    let fails = data.is_partial() || (is_empty && args.fail_if_empty);
    Ok(if fails { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Refuses a wrong query before anything is loaded, and one that reads series where there are none to read.
fn check(engine: &Engine, expr: &str, args: &QueryArgs) -> Result<(), Failure> {
    let checked = parse_and_check(expr, &engine.language());
    checked.into_result().map_err(|found| Failure::query(QueryError::Parse(found), expr))?;
    if !args.data.data.is_empty() {
        return Ok(());
    }
    let storage = MemoryStorage::default();
    let plan = prepare(engine, &storage, expr, args.times.resolve(None)?).plan();
    let plan = plan.map_err(|error| Failure::query(error, expr))?;
    if plan.scans.is_empty() {
        return Ok(());
    }
    let help = "name files or directories of metrics with --data PATH, or pipe metrics in with --data -";
    Err(Failure::usage("the query reads series, but there is no data", help))
}

/// When samples without a timestamp were taken, as far as the arguments say.
fn scrape_time(args: &QueryArgs) -> ScrapeTime {
    ScrapeTime { given_ms: args.data.scrape_time, otherwise_ms: args.times.latest().unwrap_or_else(now_ms) }
}
