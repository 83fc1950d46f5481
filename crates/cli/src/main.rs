//! Command line of Promenade: PromQL over files of metrics.

mod args;
mod backtest;
mod command;
mod config;
mod diff;
mod errors;
mod files;
mod fmt;
mod git;
mod lint;
mod load;
mod output;
#[cfg(any(feature = "playground", test))]
mod playground;
mod report;
mod rule_tests;
mod snapshot;
mod terminal;
mod text;
mod time;

use std::process::ExitCode;

use crate::terminal::Streams;

fn main() -> ExitCode {
    let cli = args::parse();
    let streams = Streams::new(cli.color);
    match command::run(cli.command, streams) {
        Ok(code) => code,
        Err(failure) => failure.report(streams),
    }
}
