//! Completion as one types, over a snapshot of 5,000 metrics: at an empty place, behind a few characters, in braces and in a
//! grouping. Its peer is codemirror-promql, which runs in JavaScript and is not measured here.
#![allow(missing_docs)] // criterion's macros

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use promenade::ide::{Completion, Options, Query};
use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};

const N_METRICS: usize = 5000;

/// What is completed, and the query with the cursor at `|`.
const QUERIES: &[(&str, &str)] = &[
    ("empty", "|"),
    ("prefix", "sum by (job) (rate(service_7|[5m]))"),
    ("subsequence", "sum by (job) (rate(srv42tot|[5m]))"),
    ("label", "service_7_requests_107_total{job=\"a\", |}"),
    ("grouping", "sum by (|) (rate(service_7_requests_107_total[5m]))"),
];

fn snapshot() -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    for i in 0..N_METRICS {
        let name = format!("service_{}_requests_{i}_total", i % 100);
        builder.series([("__name__", name.as_str()), ("job", "a"), ("instance", "b"), ("code", "200")]);
        builder.metadata(&name, "counter", "", "Requests that the service has answered, by code.");
    }
    builder.build(100)
}

fn completion(c: &mut Criterion) {
    let snapshot = snapshot();
    let mut group = c.benchmark_group("completion");
    for (name, marked) in QUERIES {
        let offset = marked.find('|').expect("each query has a cursor");
        let text = marked.replacen('|', "", 1);
        group.bench_function(*name, |b| {
            b.iter(|| {
                let query = Query::new(black_box(&text), Options::default());
                Completion::at(&query, offset).complete(&snapshot)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, completion);
criterion_main!(benches);
