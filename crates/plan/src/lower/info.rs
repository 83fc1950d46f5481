//! The second argument of `info`: which info series to read.

use promenade_functions::info::DEFAULT_INFO_METRIC;
use promenade_functions::samples::RangeMode;
use promenade_model::value::SourceRange;
use promenade_model::{MatchOp, Matcher, ValueType, labels::METRIC_NAME};

use super::{Lowered, node};
use crate::logical::{NodeKind, VectorSelector};

/// The metrics that are meant where matchers only say which are not.
const ALL_INFO_METRICS: &str = ".+_info";

/// Gives the call its second argument where it has none, and that argument all matchers on the name that are meant.
/// Its modifiers have no effect.
pub(super) fn complete_args(args: &mut Vec<Lowered>, call_range: &SourceRange) {
    let given = args.split_off(args.len().min(1)).into_iter().next();
    let (range, matchers) = match given.map(|arg| arg.node.into_inner()) {
        Some(arg) => match arg.kind {
            NodeKind::VectorSelector(selector) => (arg.range, selector.matchers),
            _ => (arg.range, Vec::new()),
        },
        None => (call_range.clone(), Vec::new()),
    };
    let selector = VectorSelector {
        matchers: with_name_matchers(matchers),
        offset_ms: 0,
        at_ms: None,
        mode: RangeMode::Plain,
        skip_buckets: false,
    };
    args.push(Lowered::variant(node(&range, ValueType::Vector, NodeKind::VectorSelector(selector))));
}

fn with_name_matchers(mut matchers: Vec<Matcher>) -> Vec<Matcher> {
    let on_name = || matchers.iter().filter(|m| m.name() == METRIC_NAME);
    let names_metrics = on_name().any(|m| matches!(m.op(), MatchOp::Equal | MatchOp::Regex));
    if !names_metrics {
        let (op, value) = match on_name().next() {
            Some(_) => (MatchOp::Regex, ALL_INFO_METRICS),
            None => (MatchOp::Equal, DEFAULT_INFO_METRIC),
        };
        matchers.extend(Matcher::new(op, METRIC_NAME, value));
    }
    matchers
}
