//! The arguments of the commands around queries in files.

use clap::Args;

/// Explain a code of a finding.
///
/// Says what it means, with an example and how to mend it. Without a code all of them are listed.
#[derive(Debug, Args)]
#[command(after_long_help = EXPLAIN_CODE_EXAMPLES)]
pub(crate) struct ExplainCodeArgs {
    /// The code, such as PQL001
    pub(crate) code: Option<String>,
}

/// Print the manual page.
#[derive(Debug, Args)]
#[command(after_long_help = MAN_EXAMPLES)]
pub(crate) struct ManArgs {
    /// The command to print the page of [default: the page of the program]
    pub(crate) command: Option<String>,
}

const EXPLAIN_CODE_EXAMPLES: &str = "\
Examples:
  promenade explain-code PQL105
  promenade explain-code";

const MAN_EXAMPLES: &str = "\
Examples:
  promenade man > ~/.local/share/man/man1/promenade.1
  promenade man lint > ~/.local/share/man/man1/promenade-lint.1
  promenade man fmt | man -l -";
