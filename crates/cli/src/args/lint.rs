//! The arguments of `promenade lint`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::files::{ConfigArgs, FilesArgs};
use super::query::feature_parser;
use crate::config::FailOn;

/// Find mistakes in queries, rules and dashboards.
///
/// Lints report queries that Prometheus refuses, and queries that it accepts but that do not work as intended. Folders
/// are searched for YAML, JSON, Markdown and PromQL files that .gitignore does not exclude.
#[derive(Debug, Args)]
#[command(after_long_help = LINT_EXAMPLES)]
#[allow(clippy::struct_excessive_bools)] // independent flags
pub(crate) struct LintArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,

    /// The format of the findings
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) output_format: ReportFormat,

    /// Report only findings on lines that changed since the branch left this revision, such as `origin/main`
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "diff"])]
    pub(crate) since: Option<String>,

    /// Write the findings to this file instead of the standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output_file: Option<PathBuf>,

    /// Print the number of findings of each lint instead of the findings
    #[arg(long)]
    pub(crate) statistics: bool,

    /// Print findings and errors only, no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Print the files that would be checked, and stop
    #[arg(long)]
    pub(crate) show_files: bool,

    /// Add comments that ignore the findings, in files that can have comments
    #[arg(long, conflicts_with_all = ["fix", "diff", "statistics"])]
    pub(crate) add_ignore: bool,

    #[command(flatten)]
    pub(crate) fixes: FixArgs,
    #[command(flatten)]
    pub(crate) lints: LintSelectionArgs,
    #[command(flatten)]
    pub(crate) outcome: OutcomeArgs,
    #[command(flatten)]
    pub(crate) language: LintLanguageArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Which fixes to apply.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixArgs {
    /// Apply fixes that keep the meaning of a query
    #[arg(long)]
    pub(crate) fix: bool,

    /// Also apply fixes that may change the meaning; without --fix, show them
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Write nothing; print the changes, and fail if there are any
    #[arg(long)]
    pub(crate) diff: bool,
}

/// The lints to run: by code, name, group, prefix of a code, or `all`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Lints (codes, names, groups, beginnings of codes, `all`; separated by commas)")]
pub(crate) struct LintSelectionArgs {
    /// Run these instead of the default ones
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Run these too
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub(crate) extend_select: Vec<String>,

    /// Do not run these
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
}

/// When the command fails.
#[derive(Debug, Args)]
#[command(next_help_heading = "Exit code")]
pub(crate) struct OutcomeArgs {
    /// Fail on findings of this severity or a higher one [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    /// Do not fail on findings
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// The language of the queries and the server they are for.
#[derive(Debug, Args)]
#[command(next_help_heading = "Language")]
pub(crate) struct LintLanguageArgs {
    /// Feature flags under Prometheus's names, separated by commas
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,

    /// Read Grafana's variables in all files, not only in dashboards
    #[arg(long)]
    pub(crate) grafana: bool,

    /// A snapshot of the server's metrics, as `promenade snapshot` writes it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) snapshot: Option<PathBuf>,
}

/// The format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ReportFormat {
    /// With source lines and carets
    #[default]
    Full,
    /// One line each: file, line, column, severity, code, `[*]` if --fix applies a fix, message
    Concise,
    /// A JSON array
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// JUnit XML
    Junit,
    /// Checkstyle XML
    Checkstyle,
}

const LINT_EXAMPLES: &str = "\
Examples:
  promenade lint
  promenade lint --fix rules/
  promenade lint --select alerts,PQL310 --fail-on warning rules/
  promenade lint --fix --unsafe-fixes --diff  # what fixes would change
  promenade lint --config lint.fail-on=error rules/
  promenade lint --output-format github       # in GitHub Actions
  promenade lint --output-format sarif dashboards/ > promenade.sarif
  echo 'rate(sum(x)[5m])' | promenade lint -

Exit codes:
  0  no findings of the severity of --fail-on
  1  findings, or a file cannot be read, or is left out (--fail-on-unread)
  2  the arguments or settings are wrong";
