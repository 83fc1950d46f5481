//! The commands.

mod backtest;
mod check_rules;
mod completions;
mod config;
mod emptiness;
mod explain;
mod explain_code;
mod fmt;
mod lint;
mod man;
mod playground;
mod query;
mod snapshot;
mod test;
mod tsdb;

use std::process::ExitCode;

use promenade::Features;

use crate::args::Command;
use crate::errors::{Failure, note};
use crate::terminal::Streams;

/// Runs a command.
pub(crate) fn run(command: Command, streams: Streams) -> Result<ExitCode, Failure> {
    note_needless_flags(&command);
    match command {
        Command::Query(args) => return query::run(*args, streams),
        Command::Explain(args) => return explain::run(&args, streams),
        Command::Snapshot(args) => return snapshot::run(&args, streams),
        Command::Playground(args) => playground::run(&args),
        Command::Tsdb(args) => tsdb::run(&args),
        Command::ExplainCode(args) => explain_code::run(&args, streams),
        Command::Fmt(args) => return fmt::run(&args, streams),
        Command::Lint(args) => return lint::run(&args, streams),
        Command::CheckRules(args) => return check_rules::run(&args),
        Command::Test(args) => return test::run(&args, streams),
        Command::Backtest(args) => return backtest::run(&args, streams),
        Command::Config(args) => config::run(&args),
        Command::Man(args) => man::run(&args),
        Command::Completions(args) => completions::run(&args),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Names flags that do nothing any more, as Prometheus does in its log. promtool does not, and neither does `check-rules`.
fn note_needless_flags(command: &Command) {
    let flags = match command {
        Command::Query(args) => &args.language.features,
        Command::Explain(args) => &args.language.features,
        Command::Lint(args) => &args.language.features,
        Command::Test(args) => &args.features,
        Command::Backtest(args) => &args.language.features,
        _ => return,
    };
    for flag in Features::always_on().filter(|name| flags.iter().any(|flag| flag == name)) {
        note(&format!("the flag `{flag}` does nothing: this part of the language is always on"));
    }
}
