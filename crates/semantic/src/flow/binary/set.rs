//! `and`, `or` and `unless`.

use promenade_model::labels::METADATA_LABELS;
use promenade_model::value::SourceRange;

use super::super::facts::{Cause, CauseKind};
use super::super::source::{Cardinality, Flow, SeriesCount, Source};
use super::super::values::Presence;
use super::signature::Signature;
use crate::typed::BinaryExpr;

/// The series of the left side with a match on the right.
pub(super) fn and(binary: &BinaryExpr, range: &SourceRange, lhs: &Flow, rhs: &Flow) -> Flow {
    let signature = Signature::new(binary, range);
    let mut flow = lhs.clone();
    flow.count.always &= lhs.live().all(|source| signature.always_met(source, rhs));
    for source in flow.sources.iter_mut().filter(|source| source.is_live()) {
        match signature.met_any(source, rhs) {
            Some(labels) => source.labels = labels,
            None => source.kill(&of_other_side(rhs, &signature.cause)),
        }
    }
    flow.settled()
}

/// The series of the left side without a match on the right.
pub(super) fn unless(binary: &BinaryExpr, range: &SourceRange, lhs: &Flow, rhs: &Flow) -> Flow {
    let signature = Signature::new(binary, range);
    let mut flow = lhs.clone();
    let can_match = |source: &Source| signature.met_any(source, rhs).is_some();
    flow.count.always &= !lhs.live().any(can_match);
    hide(&mut flow.sources, rhs, &signature, range);
    flow.settled()
}

/// The left side, and the series of the right side without a match on the left.
pub(super) fn or(binary: &BinaryExpr, range: &SourceRange, lhs: &Flow, rhs: &Flow) -> Flow {
    let signature = Signature::new(binary, range);
    let mut right = rhs.sources.clone();
    hide(&mut right, lhs, &signature, range);
    let count = SeriesCount { always: lhs.always_returns() || rhs.always_returns(), max: most(lhs, rhs, &signature) };
    let drops_name = match (has_metadata(lhs), has_metadata(rhs)) {
        // Series without a name have none to drop.
        (false, _) => rhs.drops_name,
        (_, false) => lhs.drops_name,
        _ => lhs.drops_name.or(rhs.drops_name),
    };
    Flow::vector(lhs.sources.iter().cloned().chain(right).collect(), count, drops_name)
}

/// Marks sources whose series are always hidden by a match as empty.
fn hide(sources: &mut [Source], by: &Flow, signature: &Signature<'_>, range: &SourceRange) {
    let cause = Cause { kind: CauseKind::SetOperator, range: range.clone() };
    for source in sources.iter_mut().filter(|source| source.is_live()) {
        if signature.always_met(source, by) {
            source.kill(&cause);
        }
    }
}

fn most(lhs: &Flow, rhs: &Flow, signature: &Signature<'_>) -> Cardinality {
    match (lhs.count.max, rhs.count.max) {
        (Cardinality::None, most) | (most, Cardinality::None) => most,
        (Cardinality::One, Cardinality::One) => {
            let meet = |l: &Source| {
                !signature.is_unknown && rhs.live().all(|r| l.labels.always_meet(&r.labels, &signature.scope))
            };
            if lhs.live().all(meet) { Cardinality::One } else { Cardinality::Many }
        }
        _ => Cardinality::Many,
    }
}

/// Whether any series can have a metric name, type or unit.
fn has_metadata(flow: &Flow) -> bool {
    let has = |source: &Source, name: &&str| source.labels.get(name).presence() != Presence::Impossible;
    flow.live().any(|source| METADATA_LABELS.iter().any(|name| has(source, name)))
}

/// Why nothing of the other side matches: it is empty, or the labels differ.
fn of_other_side(other: &Flow, matching: &Cause) -> Cause {
    other.why_never().unwrap_or(matching).clone()
}
