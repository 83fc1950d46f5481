//! Builds the page that `promenade playground` serves.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::run::run as run_program;

/// Builds the page into `wasm/playground/dist`, around the npm package that is there.
pub(crate) fn run() -> anyhow::Result<()> {
    let wasm = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../wasm");
    if !wasm.join("npm/dist/index.js").is_file() {
        bail!("there is no wasm/npm/dist; run `cargo xtask wasm` first");
    }
    let page = wasm.join("playground");
    if !page.join("node_modules").is_dir() {
        npm(&page, &["ci", "--no-audit", "--no-fund", "--silent"])?;
    }
    npm(&page, &["run", "build"])
}

fn npm(folder: &Path, args: &[&str]) -> anyhow::Result<()> {
    run_program(Command::new("npm").args(args).current_dir(folder))
}
