//! The arguments of commands that read files with queries.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// The files to read.
#[derive(Debug, Args)]
pub(crate) struct FilesArgs {
    /// Files, or folders to search recursively; `-` is the standard input [default: the current folder]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// The file name of the standard input; it determines the format and the settings
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Skip files that match these patterns, as in .gitignore, in addition to those that promenade.toml excludes
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,

    /// Skip files that promenade.toml or --exclude excludes even if they are named, as in hooks that pass all changed files
    #[arg(long)]
    pub(crate) force_exclude: bool,

    /// Fail if a template, or a named file without queries, is skipped
    #[arg(long)]
    pub(crate) fail_on_unread: bool,
}

impl FilesArgs {
    /// Whether the standard input is read.
    pub(crate) fn is_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }
}

/// The settings to use.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct ConfigArgs {
    /// Use this file [default: the nearest promenade.toml in the folder of a file or above], or override a setting, as in
    /// `lint.ignore=["PQL310"]`; may be given several times
    #[arg(long, value_name = "FILE|KEY=VALUE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Vec<String>,

    /// Ignore promenade.toml files
    #[arg(long)]
    pub(crate) isolated: bool,
}
