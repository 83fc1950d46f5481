//! Differences that are known and meant, each with a name and a precise rule. `docs/differences.md` says why.

use promenade::functions::absent::absent_labels;
use promenade::functions::aggregators::AggregatorKernel;
use promenade::functions::{self, Kernel};
use promenade::model::labels::METRIC_NAME;
use promenade::model::{MatchOp, Matcher};
use promenade::syntax::ast::{BinaryOp, Call, Expr, ExprKind, walk};
use serde_json::Value;

use super::compare::{Class, Order, compare, list};
use crate::generate::data::DataSet;

/// A difference that is meant.
#[derive(Debug)]
pub struct Explanation {
    /// Its name, which is its heading in `docs/differences.md`.
    pub name: &'static str,
    /// Whether it explains how two answers differ.
    rule: fn(&Seen<'_>) -> bool,
}

/// A query that was answered differently.
#[derive(Debug)]
pub struct Seen<'a> {
    /// The query as it is written.
    pub text: &'a str,
    /// The query.
    pub expr: &'a Expr,
    /// The data.
    pub data: &'a DataSet,
    /// What the query says of the order of its result.
    pub order: Order,
    /// Prometheus's answer.
    pub expected: &'a Value,
    /// Prometheus's answers to the same query when it is asked again and again.
    pub again: &'a [Value],
    /// Our answer.
    pub actual: &'a Value,
    /// Our answers over the floats of the data alone and over the histograms alone.
    pub apart: &'a [Value],
}

/// All of them.
pub static EXPLAINED: &[Explanation] = &[
    Explanation { name: "order-of-a-hash-table", rule: answers_vary },
    Explanation { name: "ties-of-sort", rule: are_ties },
    Explanation { name: "float-and-histogram-at-once", rule: is_mixed_collision },
    Explanation { name: "panic-in-prometheus", rule: has_panicked },
    Explanation { name: "logarithm-of-subnormals", rule: takes_logarithm_of_subnormal },
    Explanation { name: "labels-of-absent", rule: has_sorted_matchers },
    Explanation { name: "name-after-info", rule: keeps_name_after_info },
    Explanation { name: "place-of-nan-observations", rule: places_nan_elsewhere },
    Explanation { name: "counts-of-forced-monotonicity", rule: counts_samples_twice },
    Explanation { name: "digits-in-labels", rule: has_digits_in_labels },
    Explanation { name: "contradictions-of-natural-order", rule: sorts_by_label },
];

/// Which of the known differences explains how two answers differ.
pub fn explain(seen: &Seen<'_>) -> Option<&'static Explanation> {
    EXPLAINED.iter().find(|explanation| (explanation.rule)(seen))
}

/// Asked again, Prometheus gives other answers, or ours.
fn answers_vary(seen: &Seen<'_>) -> bool {
    let differs = |answer: &Value| compare(seen.expected, answer, seen.order).is_err();
    let is_ours = |answer: &Value| compare(answer, seen.actual, seen.order).is_ok();
    seen.again.iter().any(|answer| differs(answer) || is_ours(answer))
}

/// More rows than Go sorts by insertion, and only such of equal values have other places.
fn are_ties(seen: &Seen<'_>) -> bool {
    let differs_in_order = |order| compare(seen.expected, seen.actual, order).is_err_and(|d| d.class == Class::Order);
    list(&seen.expected["series"]).len() > 12 && differs_in_order(Order::Rows) && !differs_in_order(Order::Values)
}

/// We say that samples of one time have the same labels, which they have only where one is a float and one a histogram.
fn is_mixed_collision(seen: &Seen<'_>) -> bool {
    is_collision(seen.actual) && !is_collision(seen.expected) && !seen.apart.iter().any(is_collision)
}

/// Prometheus's answer is that it has panicked.
fn has_panicked(seen: &Seen<'_>) -> bool {
    seen.expected["error"].as_str().is_some_and(|error| error.starts_with("unexpected error: runtime error"))
}

/// The query takes a logarithm, and it or the data holds a subnormal number.
fn takes_logarithm_of_subnormal(seen: &Seen<'_>) -> bool {
    const LEAST: f64 = 5e-324;
    // Of the functions of one float only natural and decimal logarithms fall so low, and Go's binary one is right.
    let is_logarithm = |f: fn(f64) -> f64| f(1.0) == 0.0 && f(LEAST) < -300.0 && f(LEAST) > -1000.0;
    let takes =
        calls(seen.expr).iter().any(|call| match functions::function(&call.function.text).map(|def| def.kernel) {
            Some(Kernel::Math(f)) => is_logarithm(f),
            _ => false,
        });
    let has_subnormal = |text: &str| text.contains("5e-324");
    (takes || has_power(seen.expr)) && (has_subnormal(seen.text) || has_subnormal(&seen.data.to_string()))
}

/// A power is computed by a logarithm.
fn has_power(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |node, _| {
        found |= matches!(&node.kind, ExprKind::Binary(binary) if binary.op == BinaryOp::Pow);
        true
    });
    found
}

