//! The tools: wasm-bindgen of the version in `Cargo.lock`, and what the package's `package.json` names.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::root;
use crate::run::run;

/// Installs what is missing.
pub(super) fn install() -> anyhow::Result<()> {
    let version = version_of_wasm_bindgen()?;
    let found = Command::new(wasm_bindgen()).arg("--version").output();
    let is_there = found.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(&version));
    if !is_there {
        let tools = root().join("target/tools");
        run(Command::new("cargo")
            .args(["install", "wasm-bindgen-cli", "--quiet", "--version", &version, "--root"])
            .arg(&tools)
            .arg("--target-dir")
            .arg(tools.join("build"))
            .env_remove("RUSTFLAGS"))?;
    }
    if !npm().join("node_modules").is_dir() {
        run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(npm()))?;
    }
    Ok(())
}

/// The program wasm-bindgen.
pub(super) fn wasm_bindgen() -> PathBuf {
    root().join("target/tools/bin/wasm-bindgen")
}

/// The folder of the package.
pub(super) fn npm() -> PathBuf {
    root().join("wasm/npm")
}

/// A program that npm has installed.
pub(super) fn npm_program(name: &str) -> Command {
    Command::new(npm().join("node_modules/.bin").join(name))
}

/// Whether the standard library is compiled with the crate, because rustup's target is not installed.
pub(super) fn builds_std() -> anyhow::Result<bool> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().context("rustc")?;
    let sysroot = PathBuf::from(String::from_utf8(output.stdout)?.trim());
    Ok(!sysroot.join("lib/rustlib/wasm32-unknown-unknown").is_dir())
}

fn version_of_wasm_bindgen() -> anyhow::Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let after = lock.split("name = \"wasm-bindgen\"\nversion = \"").nth(1);
    let version = after.and_then(|after| after.split('"').next());
    version.map(str::to_owned).context("Cargo.lock has no wasm-bindgen")
}
