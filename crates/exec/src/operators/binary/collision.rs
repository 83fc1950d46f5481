//! Samples that match more than one other, in Prometheus's words.

use promenade_model::Labels;

use crate::ExecError;

/// Samples that match more than one other at a step. The order of collisions is that in which Prometheus would find
/// them: by step, then samples of the "one" side, then matches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Collision {
    pub(super) step_idx: usize,
    pub(super) kind: CollisionKind,
}

/// What collides, with the place in the step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CollisionKind {
    /// Two samples of the "one" side have the same signature.
    OneSide { place: u32, other: u32 },
    /// Several samples match one, without `group_left` or `group_right`.
    NotGrouped { place: u32 },
    /// Results of one signature have the same labels.
    SameResult { place: u32 },
}

/// The error for two series of the "one" side.
pub(super) fn one_side_error(group: &Labels, first: &Labels, second: &Labels, is_left: bool) -> ExecError {
    let (first, second) = if first.to_string() > second.to_string() { (second, first) } else { (first, second) };
    let side = if is_left { "left" } else { "right" };
    ExecError::ManyToMany { group: group.clone(), side, first: first.clone(), second: second.clone() }
}

/// The error for several matches of one series without `group_left` or `group_right`.
pub(super) fn not_grouped_error() -> ExecError {
    ExecError::ManyToOneNotExplicit
}

/// The error for results of equal labels.
pub(super) fn same_result_error() -> ExecError {
    ExecError::GroupingNotUnique
}
