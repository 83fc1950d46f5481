//! The observer of a replay.

use promenade_model::TimestampMs;

use crate::{Rule, RuleDefinition, RuleError};

/// Receives each evaluation of each rule. The evaluations of one rule come in the order of time; those of different
/// rules do not.
pub trait Observer {
    /// A rule was evaluated, and its alerts have their new states.
    fn stepped(&mut self, step: &ReplayedStep<'_>);
}

/// An evaluation of a rule.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ReplayedStep<'a> {
    /// The index of its group.
    pub group: usize,
    /// The index of the rule in its group.
    pub rule: usize,
    /// The time of the evaluation, in milliseconds.
    pub time_ms: TimestampMs,
    /// How the rule is defined.
    pub definition: &'a RuleDefinition,
    /// The rule with its alerts.
    pub state: &'a Rule,
    /// Why it failed.
    pub error: Option<&'a RuleError>,
}
