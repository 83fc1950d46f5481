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

    /// Skip files that promenade.toml excludes even if they are named, as in hooks that pass all changed files
    #[arg(long)]
    pub(crate) force_exclude: bool,

    /// Fail where something is left out: a template, or a named file without queries
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
    /// The settings file [default: for each file, the nearest promenade.toml in its folder or above]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Ignore promenade.toml files
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,
}
