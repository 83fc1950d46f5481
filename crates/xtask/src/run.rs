//! Runs other programs.

use std::process::Command;

use anyhow::{Context, ensure};

/// Runs a program, which must succeed.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}
