//! The program git.

use std::path::Path;
use std::process::{Command, Output};

use crate::errors::Failure;

/// Runs git in a folder. It may have failed, as its status says.
///
/// # Errors
/// Returns an error with this help if git cannot be run.
pub(crate) fn git(folder: &Path, arguments: &[&str], help: &str) -> Result<Output, Failure> {
    let output = Command::new("git").current_dir(folder).args(arguments).output();
    output.map_err(|error| Failure::usage(format!("git cannot be run: {error}"), help))
}
