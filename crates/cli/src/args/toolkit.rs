//! The arguments of the commands around queries in files.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::query::{DataArgs, feature_parser};
use crate::config::{FailOn, Grouping, Parens};

/// Format queries: bare ones, and those in rule files, dashboards and Markdown.
///
/// Everything but the queries stays as it is, byte for byte. A query that is not understood is left as it is and named;
/// so is a file. Folders are searched for YAML, JSON, Markdown and PromQL; what .gitignore names is left out.
#[derive(Debug, Args)]
#[command(after_long_help = FMT_EXAMPLES)]
pub(crate) struct FmtArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,

    /// Write nothing, and fail if a file would change
    #[arg(long)]
    pub(crate) check: bool,

    /// Write nothing, show what would change, and fail if something would
    #[arg(long)]
    pub(crate) diff: bool,

    /// Read Grafana's variables in all files, not in dashboards alone
    #[arg(long)]
    pub(crate) grafana: bool,

    #[command(flatten)]
    pub(crate) style: StyleArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Find mistakes in queries, rules and dashboards.
///
/// Besides what Prometheus refuses, it finds what is accepted but does not do what is meant. Folders are searched for
/// YAML, JSON, Markdown and PromQL; what .gitignore names is left out.
#[derive(Debug, Args)]
#[command(after_long_help = LINT_EXAMPLES)]
pub(crate) struct LintArgs {
    #[command(flatten)]
    pub(crate) files: FilesArgs,

    /// How to write what is found
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) output_format: ReportFormat,

    /// Show how often each rule found something in place of the findings
    #[arg(long)]
    pub(crate) statistics: bool,

    #[command(flatten)]
    pub(crate) fixes: FixArgs,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    #[command(flatten)]
    pub(crate) outcome: OutcomeArgs,
    #[command(flatten)]
    pub(crate) language: LintLanguageArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Write down what is known of metrics, for checks without a server.
///
/// The snapshot holds names, types, units and labels with the number of their values. `promenade lint` reads it with
/// --snapshot, or where promenade.toml names it. Where the data is what targets expose, without the labels `job` and
/// `instance` that a server adds, labels are not checked.
#[derive(Debug, Args)]
#[command(after_long_help = SNAPSHOT_EXAMPLES)]
pub(crate) struct SnapshotArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,

    /// Ask a server with Prometheus's API instead, as in `http://localhost:9090`; without encryption
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, conflicts_with = "data")]
    pub(crate) url: Option<String>,

    /// The file to write [default: the standard output]
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// List the values of labels that have no more than so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) max_values: usize,
}

/// Show the settings that count for a file, or their JSON schema.
#[derive(Debug, Args)]
#[command(after_long_help = CONFIG_EXAMPLES)]
pub(crate) struct ShowConfigArgs {
    /// The file or folder [default: the current folder]
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(crate) path: Option<PathBuf>,

    /// Print the JSON schema of promenade.toml, for editors
    #[arg(long, conflicts_with = "path")]
    pub(crate) schema: bool,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// What to work on.
#[derive(Debug, Args)]
pub(crate) struct FilesArgs {
    /// Files, and folders with what lies below them; `-` is the standard input [default: the current folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// The name of what comes from the standard input: its ending says what it is, its folder which settings count
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Leave out what promenade.toml excludes even where it is named, as for hooks that name all changed files
    #[arg(long)]
    pub(crate) force_exclude: bool,
}

impl FilesArgs {
    /// Whether the standard input is read.
    pub(crate) fn is_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }
}

/// How queries are laid out; each goes before the settings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Style")]
pub(crate) struct StyleArgs {
    /// The longest line, in characters [default: 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub(crate) width: Option<u16>,

    /// Where `by` and `without` stand [default: before]
    #[arg(long, value_enum, value_name = "PLACE")]
    pub(crate) grouping: Option<Grouping>,

    /// What becomes of parentheses that change nothing [default: keep]
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) parentheses: Option<Parens>,

    /// Give numbers, strings and names of labels one spelling
    #[arg(long)]
    pub(crate) normalize: bool,
}

/// What becomes of findings that can be mended.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixArgs {
    /// Mend what can be mended without a change of meaning
    #[arg(long)]
    pub(crate) fix: bool,

    /// Mend also where the meaning may change
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,

    /// Write nothing, show what would be mended, and fail if something would
    #[arg(long)]
    pub(crate) diff: bool,
}

