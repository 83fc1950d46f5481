//! `promenade man`: the manual pages.

use std::io::{Write, stdout};

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::{Cli, ManArgs};
use crate::errors::Failure;

pub(super) fn run(args: &ManArgs) -> Result<(), Failure> {
    let page = match &args.command {
        None => Man::new(Cli::command()),
        Some(name) => Man::new(subcommand(name)?),
    };
    let mut text = Vec::new();
    page.render(&mut text).map_err(Failure::Output)?;
    stdout().write_all(&text).map_err(Failure::Output)
}

/// The command of this name under the full name that its page has.
fn subcommand(name: &str) -> Result<clap::Command, Failure> {
    let mut program = Cli::command();
    program.build();
    let Some(found) = program.find_subcommand(name) else {
        let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        return Err(Failure::usage(
            format!("there is no command `{name}`"),
            format!("use one of {}", names.join(", ")),
        ));
    };
    Ok(found.clone())
}
