//! Metrics text is accepted, rejected and parsed as by Prometheus's own parser.
//!
//! `data/verdicts.jsonl` holds texts with the result of Prometheus 3.16: samples and metadata, or an error. The
//! environment variable `EXPOSITION_VERDICTS` adds a file of this kind.

use promenade_exposition::{Event, ExpositionError, Limits, LoadOptions, MetadataField, TextReader, load};
use promenade_model::Labels;
use promenade_storage::{MemoryStorageBuilder, TimeRange};
use serde_json::Value;

/// Labels, timestamp and bits of the value.
type Sample = (Labels, Option<i64>, u64);

#[derive(Debug, Default, PartialEq)]
struct Content {
    samples: Vec<Sample>,
    /// Kind, family and text.
    metadata: Vec<(String, String, String)>,
}

struct Case {
    is_open_metrics: bool,
    text: Vec<u8>,
    expected: Result<Content, String>,
    /// Series and start timestamp of each sample that has one.
    starts: Vec<(Labels, i64)>,
}

fn cases(file: &str) -> impl Iterator<Item = Case> {
    file.lines().map(|line| {
        let case: Value = serde_json::from_str(line).expect("recorded");
        let text = match case["hex"].as_str() {
            None => case["input"].as_str().unwrap_or("").as_bytes().to_vec(),
            Some(hex) => hex.as_bytes().chunks(2).map(byte).collect(),
        };
        let samples: Vec<(Sample, i64)> = list(&case["samples"]).iter().map(sample).collect();
        let content = Content {
            samples: samples.iter().map(|s| s.0.clone()).collect(),
            metadata: list(&case["metadata"]).iter().map(|m| (word(&m[0]), word(&m[1]), word(&m[2]))).collect(),
        };
        let starts = samples.into_iter().filter(|s| s.1 != 0).map(|(s, start)| (s.0, start)).collect();
        let expected = case["error"].as_str().map_or(Ok(content), |e| Err(e.to_owned()));
        Case { is_open_metrics: case["format"] == "openmetrics", text, expected, starts }
    })
}

fn sample(value: &Value) -> (Sample, i64) {
    let labels = value["labels"].as_object().expect("recorded");
    let labels = Labels::from_pairs(labels.iter().map(|(n, v)| (n.clone(), word(v))));
    let bits = u64::from_str_radix(value["v"].as_str().expect("recorded"), 16).expect("recorded");
    ((labels, value["t"].as_i64(), bits), value["start"].as_i64().unwrap_or(0))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> String {
    value.as_str().expect("recorded").to_owned()
}

fn byte(hex: &[u8]) -> u8 {
    u8::from_str_radix(std::str::from_utf8(hex).expect("recorded"), 16).expect("recorded")
}

fn read(case: &Case) -> Result<Content, ExpositionError> {
    let mut reader = if case.is_open_metrics {
        TextReader::open_metrics(&case.text[..], Limits::default())
    } else {
        TextReader::prometheus(&case.text[..], Limits::default())
    };
    let mut content = Content::default();
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Sample(s) => content.samples.push((s.labels.clone(), s.t_ms, s.value.to_bits())),
            Event::Metadata { family, field } => {
                let (kind, text) = match field {
                    MetadataField::Type(t) => ("type", t.name()),
                    MetadataField::Help(text) => ("help", text),
                    MetadataField::Unit(unit) => ("unit", unit),
                };
                content.metadata.push((kind.to_owned(), family.to_owned(), text.to_owned()));
            }
        }
    }
    Ok(content)
}

/// The difference between Prometheus and this reader, if any.
fn difference(case: &Case) -> Option<String> {
    match (&case.expected, read(case)) {
        (Ok(want), Ok(got)) => (*want != got).then(|| format!("read {got:?} instead of {want:?}")),
        (Ok(_), Err(error)) => Some(format!("refused: {error}")),
        (Err(error), Ok(got)) => Some(format!("read {got:?}; Prometheus says {error}")),
        (Err(_), Err(_)) => None,
    }
}

fn check(file: &str) {
    let mut wrong = Vec::new();
    for case in cases(file) {
        if let Some(difference) = difference(&case) {
            wrong.push(format!("{:?}\n  {difference}", String::from_utf8_lossy(&case.text)));
        }
    }
    wrong.sort_by_key(String::len);
    let shown = wrong.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} texts are read differently:\n{shown}", wrong.len());
}

const RECORDED: &str = include_str!("data/verdicts.jsonl");

#[test]
fn texts_are_read_as_prometheus_reads_them() {
    check(RECORDED);
    if let Ok(path) = std::env::var("EXPOSITION_VERDICTS") {
        check(&std::fs::read_to_string(path).expect("EXPOSITION_VERDICTS names a file"));
    }
}

#[test]
fn samples_start_where_prometheus_says() {
    let mut n_checked = 0;
    for case in cases(RECORDED).filter(|c| c.is_open_metrics && c.expected.is_ok()) {
        let mut builder = MemoryStorageBuilder::new();
        load(
            &case.text[..],
            &LoadOptions::default().format(Some(promenade_exposition::Format::OpenMetrics)),
            &mut builder,
        )
        .expect("Prometheus reads it");
        let store = builder.build();
        for (labels, start) in &case.starts {
            let series = store.series().iter().find(|s| promenade_storage::Series::labels(&***s) == labels);
            let starts = series.expect("was loaded").samples_in(TimeRange::ALL).floats.start_timestamps;
            assert_eq!(starts, [*start], "{labels}");
            n_checked += 1;
        }
    }
    assert!(n_checked > 5, "only {n_checked}");
}
