//! The npm package: its TypeScript compiled, the modules beside it.

use std::fs;
use std::process::Command;

use super::tools;

/// Builds the package around the modules that are there.
pub(super) fn build() -> anyhow::Result<()> {
    let (raw, dist) = (tools::npm().join("src/raw"), tools::npm().join("dist"));
    crate::run::run(Command::new("node").arg("scripts/grammar.mjs").current_dir(tools::npm()))?;
    crate::run::run(tools::npm_program("tsc").args(["-p", "."]).current_dir(tools::npm()))?;
    fs::create_dir_all(dist.join("raw"))?;
    for entry in fs::read_dir(raw)? {
        let path = entry?.path();
        fs::copy(&path, dist.join("raw").join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}
