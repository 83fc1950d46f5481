//! The arguments of `query` and `explain`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use promenade::model::TimestampMs;
use promenade::{EngineOptions, Features};

use crate::errors::Failure;
use crate::load::{parse_label, split_labels};
use crate::time::{parse_period, parse_step_ms, parse_time};

/// Evaluate a query over files.
///
/// The files contain metrics text (what a /metrics page shows), OpenMetrics text, JSON lines with one series each, as
/// VictoriaMetrics exports them, the JSON of a query result (--output json, Prometheus's HTTP API), the output of
/// `promtool tsdb dump`, or Arrow. The format is detected from the content; files may be compressed. The data directory of
/// a Prometheus server is read in place. On a terminal, the result of a range query is a chart.
#[derive(Debug, Args)]
#[command(after_long_help = QUERY_EXAMPLES, override_usage = "promenade query [OPTIONS] <EXPR>")]
pub(crate) struct QueryArgs {
    /// The PromQL expression
    #[arg(allow_hyphen_values = true)]
    expr: Option<String>,

    /// The output format [default: chart for a range query on a terminal, else table]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub(crate) output: Option<OutputFormat>,

    /// Show the cost of the query and its estimate: in the JSON result, else on the standard error
    #[arg(long)]
    pub(crate) stats: bool,

    /// Exit with 1 if the result is empty
    #[arg(long)]
    pub(crate) fail_if_empty: bool,

    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) times: TimeArgs,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// Show how a query is evaluated.
///
/// Prints the logical plan, one node per line with its type, and what it reads from the data. With `--cost`, the query is
/// also evaluated over data to show its cost and the estimate.
#[derive(Debug, Args)]
#[command(after_long_help = EXPLAIN_EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// The PromQL expression
    #[arg(allow_hyphen_values = true)]
    pub(crate) expr: String,

    /// The output format
    #[arg(long, short, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) output: PlanFormat,

    /// Show the plan before optimization
    #[arg(long)]
    pub(crate) unoptimized: bool,

    /// Show the cost of the query over the data and its estimate
    #[arg(long, requires = "data")]
    pub(crate) cost: bool,

    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) times: TimeArgs,
    #[command(flatten)]
    pub(crate) language: LanguageArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// Where the samples are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Data")]
pub(crate) struct DataArgs {
    /// Files, or directories with all files below them (hidden ones left out); `-` is the standard input; or the data
    /// directory of a Prometheus server. `NAME=VALUE:PATH` adds a label to the series of a path
    #[arg(long, short, num_args = 1.., value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) data: Vec<PathBuf>,

    /// Add this label to series without it, such as job=node; may be given several times
    #[arg(long = "label", value_name = "NAME=VALUE", value_parser = parse_label)]
    pub(crate) labels: Vec<(String, String)>,

    /// Add a label NAME with the file name to series without it, such as instance if each file is of another target
    #[arg(long, value_name = "NAME")]
    pub(crate) file_label: Option<String>,

    /// The time of samples without a timestamp [default: that of the newest sample with one, else the evaluation time]
    #[arg(long, value_name = "TIME", value_parser = parse_time, allow_hyphen_values = true)]
    pub(crate) scrape_time: Option<TimestampMs>,
}

/// The evaluation time.
#[derive(Debug, Args)]
#[command(next_help_heading = "Time (RFC 3339, Unix seconds, `now`, or relative to now: -1h, now-1h)")]
pub(crate) struct TimeArgs {
    /// The time of an instant query [default: that of the newest sample]
    #[arg(long, short, value_parser = parse_time, allow_hyphen_values = true,
          conflicts_with_all = ["start", "end", "step"])]
    pub(crate) time: Option<TimestampMs>,

    /// The start of a range query [default: the oldest sample]
    #[arg(long, value_name = "TIME", value_parser = parse_time, allow_hyphen_values = true)]
    pub(crate) start: Option<TimestampMs>,

    /// The end of a range query [default: the newest sample]
    #[arg(long, value_name = "TIME", value_parser = parse_time, allow_hyphen_values = true)]
    pub(crate) end: Option<TimestampMs>,

    /// The step of a range query, such as 15s or 1h30m; a number is in seconds [default: 1/250 of the range]
    #[arg(long, value_name = "DURATION", value_parser = parse_step_ms, allow_hyphen_values = true)]
    pub(crate) step: Option<i64>,
}

/// What the query may use, and what it means.
#[derive(Debug, Args)]
#[command(next_help_heading = "Language")]
pub(crate) struct LanguageArgs {
    /// How long a sample stays visible to an instant selector
    #[arg(long, value_name = "DURATION", value_parser = parse_period, default_value = "5m")]
    pub(crate) lookback: Duration,

