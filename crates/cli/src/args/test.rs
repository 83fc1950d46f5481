//! The arguments of `test`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::query::feature_parser;

/// Run unit tests of rules.
///
/// Test files have the format of `promtool test rules`, and the verdicts are the same. Rules are read from rule files,
/// Kubernetes resources and Markdown. Groups that `group_eval_order` does not name are evaluated in the order of their
/// files. The exit code is 0 if all tests pass, 1 if a test fails, and 2 if the arguments are wrong.
#[derive(Debug, Args)]
#[command(after_long_help = TEST_EXAMPLES)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of its own
pub(crate) struct TestArgs {
    /// Test files, folders with test files, or patterns; `-` is the standard input [default: the current folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Run only tests whose names match this regular expression; may be given several times
    #[arg(long, value_name = "REGEX")]
    pub(crate) run: Vec<String>,

    /// Write the results to this file as JUnit XML
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) junit: Option<PathBuf>,

    /// Show expected and actual results as a diff
    #[arg(long)]
    pub(crate) diff: bool,

    /// Show how long each test took and all series at its end, on the standard error
    #[arg(long)]
    pub(crate) debug: bool,

    /// Show which parts of the rules the tests cover, in this format
    ///
    /// A rule is evaluated, fires, and is asserted firing and silent; a recording rule is asserted where an expectation reads
    /// it, or a rule that is asserted. Below the rule, a comparison keeps and drops series, each side of `and`, `or` and
    /// `unless` matters, and each template is expanded. The comment `# promenade: ignore coverage` leaves out a rule, or a
    /// line of one. In formats for machines the results of tests go to the standard error.
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "text")]
    pub(crate) coverage: Option<CoverageFormat>,

    /// Fail if less than this share of the points is covered, in percent
    #[arg(long, value_name = "N", value_parser = percent_parser, requires = "coverage")]
    pub(crate) fail_under: Option<f64>,

    /// Change the rules in small ways, and show the changes that no test notices
    ///
    /// A comparison, the last digit of a threshold or of `for`, a matcher, a range, a label of an aggregation or of a join: each
    /// change is made alone, and the tests that depend on the rule run again. Changes that provably mean the same are not
    /// made. The comment `# promenade: ignore mutants` leaves out a rule, or a line of one.
    #[arg(long, conflicts_with = "coverage")]
    pub(crate) mutate: bool,

    /// Replace expectations that fail with the actual results; no other byte of the test files changes
    #[arg(long, conflicts_with = "watch")]
    pub(crate) update: bool,

    /// Run the tests again whenever a test file or a rule file changes, until the program is interrupted
    #[arg(long)]
    pub(crate) watch: bool,

    /// Ignore fields of rule files that Prometheus does not know
    #[arg(long)]
    pub(crate) ignore_unknown_fields: bool,

    /// Feature flags of Prometheus to turn on, separated by commas
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,
}

/// How coverage is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoverageFormat {
    /// What is not covered, one line each
    Text,
    /// All points of all rules
    Json,
    /// An lcov tracefile
    Lcov,
    /// A page with the rule files
    Html,
    /// JUnit XML with one case per rule
    Junit,
    /// Annotations of GitHub Actions
    Github,
}

impl CoverageFormat {
    /// Whether the output is read by programs, so that nothing else may stand in it.
    pub(crate) fn is_for_machines(self) -> bool {
        !matches!(self, Self::Text | Self::Github)
    }
}

/// A share in percent.
fn percent_parser(text: &str) -> Result<f64, String> {
    let value: Result<f64, _> = text.trim_end_matches('%').parse();
    value.ok().filter(|value| (0.0..=100.0).contains(value)).ok_or_else(|| "give a number from 0 to 100".to_owned())
}

const TEST_EXAMPLES: &str = "\
Examples:
  promenade test tests/*.yaml
  promenade test --run 'NodeDown' --diff tests/
  promenade test --junit results.xml .
  promenade test --coverage text --fail-under 80 tests/
  promenade test --update --run 'NodeDown' tests/
  promenade test --watch tests/
  promenade test --mutate --run 'NodeDown' tests/
  promenade test --coverage html tests/ > coverage.html";
