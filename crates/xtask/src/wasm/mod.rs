//! Builds the WebAssembly modules and the npm package around them, and holds their sizes.
//!
//! A module is compiled by the toolchain that `.ci/wasm` chooses, gets its glue from wasm-bindgen, goes through wasm-opt,
//! and lies with its glue in the package, whose TypeScript is compiled at the end.

mod build;
mod module;
mod package;
mod sizes;
mod tools;

use std::path::PathBuf;

use anyhow::Context;

use self::module::{MODULES, Module, Purpose};

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Compile fast and leave the modules large.
    #[arg(long, conflicts_with = "check_sizes")]
    fast: bool,
    /// Fail if a module is larger than `wasm/sizes.toml` allows.
    #[arg(long)]
    check_sizes: bool,
    /// Build these modules: `language`, `engine` and `files`, which the package has; `scripts`, which tests run; `parser`,
    /// `all` and `all-files`, which are measured. By default those of the package.
    #[arg(value_name = "MODULE")]
    modules: Vec<String>,
}

/// Builds the modules and the package.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let modules = wanted(&args.modules)?;
    tools::install()?;
    let mut measured = Vec::new();
    for module in modules {
        let built = build::build(module, args.fast)?;
        println!("{}: {} bytes, {} as brotli", module.name, built.n_bytes, built.n_brotli);
        if module.purpose != Purpose::Tests {
            measured.push((module.name, built.n_brotli));
        }
    }
    package::build()?;
    if args.check_sizes { sizes::check(&measured) } else { Ok(()) }
}

/// The modules of these names, or those of the package.
fn wanted(names: &[String]) -> anyhow::Result<Vec<&'static Module>> {
    if names.is_empty() {
        return Ok(MODULES.iter().filter(|module| module.purpose == Purpose::Package).collect());
    }
    let of_name = |name: &String| MODULES.iter().find(|module| module.name == name);
    names.iter().map(|name| of_name(name).with_context(|| format!("there is no module `{name}`"))).collect()
}
