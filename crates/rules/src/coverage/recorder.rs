//! The observer of evaluations of rules.

use promenade_exec::InstantSample;
use promenade_model::TimestampMs;

use crate::{RuleError, RuleOptions, RuleStorage};

/// Receives each evaluation of a rule, without influence on it.
pub trait Recorder {
    /// A rule was evaluated; what it gives is not written yet.
    fn evaluated(&mut self, moment: &Evaluated<'_>);
}

/// Records nothing.
impl Recorder for () {
    fn evaluated(&mut self, _: &Evaluated<'_>) {}
}

/// An evaluation of a rule.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Evaluated<'a> {
    /// The index of the rule in its group.
    pub rule: usize,
    /// What the rule reads, as it was when the rule was evaluated.
    pub storage: &'a dyn RuleStorage,
    /// How it was evaluated.
    pub options: &'a RuleOptions,
    /// The time of its query, in milliseconds.
    pub query_time_ms: TimestampMs,
    /// Whether a selector of the rule may have found a series; true for a rule that gives something without any series.
    pub has_series: bool,
    /// The result of the expression, or why there is none.
    pub result: Result<&'a [InstantSample], &'a RuleError>,
}
