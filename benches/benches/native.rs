//! Native histograms: sums, rates, quantiles and differences.
#![allow(missing_docs)] // criterion's macros

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use promenade::MemoryStorageBuilder;
use promenade_benches::{SCRAPE_MS, Steps, engine, native_histograms, run};

const N_SERIES: usize = 50;
const N_STEPS: i64 = 200;

const QUERIES: &[(&str, &str)] = &[
    ("selector", "duration_seconds"),
    ("sum", "sum(duration_seconds)"),
    ("sum_rate", "sum(rate(duration_seconds[5m]))"),
    ("count_of_sum_rate", "histogram_count(sum(rate(duration_seconds[5m])))"),
    ("quantile_of_sum_rate", "histogram_quantile(0.99, sum(rate(duration_seconds[5m])))"),
    ("quantile_of_rate", "histogram_quantile(0.99, rate(duration_seconds[5m]))"),
    ("fraction", "histogram_fraction(0, 0.2, duration_seconds)"),
    ("stddev", "histogram_stddev(duration_seconds)"),
    ("irate", "irate(duration_seconds[5m])"),
    ("difference", "duration_seconds - duration_seconds offset 5m"),
    ("trim", "duration_seconds </ 0.2"),
];

fn native(c: &mut Criterion) {
    let mut builder = MemoryStorageBuilder::new();
    let n_samples = N_STEPS as usize + 60;
    native_histograms(&mut builder, "duration_seconds", N_SERIES, n_samples);
    let (storage, engine) = (builder.build(), engine());
    let steps = Steps::until((n_samples as i64 - 1) * SCRAPE_MS, N_STEPS);
    let mut group = c.benchmark_group("native");
    group.throughput(Throughput::Elements(N_SERIES as u64 * N_STEPS as u64));
    for (name, query) in QUERIES {
        group.bench_function(*name, |b| b.iter(|| run(&engine, &storage, query, steps)));
    }
    group.finish();
}

criterion_group!(benches, native);
criterion_main!(benches);
