//! `promenade completions`: what a shell needs to complete arguments.

use std::io::{Write, stdout};

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs};
use crate::errors::Failure;

pub(super) fn run(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "promenade", &mut script);
    stdout().write_all(&script).map_err(Failure::Output)
}
