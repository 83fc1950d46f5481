//! Real expressions from dashboards and rules, where the shared data is there.

mod common;
#[path = "support/variables.rs"]
mod variables;

use std::fs;

use common::{accepted, check_round_trip, parse, shared};
use serde_json::Value;
use variables::without_variables;

#[test]
fn real_expressions_round_trip() {
    let queries = common::corpus();
    if queries.is_empty() {
        return;
    }
    let (mut n_accepted, mut refused) = (0, Vec::new());
    for source in queries.iter().map(|query| without_variables(query)) {
        let parse = parse(&source);
        common::check_invariants(&source, &parse);
        if parse.has_errors() {
            refused.push(source);
        } else {
            n_accepted += 1;
            check_round_trip(&source, &parse.expr);
        }
    }
    assert_eq!((n_accepted, refused.len()), (6714, 29), "{refused:#?}");
}

#[test]
fn prints_as_prometheus_does() {
    let Some(file) = shared("v3.16/oracle/recorded/parse.jsonl") else { return };
    let text = fs::read_to_string(file).expect("a text file");
    let mut n_compared = 0;
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("a line of JSON");
        let (Some(source), Some(printed)) = (row["expr"].as_str(), row["printed"].as_str()) else { continue };
        assert_eq!(accepted(source).to_string(), printed, "of {source:?}");
        n_compared += 1;
    }
    assert_eq!(n_compared, 2119);
}
