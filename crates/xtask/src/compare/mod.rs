//! Compares the speed with Prometheus: the same cases over the same data, one after the other on the same machine.

mod case;
mod ours;
mod peer;
mod table;

use std::path::PathBuf;

use anyhow::Context;

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
    /// Only cases whose name contains this text.
    #[arg(long)]
    only: Option<String>,
}

/// Prints a table for each shape.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    for shape in &args.shapes {
        let data = peer::data(args, shape)?;
        let cases = case::read(&args.cases.join(format!("{shape}.json")), args.only.as_deref())?;
        println!("{shape}: {} cases, {} threads, medians of {} runs\n", cases.len(), args.threads, args.runs);
        let peer = peer::run(args, &data.folder, &cases).context("Prometheus")?;
        let storage = ours::load(&data.dump)?;
        let ours = ours::run(args, &storage, &cases);
        table::print(&cases, &ours, &peer);
    }
    Ok(())
}
