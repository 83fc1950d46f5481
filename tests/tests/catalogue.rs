//! What the catalogue says of functions and aggregators holds: examples run, and names that stand in the docs exist.
#![allow(clippy::unwrap_used)] // test code

use promenade::functions::{Docs, aggregator, aggregators, function, functions};
use promenade::model::FloatHistogram;
use promenade::model::histogram::{Buckets, Span};
use promenade::plan::Scan;
use promenade::semantic::parse_and_check;
use promenade::storage::SampleValue as Sample;
use promenade::{
    Engine, EngineOptions, Features, Labels, MemoryStorage, MemoryStorageBuilder, QueryValue, StartTimestamp,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// Enough for a tenth of them to be some.
const N_SERIES: i32 = 24;

/// One function or aggregator.
struct Entry {
    name: &'static str,
    docs: &'static Docs,
}

fn entries() -> impl Iterator<Item = Entry> {
    let functions = functions().map(|f| Entry { name: f.name, docs: &f.docs });
    functions.chain(aggregators().map(|a| Entry { name: a.name, docs: &a.docs }))
}

fn engine() -> Engine {
    Engine::new(EngineOptions::default().features(Features::all()))
}

#[test]
fn all_of_them_are_documented() {
    assert!(entries().count() > 90);
    for Entry { name, docs } in entries() {
        assert!(!docs.summary.is_empty() && docs.summary.ends_with('.'), "{name}: {}", docs.summary);
    }
}

#[test]
fn examples_call_what_they_explain() {
    let engine = engine();
    for Entry { name, docs } in entries() {
        let checked = parse_and_check(docs.example, &engine.language());
        let calls = |next: &str| docs.example.contains(&format!("{name}{next}"));
        assert!(calls("(") || calls(" by (") || calls(" without ("), "{name}: {}", docs.example);
        checked.into_result().unwrap_or_else(|errors| panic!("{name}: {}: {errors:?}", docs.example));
    }
}

/// What the series of a store hold.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Data {
    Nothing,
    Floats,
    Histograms,
}

/// A store whose series match the selectors of a query: four each, that differ in a few usual labels.
fn store(scans: &[Scan], data: Data) -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for (scan, i) in scans.iter().flat_map(|scan| (0..N_SERIES).map(move |i| (scan, i))) {
        let labels = labels(scan, i);
        for step in 0..120 {
            // The first series falls, the others grow.
            let growth = f64::from(if i == 0 { 120 - step } else { step * (i + 1) });
            let value = match data {
                Data::Nothing => continue,
                // Info metrics have floats by convention, and are refused without.
                _ if labels.metric_name().ends_with("_info") => Sample::Float(1.0),
                Data::Floats => Sample::Float(growth),
                Data::Histograms => Sample::Histogram(histogram(growth).into()),
            };
            builder.append(&labels, i64::from(step) * MINUTE, value, StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

fn labels(scan: &Scan, i: i32) -> Labels {
    let bounds = ["0.1", "0.5", "1", "+Inf"];
    let mut pairs = vec![("instance", format!("host-{i}:80")), ("le", bounds[i as usize % bounds.len()].to_owned())];
    for matcher in &scan.matchers {
        const VALUES: [&str; 6] = ["node", "500", "idle", "eu", "", "x"];
        let value = std::iter::once(matcher.value()).chain(VALUES).find(|value| matcher.matches(value));
        pairs.push((matcher.name(), value.expect("some value matches").to_owned()));
    }
    Labels::from_pairs(pairs)
}

fn histogram(growth: f64) -> FloatHistogram {
    let positive = Buckets { spans: vec![Span { offset: 0, length: 2 }].into(), counts: vec![growth, growth * 2.0] };
    FloatHistogram { count: growth * 3.0, sum: growth * 4.0, positive, ..FloatHistogram::default() }
}

fn n_rows(value: &QueryValue) -> usize {
    match value {
        QueryValue::Scalar(..) | QueryValue::String(_) => 1,
        QueryValue::Vector(_, samples) => samples.len(),
        QueryValue::Matrix(series) => series.len(),
    }
}

#[test]
fn examples_run_and_have_results() {
    let engine = engine();
    let empty = MemoryStorageBuilder::new().build();
    let mut without_result = Vec::new();
    for Entry { name, docs } in entries() {
        let scans = engine.query(&empty, docs.example).at(2 * HOUR).plan().unwrap().scans;
        let mut n_results = 0;
        for data in [Data::Nothing, Data::Floats, Data::Histograms] {
            let storage = store(&scans, data);
            let query = engine.query(&storage, docs.example);
            let told = |e| panic!("{name}: {} over {data:?}: {e}", docs.example);
            n_results += n_rows(&query.clone().at(12 * HOUR).wait().unwrap_or_else(told).value);
            // In December, on a Monday.
            n_results += n_rows(&query.clone().at(340 * 24 * HOUR).wait().unwrap_or_else(told).value);
            n_results += n_rows(&query.clone().at(119 * MINUTE).wait().unwrap_or_else(told).value);
            n_results += n_rows(&query.range(0, 119 * MINUTE, 5 * MINUTE).wait().unwrap_or_else(told).value);
        }
        without_result.extend((n_results == 0).then_some(docs.example));
    }
    assert!(without_result.is_empty(), "no result over any data: {without_result:#?}");
}

#[test]
fn calls_in_the_docs_are_of_functions_that_exist() {
    const WORDS: [&str; 8] = ["by", "without", "on", "ignoring", "group_left", "group_right", "fill", "bool"];
    for Entry { name, docs } in entries() {
        let code = format!("{} {}", docs.summary, docs.details);
        for span in code.split('`').skip(1).step_by(2) {
            for (at, _) in span.match_indices('(') {
                let before = span[..at].trim_end();
                let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |i| i + 1);
                let called = &before[start..];
                let exists = function(called).is_some() || aggregator(called).is_some() || WORDS.contains(&called);
                assert!(called.is_empty() || exists, "{name}: {called} does not exist: {span}");
            }
        }
    }
}
