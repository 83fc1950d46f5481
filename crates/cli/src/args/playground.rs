//! The arguments of `promenade playground`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// Open a page that evaluates queries over files, in the browser.
///
/// The page has an editor with completion and lints, tables, graphs, and a view of each part of a query. It is served
/// only on this machine and evaluates in the browser: files and queries are not sent anywhere.
#[derive(Debug, Args)]
#[command(after_long_help = PLAYGROUND_EXAMPLES)]
pub(crate) struct PlaygroundArgs {
    /// Files that the page opens with, or directories with all files below them (hidden ones left out); `-` is the
    /// standard input
    #[arg(long, short, num_args = 1.., value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) data: Vec<PathBuf>,

    /// The port on 127.0.0.1; 0 takes a free one. The browser keeps settings and files per port
    #[arg(long, value_name = "N", default_value_t = 9777)]
    pub(crate) port: u16,

    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,
}

const PLAYGROUND_EXAMPLES: &str = "\
Examples:
  promenade playground
  promenade playground --data metrics/ more.prom.gz
  curl -s localhost:9100/metrics | promenade playground --data -";
