//! Builds a version of Prometheus as a program: downloads its module and builds the oracle with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, bail};
use serde::Deserialize;

use super::version::MODULE;

/// The files of the program that are the same for all versions.
const FILES: [(&str, &str); 4] = [
    ("main.go", include_str!("program/main.go")),
    ("engine.go", include_str!("program/engine.go")),
    ("data.go", include_str!("program/data.go")),
    ("catalogue.go", include_str!("program/catalogue.go")),
];

/// The files of the recorded oracle that define the format of its answers.
const ANSWERS: [&str; 3] = ["answer.go", "parse.go", "dump.go"];

/// The module cache's entry of a version.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Downloaded {
    dir: PathBuf,
    error: String,
}

/// The folder of the module's sources, downloaded if missing.
pub(super) fn sources(version: &str) -> anyhow::Result<PathBuf> {
    let output = go(Path::new("."), &["mod", "download", "-json", &format!("{MODULE}@{version}")])?;
    let found: Downloaded = serde_json::from_slice(&output.stdout).unwrap_or_default();
    if !output.status.success() || !found.error.is_empty() {
        bail!("{MODULE} {version} cannot be had: {}{}", found.error, text(&output.stderr));
    }
    Ok(found.dir)
}

/// Builds the program in a folder, with the answers of the oracle in another; returns its path.
pub(super) fn build(folder: &Path, version: &str, oracle: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, source) in FILES {
        fs::write(folder.join(name), source)?;
    }
    for name in ANSWERS {
        let from = oracle.join(name);
        fs::copy(&from, folder.join(name)).with_context(|| from.display().to_string())?;
    }
    if !folder.join("go.mod").exists() {
        run(folder, &["mod", "init", "promenade/oracle"])?;
    }
    run(folder, &["get", &format!("{MODULE}@{version}")])?;
    run(folder, &["build", "-mod=mod", "-o", "oracle", "."])
        .with_context(|| format!("the program in {} does not fit this version", folder.display()))?;
    Ok(folder.join("oracle").canonicalize()?)
}

fn run(folder: &Path, args: &[&str]) -> anyhow::Result<()> {
    let output = go(folder, args)?;
    if !output.status.success() {
        bail!("go {}: {}", args.join(" "), text(&output.stderr));
    }
    Ok(())
}

fn go(folder: &Path, args: &[&str]) -> anyhow::Result<Output> {
    let output = Command::new("go").args(args).current_dir(folder).env("GOWORK", "off").output();
    output.context("Go, which builds Prometheus, cannot be run: is it installed?")
}

/// Go's error output without its progress messages.
fn text(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    text.lines().filter(|line| !line.starts_with("go: downloading")).collect::<Vec<_>>().join("\n")
}
