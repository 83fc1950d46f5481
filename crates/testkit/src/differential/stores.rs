//! The data of a comparison as stores of ours.

use std::collections::HashMap;

use anyhow::Context;
use promenade::model::histogram::{Buckets, CounterResetHint, FloatHistogram, Span};
use promenade::storage::memory::{MemorySeries, MemoryStorageBuilder, SampleValue, StartTimestamp};
use promenade::storage::{Series, TimeRange};
use promenade::{Labels, MemoryStorage};
use serde_json::Value;

use super::compare::{float, labels, list};
use super::process::Program;
use crate::generate::data::DataSet;
use crate::{Script, load};

/// The store of some data. Its native histograms are those that Prometheus's storage hands out: how they were cut into
/// chunks shows in their layouts and in what they say of counter resets, and is no matter of queries.
///
/// # Errors
/// Returns an error if the data cannot be read.
pub(super) fn store(program: &Program, data: &DataSet) -> anyhow::Result<MemoryStorage> {
    let script = Script::parse(&data.to_string()).with_context(|| data.name.clone())?;
    let storage = load::load_script(&script).map_err(anyhow::Error::msg)?;
    if !storage.series().iter().any(|series| series.has_histograms()) {
        return Ok(storage);
    }
    let stored: HashMap<Labels, Value> = program.dump(data)?.into_iter().map(|row| (labels_of(&row), row)).collect();
    let mut builder = MemoryStorageBuilder::new();
    for series in storage.series() {
        let known = stored.get(series.labels()).map_or(&Value::Null, |row| &row["histograms"]);
        let known = list(known).iter().map(|point| (point["t"].as_i64().unwrap_or_default(), &point["h"])).collect();
        copy(series, &mut builder, |t_ms, own| stored_histogram(&known, t_ms, own));
    }
    Ok(builder.build())
}

fn labels_of(row: &Value) -> Labels {
    Labels::from_pairs(labels(&serde_json::json!({"labels": row["metric"]})))
}

fn stored_histogram(known: &HashMap<i64, &Value>, t_ms: i64, own: SampleValue) -> SampleValue {
    match own {
        SampleValue::Histogram(_) => {
            known.get(&t_ms).map_or(own, |json| SampleValue::Histogram(histogram(json).into()))
        }
        SampleValue::Float(_) => own,
    }
}

/// Copies the samples of a series, each as `change` has it.
fn copy(series: &MemorySeries, builder: &mut MemoryStorageBuilder, change: impl Fn(i64, SampleValue) -> SampleValue) {
    let samples = series.samples_in(TimeRange::ALL);
    let start = |starts: &[i64], i: usize| starts.get(i).map_or(StartTimestamp::UNKNOWN, |at| StartTimestamp::at(*at));
    for (i, (t_ms, value)) in samples.floats.timestamps.iter().zip(samples.floats.values).enumerate() {
        let value = change(*t_ms, SampleValue::Float(*value));
        builder.append(series.labels(), *t_ms, value, start(samples.floats.start_timestamps, i));
    }
    let histograms = samples.histograms;
    for (i, (t_ms, histogram)) in histograms.timestamps.iter().zip(histograms.histograms.iter()).enumerate() {
        let value = change(*t_ms, SampleValue::Histogram(histogram.clone()));
        builder.append(series.labels(), *t_ms, value, start(histograms.start_timestamps, i));
    }
}

/// A histogram as the oracle writes it.
fn histogram(json: &Value) -> FloatHistogram {
    let hint = match json["reset_hint"].as_u64() {
        Some(1) => CounterResetHint::Reset,
        Some(2) => CounterResetHint::NotReset,
        Some(3) => CounterResetHint::Gauge,
        _ => CounterResetHint::Unknown,
    };
    let floats = |value: &Value| list(value).iter().map(float).collect::<Vec<_>>();
    FloatHistogram {
        counter_reset_hint: hint,
        schema: json["schema"].as_i64().unwrap_or_default() as i32,
        zero_threshold: float(&json["zero_threshold"]),
        zero_count: float(&json["zero_count"]),
        count: float(&json["count"]),
        sum: float(&json["sum"]),
        positive: buckets(&json["positive"]),
        negative: buckets(&json["negative"]),
        custom_values: floats(&json["custom_values"]).into(),
    }
}

fn buckets(json: &Value) -> Buckets {
    let number = |value: &Value| value.as_i64().unwrap_or_default();
    let span = |span: &Value| Span { offset: number(&span[0]) as i32, length: number(&span[1]) as u32 };
    Buckets {
        spans: list(&json["spans"]).iter().map(span).collect(),
        counts: list(&json["counts"]).iter().map(float).collect(),
    }
}
