//! Verdicts against those of Prometheus that were recorded: whether a query is accepted, its type and printed form, and
//! where the first mistake is.

use std::fs;
use std::path::PathBuf;

use promenade_model::Features;
use promenade_semantic::{Options, parse_and_check};
use serde_json::Value;

#[test]
#[ignore = "needs recorded verdicts: RECORDED_DIR is the folder with parse.jsonl"]
fn verdicts_are_those_of_prometheus() {
    let folder = PathBuf::from(std::env::var_os("RECORDED_DIR").expect("RECORDED_DIR is set"));
    let recorded = fs::read_to_string(folder.join("parse.jsonl")).expect("the file can be read");
    let options = Options::with_features(Features::all());
    let different: Vec<String> = recorded.lines().filter_map(|line| difference(line, &options)).collect();
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}

/// How our verdict differs from the recorded one, where it does.
fn difference(line: &str, options: &Options) -> Option<String> {
    let recorded: Value = serde_json::from_str(line).expect("a line is JSON");
    let query = recorded["expr"].as_str().unwrap_or_default();
    let checked = parse_and_check(query, options);
    let ours = match &checked.typed {
        Some(typed) => format!("{} {}", typed.value_type, checked.expr),
        None => checked.diagnostics.first().map_or(String::new(), |d| format!("error at {}", d.reported_offset())),
    };
    let theirs = match recorded["errors"].get(0) {
        Some(first) => format!("error at {}", first["start"]),
        None => format!("{} {}", recorded["type"].as_str()?, recorded["printed"].as_str()?),
    };
    (ours != theirs).then(|| format!("{query}\n    {theirs}\n    {ours}"))
}
