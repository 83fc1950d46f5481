//! Differences in functions over windows.

use promenade::functions::{self, Kernel};
use promenade::syntax::ast::{Call, Expr, ExprKind, walk};
use serde_json::Value;

use super::{Seen, is_collision, meet, sorted_series, twins};
use crate::differential::compare::compare;

/// A call is evaluated for each step over a subquery that `@` fixes, and without such calls our answer is Prometheus's.
pub(super) fn loses_fixed_subquery(seen: &Seen<'_>) -> bool {
    let Some(text) = without_fixed_subqueries(seen) else { return false };
    compare(&unannotated(seen.expected), &unannotated(&seen.asked.ours(&text)), seen.order).is_ok()
}

/// The query with what has no series in place of such calls.
fn without_fixed_subqueries(seen: &Seen<'_>) -> Option<String> {
    const NOTHING: &str = "there_is_no_such_metric";
    let mut found = Vec::new();
    walk(seen.expr, &mut |node, _| {
        let is_meant = matches!(&node.kind, ExprKind::Call(call) if varies_over_fixed(call));
        found.extend(is_meant.then(|| node.range.clone()));
        !is_meant
    });
    let mut text = seen.text.to_owned();
    found.sort_by_key(|range| std::cmp::Reverse(range.start));
    for range in &found {
        text.replace_range(range.clone(), NOTHING);
    }
    (!found.is_empty()).then_some(text)
}

fn varies_over_fixed(call: &Call) -> bool {
    let is_fixed = |arg: &Expr| matches!(&arg.unparenthesized().kind, ExprKind::Subquery(sub) if sub.at.is_some());
    call.args.iter().any(is_fixed) && !is_invariant_call(call)
}

/// Whether an expression has the same value at all steps.
fn is_invariant(expr: &Expr) -> bool {
    match &expr.unparenthesized().kind {
        ExprKind::Number(_) | ExprKind::String(_) => true,
        ExprKind::Vector(selector) => selector.at.is_some(),
        ExprKind::Matrix(matrix) => matrix.selector.at.is_some(),
        ExprKind::Subquery(subquery) => subquery.at.is_some(),
        ExprKind::Call(call) => is_invariant_call(call),
        ExprKind::Binary(binary) => is_invariant(&binary.lhs) && is_invariant(&binary.rhs),
        ExprKind::Unary(unary) => is_invariant(&unary.expr),
        ExprKind::Aggregate(aggregate) => aggregate.expr().is_some_and(is_invariant),
        _ => false,
    }
}

fn is_invariant_call(call: &Call) -> bool {
    let Some(def) = functions::function(&call.function.text) else { return false };
    // What is asked of the query's own times is a number before anything is evaluated.
    matches!(def.kernel, Kernel::Context(_)) || !def.behavior.at_unsafe && call.args.iter().all(is_invariant)
}

fn unannotated(answer: &Value) -> Value {
    let mut answer = answer.clone();
    answer["warnings"] = Value::Null;
    answer["infos"] = Value::Null;
    answer
}

/// We say that samples of one time have the same labels, which they have only where one is a float and one a histogram.
pub(super) fn is_mixed_collision(seen: &Seen<'_>) -> bool {
    let only_mixed = || !seen.apart.iter().any(is_collision) || meets_in_pairs(seen);
    is_collision(seen.actual) && !is_collision(seen.expected) && only_mixed()
}

/// Whether rows that come to have the same labels at the end of the query meet as one float and one histogram at most. The
/// names that are still there before are kept in a label of their own.
fn meets_in_pairs(seen: &Seen<'_>) -> bool {
    let named = format!("label_replace({}, \"was\", \"$0\", \"__name__\", \".*\")", seen.text);
    let answer = sorted_series(&seen.asked.ours_with_names(&named), |labels| {
        labels.remove("was");
    });
    let is_mixed = |(a, b): (&Value, &Value)| ["floats", "histograms"].iter().all(|key| !meet(a, b, key));
    answer["kind"].is_null() && twins(&answer).next().is_some() && twins(&answer).all(is_mixed)
}
