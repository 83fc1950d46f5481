//! Operators across series: aggregations, joins, quantiles of classic histograms, rankings.
#![allow(missing_docs)] // criterion's macros

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use promenade::MemoryStorageBuilder;
use promenade_benches::{SCRAPE_MS, Steps, counters, engine, histograms, run};

const N_SERIES: usize = 1000;
const N_STEPS: i64 = 1000;

const QUERIES: &[(&str, &str)] = &[
    ("selector", "requests_total"),
    ("sum", "sum(requests_total)"),
    ("sum_by_job", "sum by (job) (requests_total)"),
    ("sum_by_job_rate", "sum by (job) (rate(requests_total[5m]))"),
    ("topk", "topk(5, requests_total)"),
    ("quantile", "quantile(0.9, requests_total)"),
    ("join_one_to_one", "errors_total / requests_total"),
    ("join_many_to_one", "requests_total / on (job) group_left () sum by (job) (requests_total)"),
    ("histogram_quantile", "histogram_quantile(0.9, rate(duration_seconds_bucket[5m]))"),
];

fn vectors(c: &mut Criterion) {
    let mut builder = MemoryStorageBuilder::new();
    let n_samples = N_STEPS as usize + 60;
    counters(&mut builder, "requests_total", N_SERIES, n_samples);
    counters(&mut builder, "errors_total", N_SERIES, n_samples);
    histograms(&mut builder, "duration_seconds_bucket", N_SERIES / 10, n_samples);
    let (storage, engine) = (builder.build(), engine());
    let steps = Steps::until((n_samples as i64 - 1) * SCRAPE_MS, N_STEPS);
    let mut group = c.benchmark_group("vectors");
    group.throughput(Throughput::Elements(N_SERIES as u64 * N_STEPS as u64));
    for (name, query) in QUERIES {
        group.bench_function(*name, |b| b.iter(|| run(&engine, &storage, query, steps)));
    }
    group.finish();
}

criterion_group!(benches, vectors);
criterion_main!(benches);
