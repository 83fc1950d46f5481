//! Repository tasks: `cargo xtask help`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // a command-line program

mod compare;
mod dist;
mod generate;
mod grammar;
mod playground;
mod reference;
mod run;
mod tokens;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use peak_alloc::PeakAlloc;

/// Counts allocated bytes, so that `compare` can report a query's memory.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Repository tasks.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates files from the catalogue.
    Generate {
        /// Write nothing and fail if a file is outdated.
        #[arg(long)]
        check: bool,
    },
    /// Compare the speed with Prometheus over the same data.
    Compare(compare::Args),
    /// Assemble a package: the program without symbols, its symbols, completions and manual pages.
    Dist(dist::Args),
    /// Build a version of Prometheus and print what is new in it: names, scripts, answers, words.
    Reference(reference::Args),
    /// Read queries as JSON lines and print how the lexer classes their tokens.
    Tokens,
    /// Build the WebAssembly modules and the npm package.
    Wasm(wasm::Args),
    /// Build the page of `promenade playground` around the npm package.
    Playground,
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Generate { check } => generate::run(check).map(|()| ExitCode::SUCCESS),
        Command::Compare(args) => compare::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Dist(args) => dist::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Reference(args) => reference::run(&args),
        Command::Playground => playground::run().map(|()| ExitCode::SUCCESS),
        Command::Tokens => tokens::run().map(|()| ExitCode::SUCCESS),
        Command::Wasm(args) => wasm::run(&args).map(|()| ExitCode::SUCCESS),
    }
}
