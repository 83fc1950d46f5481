//! The arguments of `check-rules`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::query::feature_parser;

/// Check rule files as Prometheus does.
///
/// Verdict, words and exit code are those of `promtool check rules`: 0 where Prometheus takes all files, 1 where it
/// refuses one, 3 for a lint with --lint-fatal. Words on mistakes in PromQL are our own. For what is accepted but does
/// not do what is meant, see `promenade lint`.
#[derive(Debug, Args)]
#[command(after_long_help = CHECK_RULES_EXAMPLES)]
pub(crate) struct CheckRulesArgs {
    /// The rule files [default: the standard input]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,

    /// Lints to run: all, duplicate-rules, none
    #[arg(long, default_value = "duplicate-rules", value_name = "LINTS")]
    pub(crate) lint: String,

    /// End with exit code 3 where a lint finds something
    #[arg(long)]
    pub(crate) lint_fatal: bool,

    /// Let fields pass that Prometheus does not know
    #[arg(long)]
    pub(crate) ignore_unknown_fields: bool,

    /// Turn on optional parts of PromQL, by the names of Prometheus
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,
}

const CHECK_RULES_EXAMPLES: &str = "\
Examples:
  promenade check-rules rules/*.yaml
  promenade check-rules --lint=all --lint-fatal rules.yaml
  jsonnet rules.jsonnet | promenade check-rules";
