//! The arguments of `check-rules`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::query::feature_parser;

/// Check rule files as Prometheus does.
///
/// Verdicts, messages and exit codes are those of `promtool check rules`, except that messages about PromQL are
/// Promenade's own. `promenade lint` also finds mistakes that Prometheus accepts.
#[derive(Debug, Args)]
#[command(after_long_help = CHECK_RULES_EXAMPLES)]
pub(crate) struct CheckRulesArgs {
    /// The rule files [default: the standard input]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,

    /// Lints to run: all, duplicate-rules, none
    #[arg(long, default_value = "duplicate-rules", value_name = "LINTS")]
    pub(crate) lint: String,

    /// Exit with code 3 if a lint finds something
    #[arg(long)]
    pub(crate) lint_fatal: bool,

    /// Ignore fields that Prometheus does not know
    #[arg(long)]
    pub(crate) ignore_unknown_fields: bool,

    /// Feature flags of Prometheus to turn on, separated by commas
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,
}

const CHECK_RULES_EXAMPLES: &str = "\
Examples:
  promenade check-rules rules/*.yaml
  promenade check-rules --lint=all --lint-fatal rules.yaml
  jsonnet rules.jsonnet | promenade check-rules

Exit codes:
  0  Prometheus accepts all files
  1  Prometheus refuses a file, or a file cannot be read
  2  the arguments are wrong
  3  a lint finds something (--lint-fatal)";
