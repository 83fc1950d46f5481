//! What may be known of the metrics that selectors read.

use std::fmt::Debug;

use promenade_model::Matcher;

use super::facts::LabelFacts;
use super::source::SampleKind;

/// Knowledge of metrics: a snapshot of a server, or a store.
pub trait MetricSchema: Debug {
    /// What is known of the series that match these matchers; none where nothing is.
    fn selected(&self, matchers: &[Matcher]) -> Option<Selected>;
}

/// What is known of the series that a selector finds.
#[derive(Debug, Clone)]
pub struct Selected {
    /// Their labels.
    pub labels: LabelFacts,
    /// Their samples.
    pub samples: SampleKind,
    /// Whether there are none.
    pub is_empty: bool,
}
