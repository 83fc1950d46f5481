//! Differences in the order of rows, and in what depends on it.

use std::collections::BTreeSet;

use promenade::functions::sort::natural_less;
use promenade::functions::{self, FunctionDef, ParamRole};
use promenade::syntax::ast::{Expr, ExprKind, walk};
use serde_json::Value;

use super::Seen;
use super::panics::counts_values;
use crate::differential::compare::{Class, Order, compare, labels, list};

/// Up to so many rows Go sorts by insertion, which keeps the order of rows that compare equal.
const SMALL: usize = 12;

/// The query depends on the order of rows that a hash table gives, and asked again Prometheus gives other answers, or ours.
pub(super) fn answers_vary(seen: &Seen<'_>) -> bool {
    let differs = |answer: &Value| compare(seen.expected, answer, seen.order).is_err();
    let is_ours = |answer: &Value| compare(answer, seen.actual, seen.order).is_ok();
    depends_on_order(seen.expr) && seen.again.iter().any(|answer| differs(answer) || is_ours(answer))
}

/// Whether something that looks at the order of rows stands above something that computes rows. Of several annotations at
/// one place that an operator between vectors raises, the last row's stays.
fn depends_on_order(expr: &Expr) -> bool {
    let mut depends = false;
    walk(expr, &mut |node, _| {
        depends |= match &node.kind {
            ExprKind::Aggregate(aggregate) => aggregate.args.iter().any(computes_rows),
            ExprKind::Call(call) if looks_at_order(&call.function.text) => call.args.iter().any(computes_rows),
            ExprKind::Binary(binary) => aggregates(&binary.lhs) || aggregates(&binary.rhs),
            _ => false,
        };
        true
    });
    depends
}

fn aggregates(expr: &Expr) -> bool {
    let mut aggregates = false;
    walk(expr, &mut |node, _| {
        aggregates |= matches!(node.kind, ExprKind::Aggregate(_));
        true
    });
    aggregates
}

/// Sorts keep the order of equal values. Buckets whose bound is NaN stay where they are in a histogram, and several
/// quantiles write a label, so that histograms come to have the same ones.
fn looks_at_order(function: &str) -> bool {
    functions::function(function).is_some_and(|def| def.behavior.sorts || def.signature.has(ParamRole::Buckets))
}

fn computes_rows(expr: &Expr) -> bool {
    let mut computes = false;
    walk(expr, &mut |node, _| {
        computes |= matches!(node.kind, ExprKind::Aggregate(_) | ExprKind::Binary(_) | ExprKind::Call(_));
        true
    });
    computes
}

/// Many rows, of which only such of equal values have other places.
pub(super) fn are_ties(seen: &Seen<'_>) -> bool {
    let differs_in_order = |order| compare(seen.expected, seen.actual, order).is_err_and(|d| d.class == Class::Order);
    list(&seen.expected["series"]).len() > SMALL && differs_in_order(Order::Rows) && !differs_in_order(Order::Values)
}

/// What picks rows by their order stands above a sort of many rows, and the values that it picks are the same.
pub(super) fn picks_among_ties(seen: &Seen<'_>) -> bool {
    let mut sorts = false;
    walk(seen.expr, &mut |node, _| {
        if let ExprKind::Call(call) = &node.kind
            && functions::function(&call.function.text).is_some_and(sorts_by_value)
        {
            let sorted = seen.asked.ours(&seen.text[node.range.clone()]);
            sorts |= list(&sorted["series"]).len() > SMALL;
        }
        true
    });
    sorts && picks(seen.expr) && sorted_values(seen.expected) == sorted_values(seen.actual)
}

fn sorts_by_value(def: &FunctionDef) -> bool {
    def.behavior.sorts && !def.signature.has(ParamRole::SortLabel)
}

/// Whether the query picks rows by their order.
fn picks(expr: &Expr) -> bool {
    let ExprKind::Aggregate(aggregate) = &expr.unparenthesized().kind else { return false };
    functions::aggregator(&aggregate.op.text).is_some_and(|def| def.takes(ParamRole::Count))
}

fn sorted_values(answer: &Value) -> Vec<String> {
    let mut values: Vec<String> =
        list(&answer["series"]).iter().map(|row| format!("{} {}", row["floats"], row["histograms"])).collect();
    values.sort_unstable();
    values
}

/// The same rows, many of them, in another order of a sort by labels, among whose values are two that come before each
/// other or after each other.
pub(super) fn contradicts_itself(seen: &Seen<'_>) -> bool {
    let is_order = compare(seen.expected, seen.actual, Order::Rows).is_err_and(|d| d.class == Class::Order);
    let rows = list(&seen.expected["series"]);
    is_order && rows.len() > SMALL && sorted_labels(seen.expr).iter().any(|label| contradicts(rows, label))
}

/// The labels that a query sorts by.
fn sorted_labels(expr: &Expr) -> Vec<&str> {
    let ExprKind::Call(call) = &expr.unparenthesized().kind else { return Vec::new() };
    if functions::function(&call.function.text).is_some_and(|def| def.signature.has(ParamRole::SortLabel)) {
        call.args.iter().filter_map(text).collect()
    } else {
        Vec::new()
    }
}

fn text(arg: &Expr) -> Option<&str> {
    match &arg.kind {
        ExprKind::String(text) => Some(&text.value),
        _ => None,
    }
}

/// Whether two values of a label are in no order.
fn contradicts(rows: &[Value], label: &str) -> bool {
    let values: BTreeSet<String> = rows.iter().map(|row| labels(row).remove(label).unwrap_or_default()).collect();
    let pairs = values.iter().flat_map(|a| values.iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| a != b).any(|(a, b)| natural_less(a, b) == natural_less(b, a))
}

/// The query makes labels of values, and the answers are the same but for digits of such labels within the tolerance.
pub(super) fn has_digits_in_labels(seen: &Seen<'_>) -> bool {
    counts_values(seen.expr)
        && compare(&with_short_labels(seen.expected), &with_short_labels(seen.actual), seen.order).is_ok()
}

/// The answer with label values that are numbers cut to ten digits.
fn with_short_labels(answer: &Value) -> Value {
    let mut answer = answer.clone();
    for series in answer["series"].as_array_mut().into_iter().flatten() {
        for value in series["labels"].as_object_mut().into_iter().flat_map(|labels| labels.values_mut()) {
            if let Some(number) = value.as_str().and_then(|text| text.parse::<f64>().ok()) {
                *value = format!("{number:.9e}").into();
            }
        }
    }
    answer
}
