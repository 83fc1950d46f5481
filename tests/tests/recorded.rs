//! Answers that Prometheus gave to some twelve thousand queries, and ours.
#![allow(clippy::unwrap_used)] // test code

use std::path::Path;

use promenade::{Engine, EngineOptions, Features, MemoryStorage, Storage, Tsdb};
use promenade_testkit::differential::{Recorded, Verdict};
use promenade_testkit::oracle::Query;
use promenade_testkit::{Script, load};
use promenade_tests::shared::{read, say};
use promenade_tests::{Count, check_counts, shared_dir};
use serde_json::Value;

/// Each set of data with the sets of queries over it: without feature flags, with all, with all and by promqlsmith.
const DATA: [&str; 6] = ["floats", "classic", "cluster", "starts", "names", "native"];
const QUERIES: [&str; 3] = ["off", "all", "smith"];

/// Data directories, with the set of data that was written into each. Of one some samples were deleted, and it has answers
/// of its own.
const DIRECTORIES: [(&str, &str, &[&str]); 6] = [
    ("native-blocks", "native", &QUERIES),
    ("late-blocks", "floats", &QUERIES),
    ("head", "floats", &QUERIES),
    ("late-head", "floats", &QUERIES),
    ("start-timestamps-xor2", "starts", &QUERIES),
    ("deleted", "floats", &["deleted"]),
];

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
    // Prometheus 3.16 fails over some series with tombstones; what it would have answered is not known.
    if expected["error"].as_str().is_some_and(|error| error.contains("runtime error")) {
        return Ok(Some("Prometheus crashed"));
    }
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

/// How many of the answers of a file are ours; `name` is what the table calls them.
fn count(name: String, file: &Path, storage: &dyn Storage, features: Features) -> Count {
    let engine = Engine::new(EngineOptions::default().features(features));
    let recorded = Recorded { engine: &engine, storage };
    let text = read(file);
    let outcomes: Vec<_> = text.lines().map(|line| check(&recorded, line)).collect();
    let explained: Vec<_> = outcomes.iter().flatten().flatten().collect();
    for explanation in &explained {
        say(&format!("{name}: explained: {explanation}"));
    }
    let failures: Vec<_> = outcomes.iter().filter_map(|o| o.as_ref().err().cloned()).collect();
    let n_explained = explained.len();
    let n_passed = outcomes.len() - n_explained - failures.len();
    Count { file: name, n_passed, n_explained, n_total: outcomes.len(), failures }
}

fn check_all(table: &str, counts: &[Count]) {
    let unexplained =
        counts.iter().flat_map(|c| c.failures.iter().map(move |failure| format!("{}: {failure}", c.file)));
    let unexplained: Vec<_> = unexplained.collect();
    assert!(unexplained.is_empty(), "answers that differ without a known reason:\n{}", unexplained.join("\n"));
    check_counts(table, counts);
}

#[test]
fn answers_are_those_of_prometheus() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded") else { return };
    let mut counts = Vec::new();
    for data in DATA {
        let storage = store(&folder.join(format!("{data}.test")));
        for queries in QUERIES {
            let file = format!("{data}.{queries}.jsonl");
            counts.push(count(file.clone(), &folder.join(file), &storage, features(queries)));
        }
    }
    check_all("recorded.tsv", &counts);
}

#[test]
fn answers_over_data_directories_are_those_of_prometheus() {
    let (Some(folder), Some(directories)) = (shared_dir("v3.16/oracle/recorded"), shared_dir("v3.16/tsdb")) else {
        return;
    };
    let mut counts = Vec::new();
    for (directory, data, queries) in DIRECTORIES {
        let storage = Tsdb::open(directories.join(directory)).unwrap();
        for queries in queries {
            let file = folder.join(format!("{data}.{queries}.jsonl"));
            counts.push(count(format!("{directory}.{queries}"), &file, &storage, features(queries)));
        }
    }
    check_all("recorded-directories.tsv", &counts);
}
