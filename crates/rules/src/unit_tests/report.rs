//! What came of the tests of a file.

use std::collections::BTreeMap;

use promenade_model::FileRange;

use super::read::TestFileError;
use crate::AlertState;
use crate::coverage::RuleCoverage;

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FileReport {
    /// The file.
    pub file: String,
    /// Why no test of it was run.
    pub errors: Vec<TestFileError>,
    /// What is probably not meant, but fails no test.
    pub warnings: Vec<Warning>,
    /// What came of each test that was run.
    pub tests: Vec<TestReport>,
    /// What of the rules is covered, where it was asked for.
    pub coverage: Vec<RuleCoverage>,
}

/// Something that is probably not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where it stands.
    pub range: FileRange,
    /// What it is.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

/// What came of a test.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TestReport {
    /// Its name, or `unnamed#` and its number.
    pub name: String,
    /// How many expectations it has.
    pub n_expectations: usize,
    /// What failed.
    pub failures: Vec<Failure>,
    /// All series at the end of the test, where they were asked for.
    pub stored: Vec<StoredSeries>,
}

/// A series with its samples as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSeries {
    /// Its labels.
    pub labels: String,
    /// Its samples: milliseconds and value, in the order of time.
    pub samples: Vec<(i64, String)>,
}

/// Something that a test expects and that is not so.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What in the test file failed.
    pub range: FileRange,
    /// What it is.
    pub kind: FailureKind,
}

/// What can fail.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The test cannot be run.
    Setup {
        /// Why.
        message: String,
        /// How to fix it.
        help: Option<String>,
    },
    /// The evaluation of a rule failed, which ends the test.
    Rule {
        /// Where the rule stands.
        place: RulePlace,
        /// Milliseconds since the epoch.
        time_ms: i64,
        /// Why.
        error: String,
    },
    /// Other alerts fire than those that are expected.
    Alerts {
        /// The name of the alert.
        alertname: String,
        /// Milliseconds after the start of the test.
        eval_time_ms: i64,
        /// The alerts that are expected, in order.
        expected: Vec<AlertTexts>,
        /// The alerts that fire, in order.
        actual: Vec<AlertTexts>,
        /// The alerts of this name that are pending.
        pending: Vec<AlertTexts>,
        /// Where the rules with this name stand; empty where there is none.
        rules: Vec<RulePlace>,
        /// Where no alert is active although some are expected: why the expressions give nothing.
        empty: Vec<EmptyResult>,
    },
    /// An expression cannot be evaluated, or what is expected of it cannot be read.
    Expression {
        /// The expression.
        expr: String,
        /// Milliseconds after the start of the test.
        eval_time_ms: i64,
        /// Why.
        error: String,
    },
    /// An expression gives another result than expected.
    Samples {
        /// The expression.
        expr: String,
        /// Milliseconds after the start of the test.
        eval_time_ms: i64,
        /// What is expected, in order.
        expected: Vec<SampleText>,
        /// What came out, in order.
        actual: Vec<SampleText>,
        /// Why nothing came out although something is expected.
        empty: Option<EmptyResult>,
    },
}

/// The part of an expression that empties it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyResult {
    /// The part, as it is written.
    pub part: String,
    /// Why it gives nothing.
    pub cause: EmptyCause,
}

/// Why a part of an expression gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmptyCause {
    /// The selector finds no series.
    NoSeries,
    /// The comparison drops all elements.
    Comparison {
        /// How many there are.
        n: usize,
    },
    /// No element of one side matches one of the other.
    Join {
        /// How many the left side has.
        left: usize,
        /// How many the right side has.
        right: usize,
    },
    /// `unless` removes all elements of the left side.
    Unless {
        /// How many there are.
        n: usize,
    },
    /// A function or an aggregation gives nothing for what it gets.
    Function {
        /// How many series or elements it gets.
        n: usize,
    },
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePlace {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The name of the rule.
    pub rule: String,
}

/// An alert as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlertTexts {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// Its state.
    pub state: AlertState,
    /// When it became active, in milliseconds since the epoch; 0 for one that is only expected.
    pub active_at_ms: i64,
}

/// An element of a result as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleText {
    /// Metric name and labels.
    pub labels: String,
    /// The value, or the histogram in the notation of tests.
    pub value: String,
}

impl FileReport {
    /// Whether something failed.
    pub fn has_failed(&self) -> bool {
        !self.errors.is_empty() || self.tests.iter().any(|test| !test.failures.is_empty())
    }
}
