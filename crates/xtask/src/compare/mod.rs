//! Compares the speed with Prometheus: the same cases over the same data, one after the other on the same machine.

mod case;
mod ours;
mod peer;
mod table;

use std::path::PathBuf;

use anyhow::Context;
use promenade::Tsdb;
use promenade::tsdb::TsdbOptions;

/// Arguments of the comparison.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Shapes of data.
    #[arg(default_values_t = ["linear".to_owned(), "kube".to_owned()])]
    shapes: Vec<String>,
    /// The Prometheus program.
    #[arg(long, default_value = "target/oracle")]
    oracle: PathBuf,
    /// Folder of the case files, one per shape.
    #[arg(long, default_value = "../shared/v3.16/oracle/cases")]
    cases: PathBuf,
    /// Folder of the data, created if missing.
    #[arg(long, default_value = "target/bench")]
    data: PathBuf,
    /// Timed runs of each case.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Threads of each engine.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// What is queried: the blocks that Prometheus reads too, decoded by each query or cached, or the same samples in
    /// memory.
    #[arg(long, value_enum, default_value_t)]
    over: Store,
    /// Only cases whose name contains this text.
    #[arg(long)]
    only: Option<String>,
}

/// The store that is queried.
#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Store {
    #[default]
    Memory,
    Blocks,
    CachedBlocks,
}

/// Prints a table for each shape.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    for shape in &args.shapes {
        let data = peer::data(args, shape)?;
        let cases = case::read(&args.cases.join(format!("{shape}.json")), args.only.as_deref())?;
        println!("{shape}: {} cases, {} threads, medians of {} runs\n", cases.len(), args.threads, args.runs);
        let peer = peer::run(args, &data.folder, &cases).context("Prometheus")?;
        let ours = match args.over {
            Store::Memory => ours::run(args, &ours::load(&data.dump)?, &cases),
            Store::Blocks => ours::run(args, &Tsdb::open_with(&data.folder, TsdbOptions::UNCACHED)?, &cases),
            Store::CachedBlocks => {
                // Large enough for all that a shape has.
                let options = TsdbOptions::default().chunk_cache_bytes(4 << 30).selection_cache_bytes(1 << 30);
                ours::run(args, &Tsdb::open_with(&data.folder, options)?, &cases)
            }
        };
        table::print(&cases, &ours, &peer);
    }
    Ok(())
}
