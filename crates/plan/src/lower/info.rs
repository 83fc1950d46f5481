//! The second argument of `info`, which selects the info series.

use promenade_functions::info::implied_name_matcher;
use promenade_functions::samples::RangeMode;
use promenade_model::ValueType;
use promenade_model::value::SourceRange;

use super::{Lowered, node};
use crate::logical::{NodeKind, VectorSelector};
use crate::reference::Reference;
use crate::times::SelectorTimes;

/// Adds the second argument if it is missing, and all implied matchers on the name. Its own modifiers have no effect:
/// info series are read at the common time of the selectors of the first argument.
pub(super) fn complete_args(args: &mut Vec<Lowered>, reference: Option<Reference>, call_range: &SourceRange) {
    let given = args.split_off(args.len().min(1)).into_iter().next();
    let (range, mut matchers) = match given.map(|arg| arg.node.into_inner()) {
        Some(arg) => match arg.kind {
            NodeKind::VectorSelector(selector) => (arg.range, selector.matchers),
            _ => (arg.range, Vec::new()),
        },
        None => (call_range.clone(), Vec::new()),
    };
    matchers.extend(implied_name_matcher(&matchers));
    let Reference { at_ms, offset_ms } = reference.unwrap_or_default();
    let selector = VectorSelector {
        matchers,
        offset_ms: if at_ms.is_some() { 0 } else { offset_ms },
        at_ms: at_ms.map(|at_ms| at_ms.saturating_sub(offset_ms)),
        mode: RangeMode::Plain,
        skip_buckets: false,
        times: SelectorTimes::UNRESOLVED,
    };
    args.push(Lowered::variant(node(&range, ValueType::Vector, NodeKind::VectorSelector(selector))));
}
