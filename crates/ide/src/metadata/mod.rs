//! What is known of metrics and labels: asked of a provider, or collected before.

mod answers;
mod snapshot;

use std::fmt::{self, Write as _};

use promenade_model::Matcher;
use promenade_model::labels::METRIC_NAME;
use promenade_semantic::flow::MetricSchema;

pub use answers::{Answer, Answers};

/// What is known of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MetricInfo<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type in the words of the exposition formats: `counter`, `gauge` and so on.
    pub kind: Option<&'a str>,
    /// Its unit.
    pub unit: Option<&'a str>,
    /// What it is about.
    pub help: Option<&'a str>,
}

/// Knowledge of metrics and labels, at hand without waiting: a snapshot, a store in memory, or collected [`Answers`].
pub trait Provider {
    /// Visits the metrics of the series that match. Returns whether the provider knows; where it does not, nothing is visited.
    fn metrics(&self, selector: &[Matcher], visit: &mut dyn FnMut(MetricInfo<'_>)) -> bool;

    /// Visits the names of the labels of the series that match. Returns whether the provider knows.
    fn label_names(&self, selector: &[Matcher], visit: &mut dyn FnMut(&str)) -> bool;

    /// Visits the values of a label of the series that match. Returns whether the provider knows.
    fn label_values(&self, label: &str, selector: &[Matcher], visit: &mut dyn FnMut(&str)) -> bool;

    /// Whether series of a metric may have a label; `None` if the provider does not know.
    fn may_have(&self, metric: &str, label: &str) -> Option<bool> {
        let _ = (metric, label);
        None
    }

    /// What label flow can be told of metrics.
    fn schema(&self) -> Option<&dyn MetricSchema> {
        None
    }
}

/// A question that completion asks about metrics and labels.
#[derive(Debug, Clone)]
pub enum MetadataRequest {
    /// The metrics of the series that match, with type and help.
    Metrics {
        /// What the series must match; nothing where all are meant.
        selector: Vec<Matcher>,
    },
    /// The names of the labels of the series that match.
    LabelNames {
        /// What the series must match.
        selector: Vec<Matcher>,
    },
    /// The values of a label of the series that match.
    LabelValues {
        /// The label.
        label: String,
        /// What the series must match.
        selector: Vec<Matcher>,
    },
}

impl MetadataRequest {
    /// What the series must match.
    pub fn selector(&self) -> &[Matcher] {
        match self {
            Self::Metrics { selector } | Self::LabelNames { selector } | Self::LabelValues { selector, .. } => selector,
        }
    }

    /// The selector as a query has it, for the parameter `match[]` of Prometheus's API; `None` if nothing is asked of series.
    pub fn selector_text(&self) -> Option<String> {
        let selector = self.selector();
        (!selector.is_empty()).then(|| selector_text(selector))
    }
}

impl fmt::Display for MetadataRequest {
    /// The question in one line, which names an answer: `label values of job for {__name__="up"}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Metrics { .. } => f.write_str("metrics")?,
            Self::LabelNames { .. } => f.write_str("label names")?,
            Self::LabelValues { label, .. } => write!(f, "label values of {label}")?,
        }
        match self.selector_text() {
            Some(selector) => write!(f, " for {selector}"),
            None => Ok(()),
        }
    }
}

/// Matchers in braces; names that a query cannot write without quotes have them.
fn selector_text(selector: &[Matcher]) -> String {
    let mut text = "{".to_owned();
    for (i, matcher) in selector.iter().enumerate() {
        text.push_str(if i > 0 { "," } else { "" });
        let name = matcher.name();
        if promenade_model::labels::is_legacy_label_name(name) {
            text.push_str(name);
        } else {
            text.push_str(&promenade_model::value::quote(name));
        }
        let _ = write!(text, "{}{}", matcher.op(), promenade_model::value::quote(matcher.value()));
    }
    text + "}"
}

/// Whether a metric of this name can match, by the matchers on the name alone.
fn name_matches(selector: &[Matcher], name: &str) -> bool {
    selector.iter().filter(|matcher| matcher.name() == METRIC_NAME).all(|matcher| matcher.matches(name))
}
