//! Differences that are known and meant, each with a name and a precise rule. `docs/differences.md` says why.

mod annotations;
mod info;
mod order;
mod panics;
mod storage;
mod windows;

use promenade::syntax::ast::{Call, Expr, ExprKind, walk};
use serde_json::{Map, Value};

use super::compare::{Order, labels, list};
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
    /// Whom rules can ask about other queries.
    pub asked: &'a dyn Asked,
}

/// Who answers other queries than the one that was answered differently, at the same times.
pub trait Asked {
    /// Our answer over the same data.
    fn ours(&self, text: &str) -> Value;

    /// Our answer over the same data with names dropped at the end of the query, so that before it they can be seen.
    fn ours_with_names(&self, text: &str) -> Value;

    /// Whether Prometheus and we answer the same over some data.
    fn agree_over(&self, data: &DataSet, text: &str) -> bool;
}

/// All of them.
pub static EXPLAINED: &[Explanation] = &[
    Explanation { name: "order-of-a-hash-table", rule: order::answers_vary },
    Explanation { name: "ties-of-sort", rule: order::are_ties },
    Explanation { name: "ties-of-sort", rule: order::picks_among_ties },
    Explanation { name: "float-and-histogram-at-once", rule: windows::is_mixed_collision },
    Explanation { name: "panic-in-prometheus", rule: panics::has_panicked },
    Explanation { name: "logarithm-of-subnormals", rule: storage::takes_logarithm_of_subnormal },
    Explanation { name: "labels-of-absent", rule: storage::has_sorted_matchers },
    Explanation { name: "name-after-info", rule: info::keeps_name },
    Explanation { name: "time-of-info", rule: info::reads_at_another_time },
    Explanation { name: "fixed-subquery-in-a-varying-call", rule: windows::loses_fixed_subquery },
    Explanation { name: "place-of-nan-observations", rule: annotations::places_nan_elsewhere },
    Explanation { name: "digits-in-labels", rule: order::has_digits_in_labels },
    Explanation { name: "contradictions-of-natural-order", rule: order::contradicts_itself },
];

/// Which of the known differences explains how two answers differ.
pub fn explain(seen: &Seen<'_>) -> Option<&'static Explanation> {
    EXPLAINED.iter().find(|explanation| (explanation.rule)(seen))
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

/// The answer with the labels of its series changed, and the series in the order of the new ones.
fn sorted_series(answer: &Value, change: impl Fn(&mut Map<String, Value>)) -> Value {
    let mut answer = answer.clone();
    if let Some(series) = answer["series"].as_array_mut() {
        for row in series.iter_mut() {
            row["labels"].as_object_mut().into_iter().for_each(&change);
        }
        series.sort_by_cached_key(labels);
    }
    answer
}

/// Neighbouring rows of equal labels.
fn twins(answer: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let rows = list(&answer["series"]);
    rows.iter().zip(rows.iter().skip(1)).filter(|(a, b)| labels(a) == labels(b))
}

/// Whether two rows have samples of a kind, `floats` or `histograms`, at the same time.
fn meet(a: &Value, b: &Value, kind: &str) -> bool {
    let time = |point: &Value| if point.is_array() { point[0].clone() } else { point["t"].clone() };
    let times = |row: &Value| list(&row[kind]).iter().map(time).collect::<Vec<_>>();
    let of_b = times(b);
    times(a).iter().any(|t| of_b.contains(t))
}
