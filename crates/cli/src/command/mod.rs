//! The commands.

mod check_rules;
mod completions;
mod explain;
mod explain_code;
mod man;
mod query;

use std::process::ExitCode;

use crate::args::Command;
use crate::errors::Failure;
use crate::terminal::Streams;

/// Runs a command.
pub(crate) fn run(command: &Command, streams: Streams) -> Result<ExitCode, Failure> {
    match command {
        Command::Query(args) => query::run(args, streams),
        Command::Explain(args) => explain::run(args),
        Command::CheckRules(args) => return check_rules::run(args),
        Command::ExplainCode(args) => explain_code::run(args, streams),
        Command::Man(args) => man::run(args),
        Command::Completions(args) => completions::run(args),
    }?;
    Ok(ExitCode::SUCCESS)
}
