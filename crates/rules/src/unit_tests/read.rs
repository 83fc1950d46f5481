//! From the text of a file to its tests.

use std::collections::BTreeMap;

use promenade_documents::yaml::{NodeRef, Yaml};
use promenade_go::strconv::parse_go_float;
use promenade_model::FileRange;
use promenade_model::TimestampMs;

use super::fields::Reader;
use super::model::{AlertTest, ExpectedAlert, ExpectedSample, ExpressionTest, Input, Placed, RuleTest, TestFile};

/// Something in a test file that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TestFileError {
    /// Where it stands, in bytes.
    pub range: FileRange,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

/// Reads a file of unit tests. As for promtool, its first YAML document counts, and a field that does not exist is an error.
///
/// # Errors
/// Everything that does not fit.
pub fn read_test_file(name: &str, text: &str) -> Result<TestFile, Vec<TestFileError>> {
    let (tree, error) = Yaml::read(text);
    if let Some(error) = error {
        let message = format!("this is not YAML: {}", error.message);
        return Err(vec![TestFileError { range: FileRange::at(error.at), message, help: None }]);
    }
    let mut reader = Reader::default();
    let mut file = TestFile { name: name.to_owned(), text: text.to_owned(), ..TestFile::default() };
    if let Some(root) = tree.documents().next() {
        reader.file(root, &mut file);
    }
    if file.evaluation_interval_ms == 0 {
        file.evaluation_interval_ms = 60_000;
    }
    if reader.errors.is_empty() { Ok(file) } else { Err(reader.errors) }
}

impl Reader {
    fn file(&mut self, root: NodeRef<'_>, file: &mut TestFile) {
        let known = ["rule_files", "evaluation_interval", "group_eval_order", "tests", "fuzzy_compare"];
        for (name, value) in self.fields(root, &known) {
            match name {
                "rule_files" => file.rule_files = self.list(value, Self::text),
                "evaluation_interval" => file.evaluation_interval_ms = self.duration(value).value,
                "group_eval_order" => file.group_eval_order = self.list(value, Self::text),
                "fuzzy_compare" => file.fuzzy_compare = self.boolean(value),
                "tests" => file.tests = self.list(value, Self::test),
                _ => {}
            }
        }
        let order = &file.group_eval_order;
        let repeated = order.iter().enumerate().find(|(i, name)| order[..*i].iter().any(|o| o.value == name.value));
        if let Some((_, name)) = repeated {
            let message = format!("group name repeated in evaluation order: {}", name.value);
            self.errors.push(TestFileError { range: name.range, message, help: None });
        }
    }

    fn list<T>(&mut self, node: NodeRef<'_>, read: impl Fn(&mut Self, NodeRef<'_>) -> T) -> Vec<T> {
        self.items(node).into_iter().map(|item| read(self, item)).collect()
    }

    fn test(&mut self, node: NodeRef<'_>) -> RuleTest {
        let mut test = RuleTest { range: node.range(), ..RuleTest::default() };
        let known = [
            "interval",
            "input_series",
            "alert_rule_test",
            "promql_expr_test",
            "external_labels",
            "external_url",
            "name",
            "start_timestamp",
        ];
        for (name, value) in self.fields(node, &known) {
            match name {
                "interval" => test.interval_ms = Some(self.duration(value).value).filter(|ms| *ms != 0),
                "input_series" => test.input_series = self.list(value, Self::input),
                "alert_rule_test" => test.alert_tests = self.list(value, Self::alert_test),
                "promql_expr_test" => test.expression_tests = self.list(value, Self::expression_test),
                "external_labels" => test.external_labels = self.texts(value),
                "external_url" => test.external_url = self.text(value).value,
                "name" => test.name = self.text(value).value,
                "start_timestamp" => test.start_ms = self.time(value),
                _ => {}
            }
        }
        test
    }

    fn input(&mut self, node: NodeRef<'_>) -> Input {
        let mut input = Input { series: nothing(node), values: nothing(node) };
        for (name, value) in self.fields(node, &["series", "values"]) {
            match name {
                "series" => input.series = self.text(value),
                "values" => input.values = self.text(value),
                _ => {}
            }
        }
        input
    }

    fn alert_test(&mut self, node: NodeRef<'_>) -> AlertTest {
        let mut test =
            AlertTest { range: node.range(), eval_time: nothing(node), alertname: nothing(node), expected: Vec::new() };
        for (name, value) in self.fields(node, &["eval_time", "alertname", "exp_alerts"]) {
            match name {
                "eval_time" => test.eval_time = self.duration(value),
                "alertname" => test.alertname = self.text(value),
                "exp_alerts" => test.expected = self.list(value, Self::expected_alert),
                _ => {}
            }
        }
        test
    }

    fn expected_alert(&mut self, node: NodeRef<'_>) -> ExpectedAlert {
        let mut alert = ExpectedAlert { range: node.range(), labels: BTreeMap::new(), annotations: BTreeMap::new() };
        for (name, value) in self.fields(node, &["exp_labels", "exp_annotations"]) {
            match name {
                "exp_labels" => alert.labels = self.texts(value),
                "exp_annotations" => alert.annotations = self.texts(value),
                _ => {}
            }
        }
        alert
    }

    fn expression_test(&mut self, node: NodeRef<'_>) -> ExpressionTest {
        let mut test =
            ExpressionTest { range: node.range(), expr: nothing(node), eval_time: nothing(node), expected: Vec::new() };
        for (name, value) in self.fields(node, &["expr", "eval_time", "exp_samples"]) {
            match name {
                "expr" => test.expr = self.text(value),
                "eval_time" => test.eval_time = self.duration(value),
                "exp_samples" => test.expected = self.list(value, Self::expected_sample),
                _ => {}
            }
        }
        test
    }

    fn expected_sample(&mut self, node: NodeRef<'_>) -> ExpectedSample {
        let mut sample =
            ExpectedSample { range: node.range(), labels: nothing(node), value: 0.0, histogram: nothing(node) };
        for (name, value) in self.fields(node, &["labels", "value", "histogram"]) {
            match name {
                "labels" => sample.labels = self.text(value),
                "value" => sample.value = self.float(value),
                "histogram" => sample.histogram = self.text(value),
                _ => {}
            }
        }
        sample
    }

    /// Seconds since the epoch, or a time as RFC 3339 writes it.
    fn time(&mut self, node: NodeRef<'_>) -> Option<TimestampMs> {
        let text = self.text(node).value;
        if let Ok(seconds) = parse_go_float(&text) {
            return Some((seconds * 1000.0).floor() as TimestampMs);
        }
        if let Ok(time) = chrono::DateTime::parse_from_rfc3339(&text) {
            return Some(time.timestamp_millis());
        }
        let message = format!("`{text}` is no time");
        let help = Some("write seconds since 1970 or a time such as `2026-01-31T12:00:00Z`".to_owned());
        self.errors.push(TestFileError { range: node.range(), message, help });
        None
    }
}

/// A value that is not there, where it would be.
fn nothing<T: Default>(node: NodeRef<'_>) -> Placed<T> {
    Placed { value: T::default(), range: node.range() }
}

/// Whether a text is a file of unit tests: its first YAML document is a mapping with `tests`.
pub fn is_test_file(text: &str) -> bool {
    if !text.contains("tests") {
        return false;
    }
    let (tree, _) = Yaml::read(text);
    tree.documents().next().is_some_and(|root| root.get("tests").is_some())
}
