//! The arguments of `promenade tsdb`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use promenade::model::TimestampMs;
use promenade::tsdb::Ulid;

/// Inspect the data directory of a Prometheus server.
///
/// The output is that of `promtool tsdb`. The directory is only read; a server may use it at the same time.
#[derive(Debug, Args)]
#[command(after_long_help = TSDB_EXAMPLES)]
pub(crate) struct TsdbArgs {
    #[command(subcommand)]
    pub(crate) command: TsdbCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TsdbCommand {
    /// List the blocks
    List(TsdbListArgs),
    /// Show the labels of a block with the most churn, series or values
    Analyze(TsdbAnalyzeArgs),
    /// Print samples, one per line
    Dump(TsdbDumpArgs),
    /// Print float samples as OpenMetrics text
    DumpOpenmetrics(TsdbSelectArgs),
}

#[derive(Debug, Args)]
pub(crate) struct TsdbListArgs {
    /// The data directory
    #[arg(default_value = "data/", value_hint = ValueHint::DirPath)]
    pub(crate) path: PathBuf,

    /// Print times and sizes in human-readable form
    #[arg(long, short = 'r')]
    pub(crate) human_readable: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TsdbAnalyzeArgs {
    /// The data directory
    #[arg(default_value = "data/", value_hint = ValueHint::DirPath)]
    pub(crate) path: PathBuf,

    /// The block to analyze [default: the newest]
    pub(crate) block: Option<Ulid>,

    /// The maximum number of rows in each list
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,

    /// Also show how full the chunks are
    #[arg(long)]
    pub(crate) extended: bool,

    /// Analyze only the series that match this selector
    #[arg(long = "match", value_name = "SELECTOR")]
    pub(crate) selector: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TsdbDumpArgs {
    #[command(flatten)]
    pub(crate) select: TsdbSelectArgs,

    /// The output format
    #[arg(long, value_enum, default_value_t = DumpFormat::Prom, value_name = "FORMAT")]
    pub(crate) format: DumpFormat,
}

/// Which samples to print.
#[derive(Debug, Args)]
pub(crate) struct TsdbSelectArgs {
    /// The data directory
    #[arg(default_value = "data/", value_hint = ValueHint::DirPath)]
    pub(crate) path: PathBuf,

    /// Print samples from this time on, in milliseconds since the Unix epoch [default: all]
    #[arg(long, value_name = "MS", default_value_t = TimestampMs::MIN, hide_default_value = true,
          allow_hyphen_values = true)]
    pub(crate) min_time: TimestampMs,

    /// Print samples up to this time, in milliseconds since the Unix epoch [default: all]
    #[arg(long, value_name = "MS", default_value_t = TimestampMs::MAX, hide_default_value = true,
          allow_hyphen_values = true)]
    pub(crate) max_time: TimestampMs,

    /// Print only series that match this selector; may be repeated [default: all series]
    #[arg(long = "match", value_name = "SELECTOR")]
    pub(crate) selectors: Vec<String>,
}

/// How samples are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DumpFormat {
    /// One line per sample: labels, value, milliseconds
    Prom,
    /// One line per series: labels as a JSON object, no samples
    Seriesjson,
}

const TSDB_EXAMPLES: &str = "\
Examples:
  promenade tsdb list -r /var/lib/prometheus
  promenade tsdb analyze /var/lib/prometheus --limit 10
  promenade tsdb dump /var/lib/prometheus --match 'up{job=\"node\"}'
  promenade tsdb dump-openmetrics /var/lib/prometheus --match '{__name__=~\"node_.+\"}'";
