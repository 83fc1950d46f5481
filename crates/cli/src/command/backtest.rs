//! `promenade backtest`: when alerts would have fired over data.

use std::io::{Write, stdout};
use std::process::ExitCode;

use promenade::Features;
use promenade::rules::backtest::{BacktestOptions, BacktestReport, backtest, changes};
use promenade::rules::replay::ReplayOptions;
use promenade::rules::{RuleGroup, RuleOptions};

use crate::args::{BacktestArgs, BacktestFormat};
use crate::backtest::{Backtest, load_groups, other_version, sources};
use crate::errors::{DataError, Failure};
use crate::load::{Data, ScrapeTime, load};
use crate::terminal::{Streams, size};
use crate::time::{Times, now_ms};

pub(super) fn run(args: &BacktestArgs, streams: Streams) -> Result<ExitCode, Failure> {
    if args.data.data.is_empty() {
        let help = "name a data directory of Prometheus or files of metrics with --data PATH";
        return Err(Failure::usage("there is no data to evaluate the rules over", help));
    }
    let features = features(args);
    let sources = sources(&args.rules)?;
    let groups = load_groups(&sources, features)?;
    let others = match &args.against {
        Some(version) => Some((version.as_str(), load_groups(&other_version(version, &sources)?, features)?)),
        None => None,
    };
    let scrape_time = ScrapeTime { given_ms: args.data.scrape_time, otherwise_ms: args.end.unwrap_or_else(now_ms) };
    let data = load(&args.data, scrape_time, streams.stderr)?;
    let options = options(args, &data, features)?;
    let report = evaluate(groups, &data, &options)?;
    let against = match others {
        Some((version, groups)) => Some((version, changes(&evaluate(groups, &data, &options)?, &report))),
        None => None,
    };
    let has_failed = report.rules.iter().any(|rule| rule.failures.is_some());
    let default = if streams.stdout.is_terminal { BacktestFormat::Chart } else { BacktestFormat::Table };
    let mut out = Vec::new();
    let shown = Backtest { report: &report, against };
    shown.write(args.output.unwrap_or(default), size().0, &mut out).map_err(|error| Failure::Encoding(error.into()))?;
    stdout().write_all(&out).map_err(Failure::Output)?;
    Ok(if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn features(args: &BacktestArgs) -> Features {
    let mut features = Features::default();
    for name in &args.language.features {
        features.enable(name);
    }
    features
}

fn options(args: &BacktestArgs, data: &Data, features: Features) -> Result<BacktestOptions, Failure> {
    let span = data.time().map(|time| (time.start_ms, time.end_ms));
    let start = args.start.or(span.map(|(oldest, _)| oldest));
    let times = crate::args::TimeArgs { time: None, start, end: args.end, step: None }.resolve(span)?;
    let (start_ms, end_ms) = match times {
        Times::Instant(at_ms) => (at_ms, at_ms),
        Times::Range { start_ms, end_ms, .. } => (start_ms, end_ms),
    };
    let replay = ReplayOptions::new(start_ms, end_ms).default_interval_ms(args.interval);
    let rules = RuleOptions::default().features(features).lookback_delta(args.language.lookback);
    Ok(BacktestOptions::new(replay).rules(rules))
}

fn evaluate(groups: Vec<RuleGroup>, data: &Data, options: &BacktestOptions) -> Result<BacktestReport, Failure> {
    backtest(groups, data.storage(), options)
        .map_err(|error| Failure::Data(vec![DataError::rules("data", &error.to_string())]))
}
