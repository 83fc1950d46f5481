//! The arguments of `promenade fmt`.

use clap::Args;

use super::files::{ConfigArgs, FilesArgs};
use crate::config::{Grouping, Parens};

/// Format queries in PromQL files, rule files, dashboards and Markdown.
///
/// Only queries change; every other byte of a file stays. Queries and files that cannot be parsed are reported and left
/// unchanged. Folders are searched for YAML, JSON, Markdown and PromQL files, without those that .gitignore excludes.
#[derive(Debug, Args)]
#[command(after_long_help = FMT_EXAMPLES)]
pub(crate) struct FmtArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,

    /// Write nothing; fail if a file would change
    #[arg(long)]
    pub(crate) check: bool,

    /// Write nothing; print the changes, and fail if there are any
    #[arg(long)]
    pub(crate) diff: bool,

    /// Allow Grafana's variables in all files, not only in dashboards
    #[arg(long)]
    pub(crate) grafana: bool,

    #[command(flatten)]
    pub(crate) style: StyleArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// The format of queries; flags override the settings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Style")]
pub(crate) struct StyleArgs {
    /// The maximum line length, in characters [default: 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub(crate) width: Option<u16>,

    /// Where to write `by` and `without` [default: before]
    #[arg(long, value_enum, value_name = "PLACE")]
    pub(crate) grouping: Option<Grouping>,

    /// What to do with redundant parentheses [default: keep]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) parentheses: Option<Parens>,

    /// Normalize numbers, the quotes of strings, and quoted label names
    #[arg(long)]
    pub(crate) normalize: bool,
}

const FMT_EXAMPLES: &str = "\
Examples:
  promenade fmt                               # all files in the current folder
  promenade fmt --check rules/ dashboards/    # in continuous integration
  promenade fmt --diff rules/node.yml
  echo 'sum(rate(x[5m]))by(job)' | promenade fmt -
  promenade fmt - --stdin-filename rules/node.yml < rules/node.yml

Exit codes:
  0  all files are formatted
  1  a file would change (--check, --diff), or a path does not exist
  2  a file or query cannot be read, or the arguments or settings are wrong";
