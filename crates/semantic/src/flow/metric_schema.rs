//! Knowledge of the metrics that selectors read.

use std::fmt::Debug;

use promenade_model::Matcher;

use super::facts::LabelFacts;
use super::source::SampleKind;

/// Knowledge of metrics: a snapshot of a server, or a store.
pub trait MetricSchema: Debug {
    /// The facts about the series that match these matchers; `None` if unknown.
    fn selected(&self, matchers: &[Matcher]) -> Option<Selected>;
}

/// Facts about the series of a selector.
#[derive(Debug, Clone)]
pub struct Selected {
    /// Their labels.
    pub labels: LabelFacts,
    /// Their samples.
    pub samples: SampleKind,
    /// Whether there are no such series.
    pub is_empty: bool,
}
