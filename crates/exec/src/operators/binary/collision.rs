//! Samples with more than one match, and Prometheus's errors for them.

use promenade_model::Labels;

use crate::ExecError;

/// Samples with more than one match at a step. Collisions are ordered as Prometheus finds them: by step, then samples
/// of the "one" side, then matches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Collision {
    pub(super) step_idx: usize,
    pub(super) kind: CollisionKind,
}

/// The kind of a collision, and its position in the step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CollisionKind {
    /// Two samples of the "one" side have the same signature.
    OneSide { place: u32, other: u32 },
    /// Several samples match one, without `group_left` or `group_right`.
    NotGrouped { place: u32 },
    /// Results of a signature have the same labels.
    SameResult { place: u32 },
}

/// The error for two series of the "one" side with the same signature.
pub(super) fn one_side_error(group: &Labels, first: &Labels, second: &Labels, is_left: bool) -> ExecError {
    let (first, second) = if first.to_string() > second.to_string() { (second, first) } else { (first, second) };
    let side = if is_left { "left" } else { "right" };
    ExecError::ManyToMany { group: group.clone(), side, first: first.clone(), second: second.clone() }
}

/// The error for several matches of a series without `group_left` or `group_right`.
pub(super) fn not_grouped_error() -> ExecError {
    ExecError::ManyToOneNotExplicit
}

/// The error for results with the same labels.
pub(super) fn same_result_error() -> ExecError {
    ExecError::GroupingNotUnique
}
