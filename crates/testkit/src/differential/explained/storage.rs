//! Differences that come from the set-up of Prometheus: its processor, and the order in which its storage hands matchers on.

use promenade::functions::{self, Kernel};
use promenade::model::{MatchOp, Matcher};
use promenade::syntax::ast::{BinaryOp, Call, Expr, ExprKind, LabelMatcher, walk};
use promenade::syntax::diagnostic::{Edit, apply_edits};

use super::{Seen, calls};
use crate::differential::compare::compare;
use crate::generate::data::DataSet;

/// The subnormal number of drawn data and queries.
const SUBNORMAL: &str = "5e-324";

/// The query takes a logarithm, and with a number that is not subnormal in place of one that is the answers are the same.
pub(super) fn takes_logarithm_of_subnormal(seen: &Seen<'_>) -> bool {
    const LEAST: f64 = 5e-324;
    // Of the functions of one float only natural and decimal logarithms fall so low, and Go's binary one is right.
    let is_logarithm = |f: fn(f64) -> f64| f(1.0) == 0.0 && f(LEAST) < -300.0 && f(LEAST) > -1000.0;
    let takes =
        calls(seen.expr).iter().any(|call| match functions::function(&call.function.text).map(|def| def.kernel) {
            Some(Kernel::Math(f)) => is_logarithm(f),
            _ => false,
        });
    let (text, data) = (normal(seen.text), with_normal_values(seen.data));
    let is_replaced = text != seen.text || data != *seen.data;
    (takes || has_power(seen.expr)) && is_replaced && seen.asked.agree_over(&data, &text)
}

fn normal(text: &str) -> String {
    text.replace(SUBNORMAL, "1e-300")
}

fn with_normal_values(data: &DataSet) -> DataSet {
    let mut data = data.clone();
    let series = data.loads.iter_mut().flat_map(|load| &mut load.series);
    series.flat_map(|series| &mut series.values).for_each(|value| *value = normal(value));
    data
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

/// A selector that `absent` takes its labels from has matchers of one label in an order that the storage changes, and with
/// the matchers in that order our answer is Prometheus's.
pub(super) fn has_sorted_matchers(seen: &Seen<'_>) -> bool {
    let selectors = calls(seen.expr).into_iter().filter_map(selector_of_absent);
    let places = selectors.flat_map(|matchers| matchers.iter().zip(sorted(matchers)));
    let edits: Vec<Edit> = places
        .map(|(place, matcher)| Edit { range: place.range.clone(), text: seen.text[matcher.range.clone()].to_owned() })
        .collect();
    apply_edits(seen.text, &edits)
        .is_some_and(|text| text != seen.text && compare(seen.expected, &seen.asked.ours(&text), seen.order).is_ok())
}

/// The matchers of the selector that is the argument of a call of `absent`.
fn selector_of_absent(call: &Call) -> Option<&[LabelMatcher]> {
    let is_absent = functions::function(&call.function.text).is_some_and(|def| def.behavior.reports_absence);
    match &call.args.first().filter(|_| is_absent)?.unparenthesized().kind {
        ExprKind::Vector(selector) => Some(&selector.matchers),
        ExprKind::Matrix(matrix) => Some(&matrix.selector.matchers),
        _ => None,
    }
}

/// Matchers as Prometheus's storage sorts them: those that take series away come last.
fn sorted(matchers: &[LabelMatcher]) -> Vec<&LabelMatcher> {
    let of = |m: &LabelMatcher| m.matcher.clone();
    let must_be_set = |name: &str| matchers.iter().filter_map(of).any(|m| m.name() == name && !m.matches(""));
    let takes_away = |m: &Matcher| {
        !must_be_set(m.name()) || matches!(m.op(), MatchOp::NotEqual | MatchOp::NotRegex) && m.matches("")
    };
    let mut sorted: Vec<&LabelMatcher> = matchers.iter().collect();
    sorted.sort_by_key(|m| m.matcher.as_ref().is_some_and(takes_away));
    sorted
}
