//! The sizes of modules, and the table that holds them.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, bail};
use serde::Deserialize;

use super::{root, tools};

/// A row of the table, in bytes of brotli.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What the module is to be.
    goal: u64,
    /// What it may be at most: what was reached, with a little room.
    limit: u64,
}

/// The rows by toolchain and module.
type Table = BTreeMap<String, BTreeMap<String, Row>>;

/// Fails if a module is larger than the table allows.
pub(super) fn check(measured: &[(&str, u64)]) -> anyhow::Result<()> {
    let toolchain = if tools::builds_std()? { "build-std" } else { "rustup" };
    let path = root().join("wasm/sizes.toml");
    let table: Table = toml::from_str(&fs::read_to_string(&path)?).context("wasm/sizes.toml")?;
    let Some(rows) = table.get(toolchain) else {
        println!("wasm/sizes.toml has no table `{toolchain}`: the sizes are not checked");
        return Ok(());
    };
    let mut too_large = Vec::new();
    for (name, n_brotli) in measured {
        let row = rows.get(*name).with_context(|| format!("wasm/sizes.toml has no row `{toolchain}.{name}`"))?;
        println!("{name}: {n_brotli} of {} bytes, goal {}", row.limit, row.goal);
        if *n_brotli > row.limit {
            too_large.push(format!("{name} has {n_brotli} bytes of brotli, {} are allowed", row.limit));
        }
    }
    if !too_large.is_empty() {
        bail!("{}: make it smaller, or raise the limit in wasm/sizes.toml and say why", too_large.join("; "));
    }
    Ok(())
}
