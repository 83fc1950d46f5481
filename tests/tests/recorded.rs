//! Answers that Prometheus gave to some twelve thousand queries, and ours.
#![allow(clippy::unwrap_used)] // test code

use std::path::Path;

use promenade::{Engine, EngineOptions, Features, MemoryStorage};
use promenade_testkit::differential::{Recorded, Verdict};
use promenade_testkit::oracle::Query;
use promenade_testkit::{Script, load};
use promenade_tests::shared::{read, say};
use promenade_tests::{Count, check_counts, shared_dir};
use serde_json::Value;

/// Each set of data with the sets of queries over it: without feature flags, with all, with all and by promqlsmith.
/// `floats.deleted.jsonl` is not among them: its samples are those of a data directory with tombstones, for which there is
/// no reader yet.
const DATA: [&str; 6] = ["floats", "classic", "cluster", "starts", "names", "native"];
const QUERIES: [&str; 3] = ["off", "all", "smith"];

fn features(queries: &str) -> Features {
    if queries == "off" { Features::default() } else { Features::all() }
}

fn store(script: &Path) -> MemoryStorage {
    let script = Script::parse(&read(script)).unwrap_or_else(|e| panic!("{}: {e}", script.display()));
    load::load_script(&script).unwrap()
}

/// Nothing where our answer is the recorded one, else the name of the known difference that explains it.
fn check(recorded: &Recorded<'_>, line: &str) -> Result<Option<&'static str>, String> {
    let expected: Value = serde_json::from_str(line).unwrap();
    let query: Query = serde_json::from_str(line).unwrap();
    match recorded.verdict(&query, &expected, &[]) {
        Verdict::Same { .. } => Ok(None),
        Verdict::Explained(explanation) => Ok(Some(explanation.name)),
        Verdict::Differs { difference, .. } => Err(format!("{}: {}", when(&expected), difference.text)),
    }
}

fn when(query: &Value) -> String {
    match &query["time"] {
        Value::Null => format!("{} from {} to {} every {}", query["expr"], query["start"], query["end"], query["step"]),
        time => format!("{} at {time}", query["expr"]),
    }
}

#[test]
fn answers_are_those_of_prometheus() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded") else { return };
    let (mut counts, mut unexplained) = (Vec::new(), Vec::new());
    for data in DATA {
        let storage = store(&folder.join(format!("{data}.test")));
        for queries in QUERIES {
            let features = features(queries);
            let file = format!("{data}.{queries}.jsonl");
            let engine = Engine::new(EngineOptions { features, ..EngineOptions::default() });
            let recorded = Recorded { engine: &engine, storage: &storage };
            let text = read(&folder.join(&file));
            let outcomes: Vec<_> = text.lines().map(|line| check(&recorded, line)).collect();
            let explained: Vec<_> = outcomes.iter().flatten().flatten().collect();
            for name in &explained {
                say(&format!("{file}: explained: {name}"));
            }
            let failures: Vec<_> = outcomes.iter().filter_map(|o| o.as_ref().err().cloned()).collect();
            unexplained.extend(failures.iter().map(|failure| format!("{file}: {failure}")));
            let n_passed = outcomes.len() - explained.len() - failures.len();
            let n_explained = explained.len();
            counts.push(Count { file, n_passed, n_explained, n_total: outcomes.len(), failures });
        }
    }
    assert!(unexplained.is_empty(), "answers that differ without a known reason:\n{}", unexplained.join("\n"));
    check_counts("recorded.tsv", &counts);
}