    /// Feature flags under Prometheus's names, separated by commas
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,
}

/// What the query may cost.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// The maximum number of samples held at once, including the result
    #[arg(long, value_name = "N", default_value_t = EngineOptions::default().max_samples)]
    pub(crate) max_samples: u64,

    /// The maximum number of selected series [default: no limit]
    #[arg(long, value_name = "N")]
    pub(crate) max_series: Option<u64>,

    /// The maximum number of samples read [default: no limit]
    #[arg(long, value_name = "N")]
    pub(crate) max_samples_read: Option<u64>,

    /// The maximum number of bytes of memory, without the loaded data
    #[arg(long, value_name = "N", default_value_t = EngineOptions::default().max_bytes)]
    pub(crate) max_bytes: u64,

    /// The timeout of the query, without loading
    #[arg(long, visible_alias = "max-duration", value_name = "DURATION", value_parser = parse_period, default_value = "2m")]
    pub(crate) timeout: Duration,

    /// The number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
}

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Aligned columns: labels, time and value
    Table,
    /// The format of Prometheus's HTTP API
    Json,
    /// One row per sample, with a header
    Csv,
    /// Lines over time, or bars for an instant query
    Chart,
    /// An Arrow IPC stream
    Arrow,
}

/// How a plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum PlanFormat {
    /// One node per line, children indented
    #[default]
    Text,
    /// The plan as JSON, with the cost if requested
    Json,
}

impl QueryArgs {
    /// The expression. Behind `--data` it looks like one more path, and where nothing else is the expression, it is the
    /// last of these.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub(crate) fn take_expr(&mut self) -> Result<String, Failure> {
        if let Some(expr) = self.expr.take() {
            return Ok(expr);
        }
        let is_expr = |path: &&PathBuf| !path.exists() && split_labels(path).is_none();
        let last = self.data.data.last().filter(|path| self.data.data.len() > 1 && is_expr(path));
        let Some(expr) = last.and_then(|path| path.to_str()).map(str::to_owned) else {
            return Err(Failure::usage("there is no expression", "give it first: promenade query EXPR --data PATH"));
        };
        self.data.data.pop();
        Ok(expr)
    }
}

impl LanguageArgs {
    /// Options of an engine with these parts of the language.
    pub(crate) fn engine_options(&self) -> EngineOptions {
        let mut features = Features::default();
        for name in &self.features {
            features.enable(name);
        }
        EngineOptions::default().features(features).lookback_delta(self.lookback)
    }
}

impl LimitArgs {
    /// Puts these limits into options.
    pub(crate) fn apply(&self, options: &mut EngineOptions) {
        options.max_samples = self.max_samples;
        options.max_series = self.max_series;
        options.max_samples_read = self.max_samples_read;
        options.max_bytes = self.max_bytes;
        options.timeout = Some(self.timeout);
        options.threads = self.threads.map(usize::from);
    }
}

pub(super) fn feature_parser() -> PossibleValuesParser {
    let shown = Features::names().map(PossibleValue::new);
    let hidden = Features::always_on().map(|name| PossibleValue::new(name).hide(true));
    PossibleValuesParser::new(shown.chain(hidden))
}

const QUERY_EXAMPLES: &str = "\
Examples:
  Which metrics have most series:
    curl -s localhost:9100/metrics | promenade query \\
      'topk(5, count by (__name__) ({__name__=~\".+\"}))' --data -

  A percentile from classic buckets, at the newest sample:
    promenade query 'histogram_quantile(0.99, sum by (le) (seconds_bucket))' \\
      --data metrics/

  A rate over all of the recorded time, on a terminal as a chart:
    promenade query 'rate(requests_total[5m])' --data export.jsonl --step 1m

  The same as CSV between two times:
    promenade query 'rate(requests_total[5m])' --data export.jsonl -o csv \\
      --start 2026-06-26T10:00:00Z --end 2026-06-26T11:00:00Z --step 15s

  A rule over what two targets expose, with the labels that a server adds:
    promenade query 'sum by (job) (process_open_fds)' \\
      --data job=node:node.prom job=app:app.prom

  What a server has on its disk:
    promenade query 'count by (job) (up)' --data /var/lib/prometheus

Exit codes:
  0  success
  1  error in the query or the data, or the result is empty (--fail-if-empty)
  2  the arguments are wrong";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  promenade explain 'sum by (job) (rate(http_requests_total[5m])) / 2'
  promenade explain 'a + a' --unoptimized
  promenade explain 'up' --start 1782468000 --end 1782471600 --step 15s
  promenade explain 'rate(requests_total[5m])' --cost --data export.jsonl --step 1m";
