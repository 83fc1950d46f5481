//! Chores of the repository: `cargo xtask help`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // it is a program

mod compare;
mod generate;
mod reference;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use peak_alloc::PeakAlloc;

/// Counts the bytes in use, so that `compare` can say what a query needed.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Chores of the repository.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the files that are made from the catalogue.
    Generate {
        /// Writes nothing and fails where a file is not as it should be.
        #[arg(long)]
        check: bool,
    },
    /// Times the engine against Prometheus over the same data.
    Compare(compare::Args),
    /// Builds Prometheus of a version and prints what is new in it: names, scripts, answers, words.
    Reference(reference::Args),
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Generate { check } => generate::run(check).map(|()| ExitCode::SUCCESS),
        Command::Compare(args) => compare::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Reference(args) => reference::run(&args),
    }
}
