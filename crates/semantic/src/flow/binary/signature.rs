//! Whether series of two vectors can match, and whether they always do.

use promenade_model::labels::METADATA_LABELS;
use promenade_model::value::SourceRange;
use promenade_syntax::variables::holds_variable;

use super::super::facts::{Cause, CauseKind, LabelFacts, Scope};
use super::super::source::{Flow, Source};
use crate::typed::{BinaryExpr, VectorMatching};

/// The labels by which series match, and the operator with the matching.
pub(super) struct Signature<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) cause: Cause,
    /// Whether a label is a variable.
    pub(super) is_unknown: bool,
}

impl<'a> Signature<'a> {
    pub(super) fn new(binary: &'a BinaryExpr, range: &SourceRange) -> Self {
        let names = binary.matching.iter().flat_map(|matching| &matching.labels);
        Self {
            is_unknown: names.map(String::as_str).any(holds_variable),
            scope: scope(binary.matching.as_ref()),
            cause: Cause { kind: CauseKind::Matching, range: range.clone() },
        }
    }

    /// The facts about the series of `own` that match one of `other`; `None` if none can.
    pub(super) fn met(&self, own: &Source, other: &Source) -> Option<LabelFacts> {
        if !own.is_live() || !other.is_live() {
            return None;
        }
        if self.is_unknown {
            return Some(own.labels.clone());
        }
        let met = own.labels.meet(&other.labels, &self.cause, &self.scope);
        met.contradiction().is_none().then_some(met)
    }

    /// The same for several sources.
    pub(super) fn met_any(&self, own: &Source, others: &Flow) -> Option<LabelFacts> {
        others.live().filter_map(|other| self.met(own, other)).reduce(|a, b| a.union(&b))
    }

    /// Whether each series of `own` always has a match among `others`.
    pub(super) fn always_met(&self, own: &Source, others: &Flow) -> bool {
        !self.is_unknown
            && others.always_returns()
            && others.live().all(|other| own.labels.always_meet(&other.labels, &self.scope))
    }
}

/// The default is to match by all labels except the metadata labels.
fn scope(matching: Option<&VectorMatching>) -> Scope<'_> {
    let names = || matching.into_iter().flat_map(|matching| matching.labels.iter().map(String::as_str));
    if matching.is_some_and(|matching| matching.on) {
        Scope::On(names().collect())
    } else {
        Scope::AllBut(names().chain(METADATA_LABELS).collect())
    }
}
