//! The arguments of `promenade snapshot`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::query::DataArgs;

/// Write a snapshot of metric metadata, which lints check queries against.
///
/// The snapshot contains the names, types, units and labels of metrics, and the number of values of each label.
/// `promenade lint` reads it with --snapshot, or if promenade.toml names it. If the data has no labels `job` and
/// `instance`, it comes from targets and not from a server, which adds labels; then labels are not checked.
#[derive(Debug, Args)]
#[command(after_long_help = SNAPSHOT_EXAMPLES)]
pub(crate) struct SnapshotArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,

    /// Query a server with Prometheus's HTTP API instead of files, such as `http://localhost:9090`
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, conflicts_with = "data")]
    pub(crate) url: Option<String>,

    /// The file to write [default: the standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// Include the values of labels that have at most N values
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) max_values: usize,
}

const SNAPSHOT_EXAMPLES: &str = "\
Examples:
  curl -s localhost:9100/metrics | promenade snapshot --data - > snapshot.json
  promenade snapshot --data metrics/ --output snapshot.json
  curl -sG localhost:9090/federate --data-urlencode 'match[]={__name__=~\".+\"}' \\
      | promenade snapshot --data - > snapshot.json   # from a running Prometheus
  promenade snapshot --url http://localhost:9090 --output snapshot.json
  promenade lint --snapshot snapshot.json rules/";
