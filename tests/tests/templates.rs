//! Templates of alerts that Prometheus expanded, and our expansions.
#![allow(clippy::unwrap_used)] // test code

use std::collections::BTreeMap;

use promenade::template::{AlertData, AlertTemplate, AlertValue, Limits, QuerySample};
use promenade::{Engine, EngineOptions, Features, Labels, MemoryStorage, QueryValue, SampleValue};
use promenade_testkit::{Script, load};
use promenade_tests::shared::{read, say};
use promenade_tests::{Count, check_counts, shared_dir};
use serde_json::Value;

const EXTERNAL_URL: &str = "http://prom.example/p";

fn labels(labels: &Labels) -> BTreeMap<String, String> {
    labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn sample((labels, value): (BTreeMap<String, String>, SampleValue)) -> QuerySample {
    let value = match value {
        SampleValue::Float(value) => AlertValue::Float(value),
        SampleValue::Histogram(histogram) => AlertValue::Histogram(histogram.to_float()),
    };
    QuerySample { labels, value }
}

/// The result of an instant query, as rules ask it.
fn query(engine: &Engine, storage: &MemoryStorage, expr: &str, time_ms: i64) -> Result<Vec<QuerySample>, String> {
    let result = engine.query(storage, expr).at(time_ms).wait().map_err(|error| error.to_string())?;
    match result.value {
        QueryValue::Vector(_, samples) => {
            Ok(samples.into_iter().map(|s| sample((labels(&s.labels), s.value))).collect())
        }
        QueryValue::Scalar(_, value) => Ok(vec![sample((BTreeMap::new(), SampleValue::Float(value)))]),
        _ => Err("rule result is not a vector or scalar".to_owned()),
    }
}

fn data(line: &Value) -> AlertData {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let labels = line["labels"].as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value)));
    let value = line["value"].as_str().unwrap_or("0");
    AlertData {
        labels: labels.collect(),
        external_labels: [("replica", "1"), ("zone", "eu")].map(|(n, v)| (n.to_owned(), v.to_owned())).into(),
        external_url: EXTERNAL_URL.to_owned(),
        server_url: Some(EXTERNAL_URL.to_owned()),
        value: AlertValue::Float(value.parse().unwrap()),
        time_ms: line["time"].as_i64().unwrap(),
    }
}

/// What Prometheus says of a query has words of its own.
fn without_query_error(error: &str) -> &str {
    error.split_once("error calling query: ").map_or(error, |(before, _)| before)
}

fn check(line: &Value, engine: &Engine, storage: &MemoryStorage) -> Result<(), String> {
    let data = data(line);
    let mut ask = |expr: &str| query(engine, storage, expr, data.time_ms);
    let template = AlertTemplate::new("a", line["text"].as_str().unwrap());
    let actual = template.expand(&data, &mut ask, Limits::default()).map_err(|error| error.to_string());
    let is_same = match (&actual, line["result"].as_str(), line["error"].as_str()) {
        (Ok(actual), Some(expected), _) => actual == expected,
        (Err(actual), _, Some(expected)) => without_query_error(actual) == without_query_error(expected),
        _ => false,
    };
    let expected = line["result"].as_str().or(line["error"].as_str());
    if is_same { Ok(()) } else { Err(format!("{}\n  expected {expected:?}\n  actual   {actual:?}", line["text"])) }
}

#[test]
fn texts_are_those_of_prometheus() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded/rules") else { return };
    let script = Script::parse(&read(&folder.join("cluster.test"))).unwrap();
    let storage = load::load_script(&script).unwrap();
    let engine = Engine::new(EngineOptions::default().features(Features::all()));
    let text = read(&folder.join("templates.jsonl"));
    let outcomes: Vec<_> =
        text.lines().map(|line| check(&serde_json::from_str(line).unwrap(), &engine, &storage)).collect();
    let failures: Vec<String> = outcomes.iter().filter_map(|outcome| outcome.clone().err()).collect();
    for failure in &failures {
        say(failure);
    }
    let count = Count {
        file: "templates.jsonl".to_owned(),
        n_passed: outcomes.len() - failures.len(),
        n_explained: 0,
        n_total: outcomes.len(),
        failures,
    };
    check_counts("templates.tsv", &[count]);
}
