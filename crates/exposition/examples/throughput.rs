//! Measures how fast a file of metrics text is loaded: `throughput FILE [REPEAT]`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::time::Instant;

use promenade_exposition::{LoadOptions, load};
use promenade_storage::MemoryStorageBuilder;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: throughput FILE [REPEAT]")?;
    let n_repeats: usize = args.next().map_or(Ok(5), |n| n.parse())?;
    let text = std::fs::read(&path)?;
    for _ in 0..n_repeats {
        let mut builder = MemoryStorageBuilder::new();
        let started = Instant::now();
        let stats = load(&text[..], &LoadOptions::default(), &mut builder)?;
        let read = started.elapsed();
        let started = Instant::now();
        let store = builder.build();
        let built = started.elapsed();
        println!(
            "{:?}: {} samples of {} series, {:.0} MB/s, built in {:.1} ms, {} bytes",
            stats.format,
            stats.n_samples,
            store.series().len(),
            text.len() as f64 / 1e6 / read.as_secs_f64(),
            built.as_secs_f64() * 1e3,
            store.n_bytes(),
        );
    }
    Ok(())
}
