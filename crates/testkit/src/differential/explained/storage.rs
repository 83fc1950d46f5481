//! Differences that come from the set-up of Prometheus: its processor, and the order in which its storage hands matchers on.

use std::collections::BTreeSet;

use promenade::functions::absent::absent_labels;
use promenade::functions::{self, Kernel};
use promenade::model::{MatchOp, Matcher};
use promenade::syntax::ast::{BinaryOp, Call, Expr, ExprKind, walk};

use super::{Seen, calls, sorted_series};
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

/// A selector that `absent` takes its labels from has matchers of one label in an order that the storage changes, and the
/// answers are the same but for that label.
pub(super) fn has_sorted_matchers(seen: &Seen<'_>) -> bool {
    let changed: BTreeSet<String> = calls(seen.expr).into_iter().flat_map(changed_labels).collect();
    let without = |answer| sorted_series(answer, |labels| labels.retain(|name, _| !changed.contains(name)));
    !changed.is_empty() && compare(&without(seen.expected), &without(seen.actual), seen.order).is_ok()
}

/// The labels of a call of `absent` that it has or has not by the order of its matchers.
fn changed_labels(call: &Call) -> Vec<String> {
    let kernel = functions::function(&call.function.text).map(|def| def.kernel);
    let matchers: Vec<Matcher> = match call.args.first().map(|arg| &arg.unparenthesized().kind) {
        Some(ExprKind::Vector(selector)) => selector.all_matchers().collect(),
        Some(ExprKind::Matrix(matrix)) => matrix.selector.all_matchers().collect(),
        _ => return Vec::new(),
    };
    if !matches!(kernel, Some(Kernel::Absent | Kernel::AbsentOverTime)) {
        return Vec::new();
    }
    let (given, sorted) = (absent_labels(&matchers), absent_labels(&sorted(&matchers)));
    let names = matchers.iter().map(Matcher::name);
    names.filter(|name| given.get(name) != sorted.get(name)).map(str::to_owned).collect()
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
