//! The arguments of `test`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::query::feature_parser;

/// Run unit tests of rules.
///
/// Test files are those of `promtool test rules`, and so are the verdicts. Rules are read from rule files and from
/// resources of Kubernetes. Groups that `group_eval_order` does not name are evaluated in the order of their files. Exit
/// code 0 says that all tests pass, 1 that one fails, 2 that the arguments are wrong.
#[derive(Debug, Args)]
#[command(after_long_help = TEST_EXAMPLES)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of its own
pub(crate) struct TestArgs {
    /// Test files, folders that hold some, or patterns; `-` is the standard input [default: the current folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Run only tests whose names match this regular expression; may be given several times
    #[arg(long, value_name = "REGEX")]
    pub(crate) run: Vec<String>,

    /// Write the results to this file as JUnit XML
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) junit: Option<PathBuf>,

    /// Show what is expected and what came out as a diff
    #[arg(long)]
    pub(crate) diff: bool,

    /// Show how long each test took and all series at its end, on the standard error
    #[arg(long)]
    pub(crate) debug: bool,

    /// Show what of the rules the tests cover, in this format
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

    /// Write what came out as the expectation where an expectation fails; no other byte of the test files changes
    #[arg(long, conflicts_with = "watch")]
    pub(crate) update: bool,

    /// Run the tests again whenever a test file or a rule file changes, until the program is interrupted
    #[arg(long)]
    pub(crate) watch: bool,

    /// Let fields of rule files pass that Prometheus does not know
    #[arg(long)]
    pub(crate) ignore_unknown_fields: bool,

    /// Turn on optional parts of PromQL, by the names of Prometheus
    #[arg(long = "enable-feature", value_name = "NAME", value_delimiter = ',', value_parser = feature_parser())]
    pub(crate) features: Vec<String>,
}

/// How coverage is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoverageFormat {
    /// What is missing, a line each
    Text,
    /// All points of all rules
    Json,
    /// A tracefile of lcov
    Lcov,
    /// A page that shows the rule files
    Html,
    /// JUnit XML, a case for each rule
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
