//! Real expressions from dashboards and rules, where the shared data is there.

mod common;

use std::fs;

use common::{accepted, check_round_trip, parse, shared};
use serde_json::Value;

#[test]
fn real_expressions_round_trip() {
    let Some(folder) = shared("corpus") else { return };
    let (mut n_accepted, mut refused) = (0, Vec::new());
    for file in fs::read_dir(folder).expect("the folder can be read") {
        let text = fs::read_to_string(file.expect("an entry").path()).expect("a text file");
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("a line of JSON");
            let source = without_variables(row["expr"].as_str().unwrap_or_default());
            let parse = parse(&source);
            common::check_invariants(&source, &parse);
            if parse.has_errors() {
                refused.push(source);
            } else {
                n_accepted += 1;
                check_round_trip(&source, &parse.expr);
            }
        }
    }
    assert!(n_accepted > 6000, "only {n_accepted} accepted");
    assert!(refused.len() <= 60, "{} refused: {refused:#?}", refused.len());
}

#[test]
fn prints_as_prometheus_does() {
    let Some(file) = shared("oracle/recorded/parse.jsonl") else { return };
    let text = fs::read_to_string(file).expect("a text file");
    let mut n_compared = 0;
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).expect("a line of JSON");
        let (Some(source), Some(printed)) = (row["expr"].as_str(), row["printed"].as_str()) else { continue };
        assert_eq!(accepted(source).to_string(), printed, "of {source:?}");
        n_compared += 1;
    }
    assert!(n_compared > 2000);
}

/// Puts in for Grafana's variables what could stand there: a duration in brackets and after `offset`, a pattern in
/// quotes, a name elsewhere.
fn without_variables(source: &str) -> String {
    let (mut out, mut rest, mut quote) = (String::new(), source, None);
    while let Some(c) = rest.chars().next() {
        let variable = variable_len(rest);
        if variable > 0 {
            let before = out.trim_end();
            let is_duration =
                before.ends_with(['[', ':']) || before.ends_with("offset") || before.ends_with("offset -");
            let name = &rest[..variable];
            let is_interval = ["interval", "range", "resolution", "period", "window"].iter().any(|w| name.contains(w));
            out.push_str(match quote {
                Some(_) => ".*",
                None if is_duration || is_interval && !name.contains("_s") => "5m",
                None if is_interval => "5",
                None => "x",
            });
            rest = &rest[variable..];
            continue;
        }
        quote = match (quote, c) {
            (None, '"' | '\'' | '`') => Some(c),
            (Some(open), _) if open == c => None,
            (quote, _) => quote,
        };
        out.push(c);
        rest = &rest[c.len_utf8()..];
        if c == '\\' && quote.is_some_and(|q| q != '`') {
            let escaped = rest.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..escaped]);
            rest = &rest[escaped..];
        }
    }
    out
}

/// The length of the variable at the start of a text; 0 where there is none.
fn variable_len(text: &str) -> usize {
    let closed = |close: &str| text.find(close).map_or(0, |at| at + close.len());
    if text.starts_with("${") {
        closed("}")
    } else if text.starts_with("[[") {
        closed("]]")
    } else if let Some(name) = text.strip_prefix('$') {
        match name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count() {
            0 => 0,
            len => len + 1,
        }
    } else {
        0
    }
}
