//! The arguments of `backtest`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use promenade::model::TimestampMs;

use super::query::{DataArgs, LanguageArgs};
use crate::time::{parse_step_ms, parse_time};

/// Show when alerts would have fired over data.
///
/// Rules are evaluated at the times at which Prometheus evaluates them, which depend on the path of the file and the name
/// of the group. Rules read what recording rules compute, even if the data does not contain it; series of the data with
/// the same names are left out. Times without samples for a rule are reported, because an alert is silent there too.
#[derive(Debug, Args)]
#[command(after_long_help = BACKTEST_EXAMPLES)]
pub(crate) struct BacktestArgs {
    /// Rule files, Kubernetes resources with rules, or folders with such files
    #[arg(required = true, value_name = "RULES", value_hint = ValueHint::AnyPath)]
    pub(crate) rules: Vec<PathBuf>,

    /// Compare with another version of the rules: a file, or a revision of the git repository that the rules are in
    #[arg(long, value_name = "REV|FILE")]
    pub(crate) against: Option<String>,

    /// The first time of the range: RFC 3339, Unix seconds, `now`, or relative to now [default: the oldest sample]
    #[arg(long, value_name = "TIME", value_parser = parse_time, allow_hyphen_values = true)]
    pub(crate) start: Option<TimestampMs>,

    /// The last time of the range [default: the newest sample]
    #[arg(long, value_name = "TIME", value_parser = parse_time, allow_hyphen_values = true)]
    pub(crate) end: Option<TimestampMs>,

    /// The interval of groups that do not set one
    #[arg(long, value_name = "DURATION", value_parser = parse_step_ms, default_value = "1m")]
    pub(crate) interval: i64,

    /// The output format [default: chart on a terminal, else table]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub(crate) output: Option<BacktestFormat>,

    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
}

/// How a backtest is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BacktestFormat {
    /// One bar over time per alert, then the table
    Chart,
    /// One row per alert
    Table,
    /// All times at which alerts were pending and firing
    Json,
    /// The series `ALERTS` as OpenMetrics text
    Openmetrics,
}

const BACKTEST_EXAMPLES: &str = "\
Examples:
  promenade backtest rules.yml --data /var/lib/prometheus --start -30d --end now
  promenade backtest rules.yml --data data/ --against HEAD~1
  promenade backtest rules/ --data dump.jsonl --output json";
