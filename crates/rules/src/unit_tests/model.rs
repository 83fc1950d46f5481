//! What a file of unit tests holds.

use std::collections::BTreeMap;

use promenade_model::FileRange;
use promenade_model::TimestampMs;

/// A file of unit tests.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TestFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Patterns of the rule files.
    pub rule_files: Vec<Placed<String>>,
    /// Milliseconds between two evaluations.
    pub evaluation_interval_ms: i64,
    /// Names of groups in the order of their evaluation.
    pub group_eval_order: Vec<Placed<String>>,
    /// Whether floats may differ in their last bit.
    pub fuzzy_compare: bool,
    /// The tests.
    pub tests: Vec<RuleTest>,
}

/// A value and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands, in bytes.
    pub range: FileRange,
}

/// A test: series, and what rules and expressions make of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleTest {
    /// The whole test.
    pub range: FileRange,
    /// Its name; empty where it has none.
    pub name: String,
    /// Milliseconds between two samples; `None` if the interval of evaluation counts.
    pub interval_ms: Option<i64>,
    /// The series.
    pub input_series: Vec<Input>,
    /// When the test starts; none for the epoch.
    pub start_ms: Option<TimestampMs>,
    /// The labels of the server.
    pub external_labels: BTreeMap<String, String>,
    /// The URL of the server.
    pub external_url: String,
    /// What alerts are expected.
    pub alert_tests: Vec<AlertTest>,
    /// What results of expressions are expected.
    pub expression_tests: Vec<ExpressionTest>,
}

/// A series in the notation of test scripts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Metric name and labels.
    pub series: Placed<String>,
    /// Its values.
    pub values: Placed<String>,
}

/// The alerts of a name that must fire at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertTest {
    /// The whole item.
    pub range: FileRange,
    /// Milliseconds after the start of the test.
    pub eval_time: Placed<i64>,
    /// The name of the alert.
    pub alertname: Placed<String>,
    /// The alerts.
    pub expected: Vec<ExpectedAlert>,
}

/// An alert that must fire. Labels and annotations may be empty texts, which no alert has as labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedAlert {
    /// The whole alert.
    pub range: FileRange,
    /// Its labels, the name of the alert left out.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
}

/// What an expression must give at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionTest {
    /// The whole item.
    pub range: FileRange,
    /// The expression.
    pub expr: Placed<String>,
    /// Milliseconds after the start of the test.
    pub eval_time: Placed<i64>,
    /// The elements of the result.
    pub expected: Vec<ExpectedSample>,
}

/// An element of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedSample {
    /// The whole element.
    pub range: FileRange,
    /// Metric name and labels, as text.
    pub labels: Placed<String>,
    /// The value.
    pub value: f64,
    /// The native histogram, as text; empty for a float.
    pub histogram: Placed<String>,
}

impl RuleTest {
    /// Milliseconds from the start to the last time that something is expected at.
    pub fn last_eval_time_ms(&self) -> i64 {
        let alerts = self.alert_tests.iter().map(|test| test.eval_time.value);
        alerts.chain(self.expression_tests.iter().map(|test| test.eval_time.value)).max().unwrap_or(0).max(0)
    }
}
