//! Functions over windows of a minute and of a day: the length of the window must hardly matter.
#![allow(missing_docs)] // criterion's macros

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use promenade::MemoryStorageBuilder;
use promenade_benches::{SCRAPE_MS, Steps, counters, engine, run};

const N_SERIES: usize = 100;
const N_STEPS: i64 = 1000;
/// Samples of a day.
const N_WINDOW: i64 = 8640;

fn windows(c: &mut Criterion) {
    let mut builder = MemoryStorageBuilder::new();
    counters(&mut builder, "requests_total", N_SERIES, (N_WINDOW + N_STEPS) as usize);
    let (storage, engine) = (builder.build(), engine());
    let steps = Steps::until((N_WINDOW + N_STEPS - 1) * SCRAPE_MS, N_STEPS);
    let mut group = c.benchmark_group("windows");
    group.throughput(Throughput::Elements(N_SERIES as u64 * N_STEPS as u64));
    for function in ["rate", "changes", "sum_over_time", "max_over_time", "stddev_over_time", "deriv"] {
        for window in ["1m", "1d"] {
            let query = format!("{function}(requests_total[{window}])");
            group.bench_function(format!("{function}_{window}"), |b| b.iter(|| run(&engine, &storage, &query, steps)));
        }
    }
    group.finish();
}

criterion_group!(benches, windows);
criterion_main!(benches);
