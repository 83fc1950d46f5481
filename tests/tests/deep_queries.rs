//! Long chains and deep nesting go through all of the language and the engine on a thread of the usual 2 MiB.
#![allow(clippy::unwrap_used)] // it is a test

use promenade::format::Outcome;
use promenade::lint::{Linter, Settings};
use promenade::syntax::ParseOptions;
use promenade::{
    Engine, EngineOptions, Features, MemoryStorage, MemoryStorageBuilder, QueryValue, StartTimestamp, labels,
};

const N: usize = ParseOptions::MAX_DEPTH;

/// Long chains, of left and of right association, and mixed; deep nesting of each kind; how many series come out.
fn queries() -> Vec<(String, usize)> {
    let nested =
        |open: &str, inner: &str, close: &str, n: usize| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    let n_terms = 2_000;
    vec![
        (vec!["m"; n_terms].join(" or "), 2),
        ((0..n_terms / 10).map(|i| format!("m{{i=\"{i}\"}}")).collect::<Vec<_>>().join(" or "), 2),
        (vec!["m"; n_terms].join(" and "), 2),
        (vec!["m"; n_terms].join(" unless "), 0),
        (vec!["m"; n_terms].join(" + "), 2),
        (vec!["m"; n_terms].join(" ^ "), 2),
        (vec!["1"; n_terms].join(" - "), 1),
        (vec!["m + m * m ^ m"; n_terms / 4].join(" or "), 2),
        (nested("(", "m", ")", N - 2), 2),
        (nested("-", "m", "", N - 2), 2),
        (nested("abs(", "m", ")", N / 4), 2),
        (nested("sum(", "m", ")", N / 4), 1),
        (nested("max_over_time(", "m", "[1m:30s])", 300), 2),
        (nested("m + (", "m", ")", N / 4), 2),
        (format!("rate(m[{}])", nested("(1m + ", "1m", ")", N / 4)), 2),
    ]
}

fn store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in ["1", "2"] {
        let id = builder.series(&labels! {"__name__" => "m", "i" => i});
        (0..10).for_each(|n| builder.append_float(id, n * 15_000, 1.0, StartTimestamp::UNKNOWN));
    }
    builder.build()
}

#[test]
fn every_pass_is_safe_on_a_small_stack() {
    let storage = store();
    let features = Features { delayed_name_removal: false, ..Features::all() };
    let engine = Engine::new(EngineOptions::default().features(features).threads(Some(2)).timeout(None));
    for (query, n_series) in queries() {
        let formatted = promenade::format::format(&query, &promenade::format::Options::default()).unwrap();
        assert!(!matches!(formatted.outcome, Outcome::Kept(_)), "{query:.100}");
        drop(Linter::new(Settings::default()).lint_query(&query, promenade::syntax::Variables::None));
        let prepared = engine.query(&storage, &query).at(60_000);
        let plan = prepared.plan().unwrap();
        assert!(!plan.clone().explain().to_string().is_empty());
        for prepared in [prepared, engine.query(&storage, &query).range(0, 60_000, 30_000)] {
            let n_found = match prepared.wait().unwrap().value {
                QueryValue::Vector(_, samples) => samples.len(),
                QueryValue::Matrix(series) => series.len(),
                QueryValue::Scalar(..) | QueryValue::String(_) => 1,
            };
            assert_eq!(n_found, n_series, "{query:.100}");
        }
    }
}
