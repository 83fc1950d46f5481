//! Texts of labels and annotations: templates, or texts that are what they say.

use std::collections::BTreeMap;

use promenade_exec::InstantSample;
use promenade_model::{Labels, TimestampMs};
use promenade_storage::{SampleValue, Storage};
use promenade_template::{AlertData, AlertTemplate, AlertValue, Limits, QuerySample};

use crate::{RuleOptions, RuleQuery};

/// The text of a label or an annotation.
#[derive(Debug, Clone)]
pub(crate) enum Text {
    /// A text without a template: it stands for itself.
    Literal(String),
    /// A template.
    Template(AlertTemplate),
}

impl Text {
    pub(crate) fn new(alert: &str, text: &str) -> Self {
        if text.contains("{{") {
            Self::Template(AlertTemplate::new(alert, text))
        } else {
            Self::Literal(text.to_owned())
        }
    }

    pub(crate) fn is_template(&self) -> bool {
        matches!(self, Self::Template(_))
    }

    /// The text for an alert. A template that fails gives the error as text, as in Prometheus.
    pub(crate) fn expand(&self, data: &AlertData, storage: &dyn Storage, options: &RuleOptions) -> String {
        let template = match self {
            Self::Literal(text) => return text.clone(),
            Self::Template(template) => template,
        };
        let mut ask = |text: &str| query(text, storage, data.time_ms, options);
        let expanded = template.expand(data, &mut ask, Limits::default());
        expanded.unwrap_or_else(|error| format!("<error expanding template: {error}>"))
    }
}

/// The data of the templates for one element of the result of a rule.
pub(crate) fn data(sample: &InstantSample, time_ms: TimestampMs, options: &RuleOptions) -> AlertData {
    AlertData {
        labels: map(&sample.labels),
        external_labels: options.external_labels.clone(),
        external_url: options.external_url.clone(),
        server_url: options.server_url.clone(),
        value: value(&sample.value),
        time_ms,
    }
}

fn query(
    text: &str,
    storage: &dyn Storage,
    time_ms: TimestampMs,
    options: &RuleOptions,
) -> Result<Vec<QuerySample>, String> {
    let result = RuleQuery::new(text, options.features).and_then(|query| query.at(storage, time_ms, options));
    let samples = result.map_err(|error| error.to_string())?;
    Ok(samples.iter().map(|s| QuerySample { labels: map(&s.labels), value: value(&s.value) }).collect())
}

fn map(labels: &Labels) -> BTreeMap<String, String> {
    labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn value(value: &SampleValue) -> AlertValue {
    match value {
        SampleValue::Float(value) => AlertValue::Float(*value),
        SampleValue::Histogram(histogram) => AlertValue::Histogram(histogram.to_float()),
    }
}
