//! What came out against what is expected.

use std::collections::BTreeMap;

use promenade_exec::InstantSample;
use promenade_go::strconv::format_g;
use promenade_model::{Features, FloatHistogram, Labels};
use promenade_storage::SampleValue;
use promenade_syntax::series_description::parse_series_description;

use super::model::{AlertTest, ExpectedSample};
use super::report::{AlertTexts, SampleText};
use crate::{Alert, AlertState};

/// The label that every alert has.
const ALERT_NAME: &str = "alertname";

/// The alerts that a test expects, in order.
pub(super) fn expected_alerts(test: &AlertTest) -> Vec<AlertTexts> {
    let alert = |expected: &super::model::ExpectedAlert| {
        let mut labels = expected.labels.clone();
        labels.insert(ALERT_NAME.to_owned(), test.alertname.value.clone());
        let annotations = expected.annotations.clone();
        AlertTexts { labels, annotations, state: AlertState::Firing, active_at_ms: 0 }
    };
    let mut alerts: Vec<_> = test.expected.iter().map(alert).collect();
    alerts.sort();
    alerts
}

pub(super) fn alert_texts(alert: &Alert) -> AlertTexts {
    AlertTexts {
        labels: texts(&alert.labels),
        annotations: alert.annotations.clone(),
        state: alert.state,
        active_at_ms: alert.active_at_ms,
    }
}

fn texts(labels: &Labels) -> BTreeMap<String, String> {
    labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Whether the alerts that fire are those that are expected. Both are in order.
pub(super) fn are_same_alerts(expected: &[AlertTexts], actual: &[AlertTexts]) -> bool {
    let key = |alert: &AlertTexts| (alert.labels.clone(), alert.annotations.clone());
    expected.iter().map(key).eq(actual.iter().map(key))
}

/// An element of a result. A histogram is compared as text, as promtool does.
#[derive(Debug, Clone)]
pub(super) struct ResultSample {
    labels: Labels,
    value: f64,
    histogram: Option<String>,
}

impl ResultSample {
    pub(super) fn of_result(sample: &InstantSample) -> Self {
        let (value, histogram) = match &sample.value {
            SampleValue::Float(value) => (*value, None),
            SampleValue::Histogram(histogram) => (0.0, Some(expression(&histogram.to_float()))),
        };
        Self { labels: sample.labels.clone(), value, histogram }
    }

    pub(super) fn expected(sample: &ExpectedSample, features: Features) -> Result<Self, String> {
        let failed = |message: &str| format!("labels {:?}: {message}", sample.labels.value);
        let labels = parse_series_description(&sample.labels.value, features).map_err(|e| failed(&e.message))?.0;
        let text = &sample.histogram.value;
        let histogram = (!text.is_empty()).then(|| histogram(text, features).map_err(|message| failed(&message)));
        Ok(Self { labels, value: sample.value, histogram: histogram.transpose()? })
    }

    pub(super) fn text(&self) -> SampleText {
        let value = self.histogram.clone().unwrap_or_else(|| format_g(self.value));
        SampleText { labels: self.labels.to_string(), value }
    }

    fn is_same(&self, other: &Self, is_fuzzy: bool) -> bool {
        let (a, b) = (self.value, other.value);
        let is_near = is_fuzzy && (a.next_down() == b || a.next_up() == b);
        self.labels == other.labels && self.histogram == other.histogram && (a == b || is_near)
    }
}

/// Whether a result is the expected one; puts both in order.
pub(super) fn are_same_samples(expected: &mut [ResultSample], actual: &mut [ResultSample], is_fuzzy: bool) -> bool {
    expected.sort_by(|a, b| a.labels.cmp(&b.labels));
    actual.sort_by(|a, b| a.labels.cmp(&b.labels));
    expected.len() == actual.len() && expected.iter().zip(actual).all(|(e, a)| e.is_same(a, is_fuzzy))
}

fn histogram(text: &str, features: Features) -> Result<String, String> {
    let (_, values) = parse_series_description(&format!("{{}} {text}"), features).map_err(|error| error.message)?;
    match values.as_slice() {
        [value] => match &value.histogram {
            Some(histogram) => Ok(expression(histogram)),
            None => Err(format!("expected histogram, got {value}")),
        },
        values => Err(format!("expected 1 value, got {}", values.len())),
    }
}

/// A histogram in the notation of tests, or as Prometheus prints it where that notation would be too long.
fn expression(histogram: &FloatHistogram) -> String {
    histogram.test_expression().unwrap_or_else(|_| histogram.to_string())
}