/// A selector that `absent` takes its labels from has matchers of one label in an order that the storage changes.
fn has_sorted_matchers(seen: &Seen<'_>) -> bool {
    calls(seen.expr).iter().any(|call| {
        let kernel = functions::function(&call.function.text).map(|def| def.kernel);
        let is_absent = matches!(kernel, Some(Kernel::Absent | Kernel::AbsentOverTime));
        let matchers = call.args.first().map(|arg| &arg.unparenthesized().kind).and_then(|kind| match kind {
            ExprKind::Vector(selector) => Some(selector.all_matchers().collect()),
            ExprKind::Matrix(matrix) => Some(matrix.selector.all_matchers().collect()),
            _ => None,
        });
        is_absent && matchers.is_some_and(|given: Vec<Matcher>| absent_labels(&given) != absent_labels(&sorted(&given)))
    })
}

/// Matchers as Prometheus's storage sorts them: those that take series away come last.
fn sorted(matchers: &[Matcher]) -> Vec<Matcher> {
    let must_be_set = |name: &str| matchers.iter().any(|m| m.name() == name && !m.matches(""));
    let takes_away = |m: &Matcher| {
        !must_be_set(m.name()) || matches!(m.op(), MatchOp::NotEqual | MatchOp::NotRegex) && m.matches("")
    };
    let mut sorted = matchers.to_vec();
    sorted.sort_by_key(takes_away);
    sorted
}

/// The query calls `info`, and the answers are the same but for names, or for what equal names make of ours.
fn keeps_name_after_info(seen: &Seen<'_>) -> bool {
    let is_info =
        |call: &&Call| matches!(functions::function(&call.function.text).map(|def| def.kernel), Some(Kernel::Info));
    let is_same = || compare(&nameless(seen.expected), &nameless(seen.actual), Order::Free).is_ok();
    calls(seen.expr).iter().any(is_info) && (is_collision(seen.actual) && !is_collision(seen.expected) || is_same())
}

/// The answer without the names of its series.
fn nameless(answer: &Value) -> Value {
    let mut answer = answer.clone();
    for series in answer["series"].as_array_mut().into_iter().flatten() {
        if let Some(labels) = series["labels"].as_object_mut() {
            labels.remove(METRIC_NAME);
        }
    }
    answer
}

/// The answers are the same but for the place of an info on NaN observations.
fn places_nan_elsewhere(seen: &Seen<'_>) -> bool {
    let placeless = |text: &str| {
        let is_meant = text.contains("has NaN observations, ");
        is_meant.then(|| text.rsplit_once(" (").map_or(text, |(text, _)| text).to_owned())
    };
    is_same_with_infos(seen, &placeless)
}

/// The answers are the same but for the number of samples that were fixed, which is ours or more.
fn counts_samples_twice(seen: &Seen<'_>) -> bool {
    let countless = |text: &str| {
        let (before, rest) = text.split_once(" needed to be fixed for monotonicity")?;
        let (middle, rest) = rest.split_once(", over ")?;
        let (_, after) = rest.split_once(" samples ")?;
        Some(format!("{before}{middle}{after}"))
    };
    is_same_with_infos(seen, &countless)
}

/// Whether answers are the same once their infos are rewritten, of which one must be.
fn is_same_with_infos(seen: &Seen<'_>, rewrite: &dyn Fn(&str) -> Option<String>) -> bool {
    let (expected, actual) = (with_infos(seen.expected, rewrite), with_infos(seen.actual, rewrite));
    compare(&expected, &actual, seen.order).is_ok() && expected["infos"] != seen.expected["infos"]
}

fn with_infos(answer: &Value, rewrite: &dyn Fn(&str) -> Option<String>) -> Value {
    let mut answer = answer.clone();
    for info in answer["infos"].as_array_mut().into_iter().flatten() {
        if let Some(text) = info.as_str().and_then(rewrite) {
            *info = text.into();
        }
    }
    answer
}

/// The query makes labels of values, and the answers are the same but for digits of such labels within the tolerance.
fn has_digits_in_labels(seen: &Seen<'_>) -> bool {
    let mut makes_labels = false;
    walk(seen.expr, &mut |node, _| {
        if let ExprKind::Aggregate(aggregate) = &node.kind {
            let kernel = functions::aggregator(&aggregate.op.text).map(|def| def.kernel);
            makes_labels |= matches!(kernel, Some(AggregatorKernel::CountValues));
        }
        true
    });
    makes_labels && compare(&with_short_labels(seen.expected), &with_short_labels(seen.actual), seen.order).is_ok()
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

/// More rows than Go sorts by insertion, in another order, of a sort by labels, whose order contradicts itself.
fn sorts_by_label(seen: &Seen<'_>) -> bool {
    let is_order = compare(seen.expected, seen.actual, Order::Rows).is_err_and(|d| d.class == Class::Order);
    let by_label = match &seen.expr.unparenthesized().kind {
        ExprKind::Call(call) => {
            let kernel = functions::function(&call.function.text).map(|def| def.kernel);
            matches!(kernel, Some(Kernel::SortByLabel(_)))
        }
        _ => false,
    };
    by_label && is_order && list(&seen.expected["series"]).len() > 12
}

fn is_collision(answer: &Value) -> bool {
    answer["error"] == "vector cannot contain metrics with the same labelset"
}

fn calls(expr: &Expr) -> Vec<&Call> {
    let mut calls = Vec::new();
    walk(expr, &mut |node, _| {
        if let ExprKind::Call(call) = &node.kind {
            calls.push(call.as_ref());
        }
        true
    });
    calls
}
