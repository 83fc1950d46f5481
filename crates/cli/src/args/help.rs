//! The arguments of commands that explain: `promenade config`, `explain-code` and `man`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::files::ConfigArgs;

/// Show the settings that apply to a file, or their JSON schema.
#[derive(Debug, Args)]
#[command(after_long_help = CONFIG_EXAMPLES)]
pub(crate) struct ShowConfigArgs {
    /// The file or folder [default: the current folder]
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(crate) path: Option<PathBuf>,

    /// Print the JSON schema of promenade.toml, which editors can use
    #[arg(long, conflicts_with = "path")]
    pub(crate) schema: bool,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Explain the code of a diagnostic or lint.
///
/// Prints what the code means, an example, and a fix. Without a code, lists all codes.
#[derive(Debug, Args)]
#[command(after_long_help = EXPLAIN_CODE_EXAMPLES)]
pub(crate) struct ExplainCodeArgs {
    /// The code, such as PQL001
    pub(crate) code: Option<String>,
}

/// Print a manual page.
#[derive(Debug, Args)]
#[command(after_long_help = MAN_EXAMPLES)]
pub(crate) struct ManArgs {
    /// The command whose page to print [default: the page of promenade itself]
    pub(crate) command: Option<String>,
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  promenade config rules/node.yml
  promenade config --schema > promenade.schema.json";

const EXPLAIN_CODE_EXAMPLES: &str = "\
Examples:
  promenade explain-code PQL105
  promenade explain-code";

const MAN_EXAMPLES: &str = "\
Examples:
  promenade man > ~/.local/share/man/man1/promenade.1
  promenade man lint > ~/.local/share/man/man1/promenade-lint.1
  promenade man fmt | man -l -";
