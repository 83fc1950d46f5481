//! Differences that are known and meant, each with a name and a precise rule. `docs/differences.md` says why.

use serde_json::Value;

use super::compare::{Order, compare};

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
    /// What the query says of the order of its result.
    pub order: Order,
    /// Prometheus's answers to the same query when it is asked again and again.
    pub again: &'a [Value],
    /// Our answer.
    pub actual: &'a Value,
}

/// All of them.
pub static EXPLAINED: &[Explanation] = &[Explanation { name: "no-answer-of-its-own", rule: answers_so_too }];

/// Which of the known differences explains how two answers differ.
pub fn explain(seen: &Seen<'_>) -> Option<&'static Explanation> {
    EXPLAINED.iter().find(|explanation| (explanation.rule)(seen))
}

/// Asked again, Prometheus gives our answer too: the order in which a hash table of its own is walked decides.
fn answers_so_too(seen: &Seen<'_>) -> bool {
    seen.again.iter().any(|answer| compare(answer, seen.actual, seen.order).is_ok())
}
