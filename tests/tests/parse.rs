//! Eight thousand real expressions, most of them damaged: what Prometheus's parser makes of each, and ours.
#![allow(clippy::unwrap_used)] // test code

use promenade::{Engine, EngineOptions, Features};
use promenade_testkit::oracle::{Expression, essence, parse};
use promenade_tests::shared::read;
use promenade_tests::{Count, check_counts, shared_dir};
use serde_json::Value;

#[test]
fn verdicts_are_those_of_prometheus() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded") else { return };
    let engine = Engine::new(EngineOptions::default().features(Features::all()));
    let text = read(&folder.join("parse.jsonl"));
    let mut failures = Vec::new();
    for line in text.lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        let expression: Expression = serde_json::from_str(line).unwrap();
        let actual = serde_json::to_value(parse(&engine, expression)).unwrap();
        if essence(&expected) != essence(&actual) {
            failures.push(format!("{}: {:?}, and not {:?}", expected["expr"], essence(&actual), essence(&expected)));
        }
    }
    let n_total = text.lines().count();
    let n_passed = n_total - failures.len();
    failures.truncate(20);
    check_counts("parse.tsv", &[Count { file: "parse.jsonl".to_owned(), n_passed, n_explained: 0, n_total, failures }]);
}
