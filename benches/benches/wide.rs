//! A hundred thousand series at a single step.
#![allow(missing_docs)] // criterion's macros

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use promenade::MemoryStorageBuilder;
use promenade_benches::{SCRAPE_MS, Steps, counters, engine, run};

const N_SERIES: usize = 100_000;

const QUERIES: &[(&str, &str)] = &[
    ("selector", "requests_total"),
    ("sum", "sum(requests_total)"),
    ("sum_by_job", "sum by (job) (requests_total)"),
    ("topk", "topk(10, requests_total)"),
    ("regex", r#"count(requests_total{instance=~"host-0[0-4].*[37]:9100"})"#),
    ("one_series", r#"requests_total{job="job-7",instance="host-000077:9100"}"#),
];

fn wide(c: &mut Criterion) {
    let mut builder = MemoryStorageBuilder::new();
    counters(&mut builder, "requests_total", N_SERIES, 4);
    let (storage, engine) = (builder.build(), engine());
    let steps = Steps::until(3 * SCRAPE_MS, 1);
    let mut group = c.benchmark_group("wide");
    group.throughput(Throughput::Elements(N_SERIES as u64));
    for (name, query) in QUERIES {
        group.bench_function(*name, |b| b.iter(|| run(&engine, &storage, query, steps)));
    }
    group.finish();
}

criterion_group!(benches, wide);
criterion_main!(benches);
