//! The second argument of `info`: which info series to read.

use promenade_functions::info::implied_name_matcher;
use promenade_functions::samples::RangeMode;
use promenade_model::ValueType;
use promenade_model::value::SourceRange;

use super::{Lowered, node};
use crate::logical::{NodeKind, VectorSelector};

/// Gives the call its second argument where it has none, and that argument all matchers on the name that are meant.
/// Its modifiers have no effect.
pub(super) fn complete_args(args: &mut Vec<Lowered>, call_range: &SourceRange) {
    let given = args.split_off(args.len().min(1)).into_iter().next();
    let (range, mut matchers) = match given.map(|arg| arg.node.into_inner()) {
        Some(arg) => match arg.kind {
            NodeKind::VectorSelector(selector) => (arg.range, selector.matchers),
            _ => (arg.range, Vec::new()),
        },
        None => (call_range.clone(), Vec::new()),
    };
    matchers.extend(implied_name_matcher(&matchers));
    let selector = VectorSelector { matchers, offset_ms: 0, at_ms: None, mode: RangeMode::Plain, skip_buckets: false };
    args.push(Lowered::variant(node(&range, ValueType::Vector, NodeKind::VectorSelector(selector))));
}
