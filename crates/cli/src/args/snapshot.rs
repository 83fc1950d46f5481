//! The arguments of `promenade snapshot`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::query::DataArgs;

/// Write a snapshot of metric metadata, for lints without a server.
///
/// The snapshot holds names, types, units, and labels with the number of their values. `promenade lint` reads it with
/// --snapshot, or if promenade.toml names it. If the data has no labels `job` and `instance`, which a server adds to what
/// targets expose, labels are not checked.
#[derive(Debug, Args)]
#[command(after_long_help = SNAPSHOT_EXAMPLES)]
pub(crate) struct SnapshotArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,

    /// Ask a server with Prometheus's API instead, such as `http://localhost:9090`
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, conflicts_with = "data")]
    pub(crate) url: Option<String>,

    /// The file to write [default: the standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// List the values of labels that have at most N values
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) max_values: usize,
}

const SNAPSHOT_EXAMPLES: &str = "\
Examples:
  curl -s localhost:9100/metrics | promenade snapshot --data - > snapshot.json
  promenade snapshot --data metrics/ --output snapshot.json
  curl -sG localhost:9090/federate --data-urlencode 'match[]={__name__=~\".+\"}' \\
      | promenade snapshot --data - > snapshot.json   # of a running Prometheus
  promenade snapshot --url http://localhost:9090 --output snapshot.json
  promenade lint --snapshot snapshot.json rules/";
