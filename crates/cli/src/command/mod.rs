//! The commands.

mod completions;
mod explain;
mod query;

use crate::args::Command;
use crate::errors::Failure;
use crate::terminal::Streams;

/// Runs a command.
pub(crate) fn run(command: &Command, streams: Streams) -> Result<(), Failure> {
    match command {
        Command::Query(args) => query::run(args, streams),
        Command::Explain(args) => explain::run(args),
        Command::Completions(args) => completions::run(args),
    }
}
