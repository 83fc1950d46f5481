//! Differences that are known and meant, each with a name and a precise rule. `docs/differences.md` says why.

mod fixed_times;
mod order;
mod panics;
mod storage;

use promenade::syntax::ast::{Call, Expr, ExprKind, walk};
use serde_json::Value;

use super::compare::Order;
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
    /// Whom rules can ask about other queries.
    pub asked: &'a dyn Asked,
}

/// Who answers other queries than the one that was answered differently, at the same times.
pub trait Asked {
    /// Our answer over the same data.
    fn ours(&self, text: &str) -> Value;

    /// Whether Prometheus and we answer the same over some data.
    fn agree_over(&self, data: &DataSet, text: &str) -> bool;
}

/// All of them.
pub static EXPLAINED: &[Explanation] = &[
    Explanation { name: "order-of-a-hash-table", rule: order::answers_vary },
    Explanation { name: "ties-of-sort", rule: order::are_ties },
    Explanation { name: "ties-of-sort", rule: order::picks_among_ties },
    Explanation { name: "panic-in-prometheus", rule: panics::has_panicked },
    Explanation { name: "logarithm-of-subnormals", rule: storage::takes_logarithm_of_subnormal },
    Explanation { name: "labels-of-absent", rule: storage::has_sorted_matchers },
    Explanation { name: "fixed-time-in-a-parameter", rule: fixed_times::in_a_parameter },
    Explanation { name: "fixed-time-in-a-subquery", rule: fixed_times::in_a_subquery },
    Explanation { name: "digits-in-labels", rule: order::has_digits_in_labels },
    Explanation { name: "contradictions-of-natural-order", rule: order::contradicts_itself },
];

/// Which of the known differences explains how two answers differ.
pub fn explain(seen: &Seen<'_>) -> Option<&'static Explanation> {
    EXPLAINED.iter().find(|explanation| (explanation.rule)(seen))
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
