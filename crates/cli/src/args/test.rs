//! The arguments of `test`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::query::feature_parser;

/// Run unit tests of rules.
///
/// Test files are those of `promtool test rules`, and so are the verdicts. Rules are read from rule files and from
/// resources of Kubernetes. Groups that `group_eval_order` does not name are evaluated in the order of their files. Exit
/// code 0 says that all tests pass, 1 that one fails, 2 that the arguments are wrong.
#[derive(Debug, Args)]
#[command(after_long_help = TEST_EXAMPLES)]
pub(crate) struct TestArgs {
    /// Test files, folders that hold some, or patterns; `-` is the standard input [default: the current folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Run only tests whose names match this regular expression; may be given several times
    #[arg(long, value_name = "REGEX")]
    pub(crate) run: Vec<String>,

    /// Write the results to this file as `JUnit` XML
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) junit: Option<PathBuf>,

    /// Show what is expected and what came out as a diff
    #[arg(long)]
    pub(crate) diff: bool,

    /// Show how long each test took and all series at its end, on the standard error
    #[arg(long)]
    pub(crate) debug: bool,

    /// Let fields of rule files pass that Prometheus does not know
    #[arg(long)]
    pub(crate) ignore_unknown_fields: bool,

    /// Turn on optional parts of PromQL, by the names of Prometheus
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,
}

const TEST_EXAMPLES: &str = "\
Examples:
  promenade test tests/*.yaml
  promenade test --run 'NodeDown' --diff tests/
  promenade test --junit results.xml .";
