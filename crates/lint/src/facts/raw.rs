//! How the value of a selected counter is used.

use promenade_functions::aggregators::ValueUse;
use promenade_functions::{MetricKind, ParamRole};
use promenade_syntax::ast::{BinaryExpr, BinaryOp};
use promenade_syntax::{Expr, ExprKind};

use super::histogram::reads_buckets;
use super::selector::{metric_name, selector_of};
use crate::context::nodes::number;
use crate::context::{Node, QueryContext};

/// How a counter's value is used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CounterUse<'a> {
    /// Correctly, or the value does not matter.
    Proper,
    /// The value itself goes into the result.
    Raw,
    /// It is compared with a constant.
    Compared(&'a Expr),
    /// A quantile is taken of it.
    Quantile,
}

/// How the value of an instant selector is used.
pub(crate) fn use_of<'a>(cx: &QueryContext<'a>, selector: Node<'a>) -> CounterUse<'a> {
    let mut below = selector;
    for above in cx.nodes.ancestors(selector) {
        if let Some(decided) = step(cx, above, below, selector) {
            return decided;
        }
        below = above;
    }
    CounterUse::Raw
}

/// The usage by the parent node; `None` if the value is passed on.
fn step<'a>(cx: &QueryContext<'a>, above: Node<'a>, below: Node<'a>, selector: Node<'a>) -> Option<CounterUse<'a>> {
    match &above.expr.kind {
        ExprKind::Call(_) => {
            let def = above.function?;
            let usage = def.behavior.usage;
            if usage.ignores_values || usage.takes == MetricKind::Counter || def.signature.has(ParamRole::InfoSelector)
            {
                return Some(CounterUse::Proper);
            }
            reads_buckets(def).then_some(CounterUse::Quantile)
        }
        ExprKind::Aggregate(_) => {
            let ignores = above.aggregator?.value_use() == ValueUse::Ignored;
            ignores.then_some(CounterUse::Proper)
        }
        ExprKind::Binary(binary) => in_binary(cx, above, binary, below, selector),
        _ => None,
    }
}

fn in_binary<'a>(
    cx: &QueryContext<'a>,
    above: Node<'a>,
    binary: &'a BinaryExpr,
    below: Node<'a>,
    selector: Node<'a>,
) -> Option<CounterUse<'a>> {
    let is_left = std::ptr::eq(&raw const binary.lhs, below.expr);
    let other = if is_left { &binary.rhs } else { &binary.lhs };
    if matches!(binary.op, BinaryOp::And | BinaryOp::Unless) && !is_left {
        return Some(CounterUse::Proper);
    }
    if let (true, Some(constant)) = (binary.op.is_comparison(), number(other)) {
        let between = cx.nodes.ancestors(selector).take_while(|n| n.idx != above.idx);
        if between.into_iter().any(|n| matches!(n.expr.kind, ExprKind::Binary(_))) {
            return Some(CounterUse::Raw);
        }
        // Whether something was counted at all is a question that a counter can answer.
        return Some(if constant == 0.0 { CounterUse::Proper } else { CounterUse::Compared(above.expr) });
    }
    let same =
        |n: &Node<'_>| selector_of(n.expr).and_then(metric_name) == selector_of(selector.expr).and_then(metric_name);
    let is_difference = binary.op == BinaryOp::Sub || binary.op.is_comparison();
    let other = cx.nodes.of(other)?;
    // The difference to an earlier value is an increase by hand, the difference of two of its series a remainder.
    (is_difference && cx.nodes.below(other).any(|n| same(&n))).then_some(CounterUse::Proper)
}
