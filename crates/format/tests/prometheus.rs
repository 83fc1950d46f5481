//! Formatted text means to Prometheus what the source means to it: its parser prints the same for both.
//!
//! `PROMENADE_ORACLE` names a program that parses as Prometheus does: JSON lines with `expr` in, with `printed` out.

mod common;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use promenade_format::{GroupingPosition, Options};
use serde_json::{Value, json};

use common::{formatted, recorded, replaced};

#[test]
fn formatted_text_means_the_same_to_prometheus() {
    let Some(oracle) = std::env::var_os("PROMENADE_ORACLE") else {
        promenade_test_data::say("SKIPPED: PROMENADE_ORACLE names no program to compare with");
        return;
    };
    let after = Options::default().grouping(GroupingPosition::AfterArguments).width(40);
    let normalized = Options::default().normalize(true).width(1);
    let sources: Vec<String> = replaced().into_iter().chain(recorded()).collect();
    let mut queries = Vec::new();
    for source in &sources {
        queries.push(source.clone());
        queries.extend([&Options::default(), &after, &normalized].map(|options| formatted(source, options).text));
    }
    let printed = printed(&oracle, &queries);
    let (mut n_compared, mut different) = (0, Vec::new());
    for versions in queries.chunks(4) {
        let Some(expected) = printed.get(&versions[0]).and_then(Value::as_str) else { continue };
        n_compared += 1;
        let is_other = |text: &&String| printed.get(*text).and_then(Value::as_str) != Some(expected);
        different.extend(versions[1..].iter().filter(is_other).map(|text| (expected, text.as_str())));
    }
    assert!(different.is_empty(), "{} differ, such as {:?}", different.len(), different[0]);
    assert!(n_compared > 8600, "only {n_compared} compared");
}

/// How the program prints each query; none for those that it refuses.
fn printed(oracle: &std::ffi::OsStr, queries: &[String]) -> HashMap<String, Value> {
    let mut command = Command::new(oracle);
    command.args(["parse", "-features", "all"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = command.spawn().expect("the program of PROMENADE_ORACLE runs");
    let lines: Vec<String> = queries.iter().map(|query| json!({ "expr": query }).to_string()).collect();
    let mut input = process.stdin.take().expect("its input");
    let writer = std::thread::spawn(move || writeln!(input, "{}", lines.join("\n")));
    let replies = BufReader::new(process.stdout.take().expect("its output")).lines();
    let replies = replies.map(|line| serde_json::from_str::<Value>(&line.expect("text")).expect("a line of JSON"));
    let printed =
        replies.map(|reply| (reply["expr"].as_str().unwrap_or_default().to_owned(), reply["printed"].clone()));
    let printed = printed.collect();
    writer.join().expect("no panic").expect("all queries are read");
    process.wait().expect("it ends");
    printed
}
