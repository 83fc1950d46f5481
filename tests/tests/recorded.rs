//! Answers that Prometheus gave to some twelve thousand queries, and ours.
#![allow(clippy::unwrap_used)] // they are tests

use std::path::Path;

use promenade::semantic::parse_and_check;
use promenade::{Engine, EngineOptions, Features, MemoryStorage};
use promenade_testkit::differential::{Asked, Order, Seen, compare, explain};
use promenade_testkit::generate::data::DataSet;
use promenade_testkit::oracle::{Query, answer};
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

/// What answers queries.
struct Ours<'a> {
    engine: &'a Engine,
    storage: &'a MemoryStorage,
}

impl Ours<'_> {
    fn answer(&self, query: Query) -> Value {
        serde_json::to_value(answer(self.engine, self.storage, query)).unwrap()
    }

    /// Nothing where our answer is the recorded one, else the name of the known difference that explains it.
    fn check(&self, line: &str) -> Result<Option<&'static str>, String> {
        let expected: Value = serde_json::from_str(line).unwrap();
        let query: Query = serde_json::from_str(line).unwrap();
        let actual = self.answer(query.clone());
        let sorts = query.expr.trim_start_matches([' ', '(']).to_ascii_lowercase().starts_with("sort");
        let order = if sorts { Order::Rows } else { Order::Free };
        let Err(difference) = compare(&expected, &actual, order) else { return Ok(None) };
        let told = || format!("{}: {}", when(&expected), difference.text);
        self.explanation(&query, order, (&expected, &actual)).map(Some).ok_or_else(told)
    }

    fn explanation(&self, query: &Query, order: Order, answers: (&Value, &Value)) -> Option<&'static str> {
        let seen = Seen {
            text: &query.expr,
            expr: &parse_and_check(&query.expr, &self.engine.language()).expr,
            data: &DataSet::default(),
            order,
            expected: answers.0,
            again: &[],
            actual: answers.1,
            asked: &AtTimesOf { ours: self, query },
        };
        explain(&seen).map(|explanation| explanation.name)
    }
}

/// Answers other queries at the times of one.
struct AtTimesOf<'a> {
    ours: &'a Ours<'a>,
    query: &'a Query,
}

impl Asked for AtTimesOf<'_> {
    fn ours(&self, text: &str) -> Value {
        self.ours.answer(Query { expr: text.to_owned(), ..self.query.clone() })
    }

    /// There is no Prometheus here that could be asked.
    fn agree_over(&self, _: &DataSet, _: &str) -> bool {
        false
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
            let ours = Ours { engine: &engine, storage: &storage };
            let text = read(&folder.join(&file));
            let outcomes: Vec<_> = text.lines().map(|line| ours.check(line)).collect();
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
