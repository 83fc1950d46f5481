//! Results as record batches, and the loops over cells beside Arrow's kernels.
#![allow(missing_docs)] // criterion's macros

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use promenade::MemoryStorageBuilder;
use promenade::arrow_array::Float64Array;
use promenade::model::{is_stale_nan, stale_nan};
use promenade_benches::{SCRAPE_MS, Steps, counters, engine, run};

const N_SERIES: usize = 10_000;
const N_STEPS: i64 = 1_000;
/// Cells of a tile.
const N_CELLS: usize = 64 * 1024;

/// Ten thousand series by a thousand steps: the query, its result as record batches, and both in one as a stream.
fn record_batches(c: &mut Criterion) {
    let mut builder = MemoryStorageBuilder::new();
    counters(&mut builder, "requests_total", N_SERIES, N_STEPS as usize + 40);
    let (storage, engine) = (builder.build(), engine());
    let steps = Steps::until((N_STEPS + 39) * SCRAPE_MS, N_STEPS);
    let mut group = c.benchmark_group("record_batches");
    group.throughput(Throughput::Elements(N_SERIES as u64 * N_STEPS as u64)).sample_size(20);
    group.bench_function("query", |b| b.iter(|| run(&engine, &storage, "requests_total", steps)));
    let result = run(&engine, &storage, "requests_total", steps);
    let n_rows = |batches: promenade::RecordBatches<'_>| -> usize {
        batches.map(|batch| batch.expect("columns are as long as each other").num_rows()).sum()
    };
    group.bench_function("batches_of_result", |b| b.iter(|| n_rows(result.record_batches())));
    group.bench_function("batches_of_query", |b| {
        b.iter(|| {
            let query = engine.query(&storage, "requests_total").range(steps.start_ms, steps.end_ms, steps.step_ms);
            let batches = query.wait_for_batches().expect("queries of benchmarks are right");
            batches.map(|batch| batch.expect("queries of benchmarks are right").num_rows()).sum::<usize>()
        });
    });
    group.finish();
}

/// An operator with a number, in place over a tile: the engine's loop, and Arrow's kernel over the same memory.
fn kernels(c: &mut Criterion) {
    let cells = || (0..N_CELLS).map(|i| if i % 16 == 0 { stale_nan() } else { i as f64 }).collect::<Vec<f64>>();
    let add = |v: f64| if is_stale_nan(v) { stale_nan() } else { v + 1.5 };
    let log = |v: f64| if is_stale_nan(v) { stale_nan() } else { v.ln() };
    let mut group = c.benchmark_group("kernels");
    group.throughput(Throughput::Elements(N_CELLS as u64));
    let mut own = cells();
    group.bench_function("add_loop", |b| b.iter(|| black_box(&mut own).iter_mut().for_each(|v| *v = add(*v))));
    let mut array = Some(Float64Array::from(cells()));
    group.bench_function("add_kernel", |b| {
        b.iter(|| array = array.take().map(|own| black_box(own).unary_mut(add).expect("nobody else has it")));
    });
    group.bench_function("log_loop", |b| {
        b.iter_batched_ref(cells, |own| own.iter_mut().for_each(|v| *v = log(*v)), BatchSize::LargeInput);
    });
    group.bench_function("log_kernel", |b| {
        b.iter_batched(|| Float64Array::from(cells()), |own| own.unary_mut(log), BatchSize::LargeInput);
    });
    group.finish();
}

criterion_group!(benches, record_batches, kernels);
criterion_main!(benches);
