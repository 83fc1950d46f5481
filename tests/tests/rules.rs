//! Rule files that Prometheus evaluated round by round: alerts, errors and written series, equal to ours.
#![allow(clippy::unwrap_used)] // they are tests

use std::collections::BTreeMap;
use std::path::Path;

use promenade::Features;
use promenade::rules::RuleOptions;
use promenade_testkit::Script;
use promenade_testkit::differential::rules::{rounds_differ, without_own_words};
use promenade_testkit::oracle::{Rounds, evaluate_rules};
use promenade_tests::shared::{files, name, read, say, shared_dir};
use promenade_tests::{Count, check_counts};
use serde_json::Value;

/// How the recordings were made.
fn options() -> RuleOptions {
    let mut options = RuleOptions::default()
        .features(Features::all())
        .external_labels([("replica", "1"), ("zone", "eu")].map(|(n, v)| (n.to_owned(), v.to_owned())).into())
        .external_url("http://prom.example/p".to_owned());
    // Prometheus's loader of tests allows no more.
    options.exec.max_samples = 10_000;
    options
}

fn check(path: &Path, scripts: &BTreeMap<String, Script>) -> Result<(), String> {
    let head: Value = serde_json::from_str(&read(&path.with_extension("json"))).unwrap();
    let script = &scripts[head["data"].as_str().unwrap()];
    let rounds = Rounds { script, interval_ms: 60_000, until_ms: 45 * 60_000, options: options() };
    let actual = evaluate_rules(&name(path), &read(path), &rounds);
    let refused = path.with_extension("error");
    match actual {
        Err(ours) if refused.exists() => {
            let expected = read(&refused);
            let expected = expected.trim().trim_start_matches("oracle: ");
            let is_same = without_own_words(&ours) == without_own_words(expected);
            if is_same { Ok(()) } else { Err(format!("expected {expected}\n  actual   {ours}")) }
        }
        Err(ours) => Err(format!("is refused: {ours}")),
        Ok(_) if refused.exists() => Err(format!("is not refused: {}", read(&refused))),
        Ok(actual) => {
            let text = read(&path.with_extension("jsonl"));
            let expected: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            rounds_differ(&expected, &actual).map_or(Ok(()), Err)
        }
    }
}

#[test]
fn rounds_are_those_of_prometheus() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded/rules") else { return };
    let scripts = files(&folder, "test").into_iter();
    let scripts = scripts.map(|path| {
        let data = path.file_stem().unwrap().to_string_lossy().into_owned();
        (data, Script::parse(&read(&path)).unwrap())
    });
    let scripts: BTreeMap<_, _> = scripts.collect();
    let paths = files(&folder, "yml").into_iter().filter(|path| !name(path).ends_with(".unit.yml"));
    let mut counts = [("evaluated", Vec::new()), ("refused", Vec::new())];
    for path in paths {
        let kind = usize::from(path.with_extension("error").exists());
        counts[kind].1.push(check(&path, &scripts).map_err(|error| format!("{}: {error}", name(&path))));
    }
    let count = |(kind, outcomes): &(&str, Vec<Result<(), String>>)| {
        let failures: Vec<String> = outcomes.iter().filter_map(|outcome| outcome.clone().err()).collect();
        for failure in &failures {
            say(failure);
        }
        let (n_total, n_passed) = (outcomes.len(), outcomes.len() - failures.len());
        Count { file: (*kind).to_owned(), n_passed, n_explained: 0, n_total, failures }
    };
    check_counts("rules.tsv", &counts.iter().map(count).collect::<Vec<_>>());
}