/// Which rules are used: by code, name, group, beginning of a code, or `all`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules (codes, names, groups, beginnings of codes, `all`; separated by commas)")]
pub(crate) struct RuleArgs {
    /// Use these in place of the usual ones
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,

    /// Use these too
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) extend_select: Vec<String>,

    /// Do not use these
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
}

/// When the command fails.
#[derive(Debug, Args)]
#[command(next_help_heading = "Exit code")]
pub(crate) struct OutcomeArgs {
    /// Fail on findings of this severity or a higher one [default: info]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,

    /// Do not fail on findings
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// What queries may use, and for which server they are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Language")]
pub(crate) struct LintLanguageArgs {
    /// Feature flags under Prometheus's names, separated by commas
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,

    /// Read Grafana's variables in all files, not in dashboards alone
    #[arg(long)]
    pub(crate) grafana: bool,

    /// A snapshot of the server's metrics, as `promenade snapshot` writes it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) snapshot: Option<PathBuf>,
}

/// Which settings count.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct ConfigArgs {
    /// Use this file for all [default: for each file the nearest promenade.toml upward from it]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Use no promenade.toml
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ReportFormat {
    /// With the lines of the file, and carets
    #[default]
    Full,
    /// A line each: file, line, column, code, message
    Concise,
    /// A JSON array
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// `JUnit` XML
    Junit,
    /// Checkstyle XML
    Checkstyle,
}

/// Explain a code of a finding.
///
/// Says what it means, with an example and how to mend it. Without a code all of them are listed.
#[derive(Debug, Args)]
#[command(after_long_help = EXPLAIN_CODE_EXAMPLES)]
pub(crate) struct ExplainCodeArgs {
    /// The code, such as PQL001
    pub(crate) code: Option<String>,
}

/// Print the manual page.
#[derive(Debug, Args)]
#[command(after_long_help = MAN_EXAMPLES)]
pub(crate) struct ManArgs {
    /// The command to print the page of [default: the page of the program]
    pub(crate) command: Option<String>,
}

const FMT_EXAMPLES: &str = "\
Examples:
  promenade fmt                               # all below the current folder
  promenade fmt --check rules/ dashboards/    # in continuous integration
  promenade fmt --diff rules/node.yml
  echo 'sum(rate(x[5m]))by(job)' | promenade fmt -
  promenade fmt - --stdin-filename rules/node.yml < rules/node.yml

Exit codes:
  0  all is formatted, or was written
  1  something would change (--check, --diff)
  2  a file cannot be handled, or the arguments or settings are at fault";

const LINT_EXAMPLES: &str = "\
Examples:
  promenade lint
  promenade lint --fix rules/
  promenade lint --select alerts,PQL310 --fail-on warning rules/
  promenade lint --output-format github       # in GitHub Actions
  promenade lint --output-format sarif dashboards/ > promenade.sarif
  echo 'rate(sum(x)[5m])' | promenade lint -

Exit codes:
  0  nothing was found
  1  something was found, or a file cannot be handled
  2  the arguments or settings are at fault";

const SNAPSHOT_EXAMPLES: &str = "\
Examples:
  curl -s localhost:9100/metrics | promenade snapshot --data - > snapshot.json
  promenade snapshot --data metrics/ --output snapshot.json
  curl -sG localhost:9090/federate --data-urlencode 'match[]={__name__=~\".+\"}' \\
      | promenade snapshot --data - > snapshot.json   # of a running Prometheus
  promenade snapshot --url http://localhost:9090 --output snapshot.json
  promenade lint --snapshot snapshot.json rules/";

const CONFIG_EXAMPLES: &str = "\
Examples:
  promenade config rules/node.yml
  promenade config --schema > promenade.schema.json";

const EXPLAIN_CODE_EXAMPLES: &str = "\
Examples:
  promenade explain-code PQL105
  promenade explain-code";

const MAN_EXAMPLES: &str = "\
Examples:
  promenade man > ~/.local/share/man/man1/promenade.1
  promenade man lint > ~/.local/share/man/man1/promenade-lint.1
  promenade man fmt | man -l -";
