//! Measures building and selecting with 100,000 series: `selection [N_SAMPLES_PER_SERIES]`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::time::Instant;

use futures_executor::block_on;
use promenade_model::{Labels, MatchOp, Matcher};
use promenade_storage::{MemoryStorageBuilder, SampleBuffer, SelectHints, Storage, TimeRange};

fn main() -> Result<(), Box<dyn Error>> {
    let n: usize = std::env::args().nth(1).map_or(Ok(100), |n| n.parse())?;
    let mut builder = MemoryStorageBuilder::new();
    let started = Instant::now();
    for i in 0..100_000_usize {
        let (pod, instance) = (format!("pod-{i:06}"), format!("10.0.{}.{}:9100", i / 250, i % 250));
        let pairs =
            [("__name__", "requests_total"), ("pod", &pod), ("instance", &instance), ("job", ["a", "b", "c"][i % 3])];
        let columns = SampleBuffer {
            timestamps: (0..n as i64).map(|t| t * 15_000).collect(),
            values: (0..n).map(|t| (t + i) as f64).collect(),
            ..SampleBuffer::default()
        };
        builder.append_series(&Labels::from_pairs(pairs), columns)?;
    }
    println!("appended in {:.0} ms", started.elapsed().as_secs_f64() * 1e3);
    let started = Instant::now();
    let store = builder.build();
    let bytes = store.n_bytes() as f64 / store.n_samples() as f64;
    println!("built in {:.0} ms, {bytes:.1} bytes a sample", started.elapsed().as_secs_f64() * 1e3);
    for (op, name, value) in [
        (MatchOp::Equal, "__name__", "requests_total"),
        (MatchOp::Equal, "pod", "pod-012345"),
        (MatchOp::Equal, "job", "a"),
        (MatchOp::NotEqual, "job", "a"),
        (MatchOp::Regex, "job", "a|b"),
        (MatchOp::Regex, "pod", "pod-0123.*"),
        (MatchOp::Regex, "pod", ".*99"),
        (MatchOp::Regex, "pod", ".+"),
        (MatchOp::NotRegex, "pod", ".*99"),
    ] {
        let matchers = [Matcher::equal("__name__", "requests_total"), Matcher::new(op, name, value)?];
        let started = Instant::now();
        let set = block_on(store.select(&matchers, &SelectHints::over(TimeRange::ALL)))?;
        println!("{}: {} series in {:.2} ms", matchers[1], set.series().len(), started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(())
}
