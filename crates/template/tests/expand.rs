//! Templates without queries, against what Prometheus 3.16 makes of them (`data/expand.jsonl`), and limits.
#![allow(clippy::unwrap_used)] // the test data is our own

use std::collections::BTreeMap;

use promenade_template::{AlertData, AlertTemplate, AlertValue, Limits, QuerySample};
use serde_json::Value;

fn data(labels: &[(&str, &str)], value: f64) -> AlertData {
    let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    AlertData {
        labels: map(labels),
        external_labels: map(&[("replica", "1"), ("zone", "eu")]),
        external_url: "http://prom.example/p".to_owned(),
        server_url: Some("http://prom.example/p".to_owned()),
        value: AlertValue::Float(value),
        time_ms: 1_077_000,
    }
}

fn expand(text: &str, data: &AlertData, limits: Limits) -> Result<String, String> {
    let mut no_queries = |_: &str| -> Result<Vec<QuerySample>, String> { Err("no data".to_owned()) };
    AlertTemplate::new("a", text).expand(data, &mut no_queries, limits).map_err(|error| error.to_string())
}

#[test]
fn same_texts_and_errors_as_prometheus() {
    let mut failures = Vec::new();
    let lines: Vec<Value> =
        include_str!("data/expand.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 400);
    for line in &lines {
        let value = line["value"].as_str().unwrap().parse().unwrap();
        let text = line["text"].as_str().unwrap();
        let actual = expand(text, &data(&[("instance", "host:9100"), ("job", "api")], value), Limits::default());
        let expected = match line["result"].as_str() {
            Some(result) => Ok(result.to_owned()),
            None => Err(line["error"].as_str().unwrap().to_owned()),
        };
        if actual != expected {
            failures.push(format!("{text}\n  expected {expected:?}\n  actual   {actual:?}"));
        }
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn endless_templates_end() {
    let limits = Limits { max_bytes: 100, max_steps: 1000 };
    for (text, expected) in [
        ("{{ range 1000000000 }}{{ end }}x{{ range 1000000 }}{{ print }}{{ end }}", "more than 1000 steps"),
        ("{{ range 100 }}0123456789{{ end }}", "the text is longer than 100 bytes"),
        ("{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}", "more than 1000 steps"),
    ] {
        let error = expand(text, &data(&[], 1.0), limits).unwrap_err();
        assert!(error.ends_with(expected), "{error}");
    }
    let recursive = "{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}";
    let error = expand(recursive, &data(&[], 1.0), Limits::default()).unwrap_err();
    assert!(error.ends_with("exceeded maximum template depth (10000)"), "{error}");
}

#[test]
fn queries_may_be_asynchronous() {
    let text = "{{ range query \"up\" }}{{ .Labels.job }}={{ .Value }} {{ end }}{{ query \"up\" | first | value }}";
    let template = AlertTemplate::new("a", text);
    let mut n_queries = 0;
    let query = async |_: &str| {
        n_queries += 1;
        let sample = |job: &str, value| QuerySample {
            labels: BTreeMap::from([("job".to_owned(), job.to_owned())]),
            value: AlertValue::Float(value),
        };
        Ok(vec![sample("a", 1.0), sample("b", 0.5)])
    };
    let data = data(&[], 1.0);
    let expanded = futures_executor::block_on(template.expand_with(&data, query, Limits::default()));
    assert_eq!((expanded.unwrap().as_str(), n_queries), ("a=1 b=0.5 1", 1));
}
