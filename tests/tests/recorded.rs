//! Answers that Prometheus gave to some ten thousand queries, and ours.
#![allow(clippy::unwrap_used)] // they are tests

use std::path::Path;

use promenade::{Engine, EngineOptions, Features, MemoryStorage};
use promenade_testkit::differential::{Order, compare};
use promenade_testkit::oracle::{Query, answer};
use promenade_testkit::{Script, load};
use promenade_tests::shared::read;
use promenade_tests::{Count, check_counts, shared_dir};
use serde_json::Value;

/// Each set of data with the sets of queries over it: without feature flags, with all, with all and by promqlsmith.
const DATA: [&str; 5] = ["floats", "classic", "cluster", "starts", "native"];
const QUERIES: [(&str, Features); 3] = [("off", NO_FEATURES), ("all", Features::all()), ("smith", Features::all())];
const NO_FEATURES: Features = Features {
    experimental_functions: false,
    extended_range_selectors: false,
    binop_fill_modifiers: false,
    delayed_name_removal: false,
    use_start_timestamps: false,
    type_and_unit_labels: false,
    per_step_stats: false,
};

/// The data as the storage of the recording Prometheus kept it: without start timestamps.
fn store(script: &Path) -> MemoryStorage {
    let script = Script::parse(&read(script)).unwrap_or_else(|e| panic!("{}: {e}", script.display()));
    load::load_script(&script.without_start_timestamps()).unwrap()
}

fn check(engine: &Engine, storage: &MemoryStorage, line: &str) -> Result<(), String> {
    let expected: Value = serde_json::from_str(line).unwrap();
    let query: Query = serde_json::from_str(line).unwrap();
    let actual = serde_json::to_value(answer(engine, storage, query)).unwrap();
    let expr = expected["expr"].as_str().unwrap_or_default();
    let sorts = expr.trim_start_matches([' ', '(']).to_ascii_lowercase().starts_with("sort");
    let order = if sorts { Order::Rows } else { Order::Free };
    compare(&expected, &actual, order).map_err(|e| format!("{}: {}", when(&expected), e.text))
}

fn when(query: &Value) -> String {
    match &query["time"] {
        Value::Null => format!("{} from {} to {} every {}", query["expr"], query["start"], query["end"], query["step"]),
        time => format!("{} at {time}", query["expr"]),
    }
}

#[test]
fn answers_are_those_of_prometheus() {
    let Some(folder) = shared_dir("oracle/recorded") else { return };
    let mut counts = Vec::new();
    for data in DATA {
        let storage = store(&folder.join(format!("{data}.test")));
        for (queries, features) in QUERIES {
            let file = format!("{data}.{queries}.jsonl");
            let engine = Engine::new(EngineOptions { features, ..EngineOptions::default() });
            let text = read(&folder.join(&file));
            let outcomes: Vec<_> = text.lines().map(|line| check(&engine, &storage, line)).collect();
            let n_passed = outcomes.iter().filter(|o| o.is_ok()).count();
            let failures = outcomes.into_iter().filter_map(Result::err).take(20).collect();
            counts.push(Count { file, n_passed, n_total: text.lines().count(), failures });
        }
    }
    check_counts("recorded.tsv", &counts);
}
