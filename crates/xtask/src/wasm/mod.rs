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

use self::module::MODULES;

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Compile fast and leave the modules large.
    #[arg(long, conflicts_with = "check_sizes")]
    fast: bool,
    /// Build the modules too that are measured only, and fail if one is larger than `wasm/sizes.toml` allows.
    #[arg(long)]
    check_sizes: bool,
    /// Build these modules alone: `parser`, `language`, `engine`, `all`, `files`, `scripts`.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
}

/// Builds the modules and the package.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    tools::install()?;
    let is_asked_for = |name: &str| args.only.iter().any(|only| only == name);
    let mut measured = Vec::new();
    for module in MODULES {
        let is_wanted =
            if args.only.is_empty() { module.is_shipped || args.check_sizes } else { is_asked_for(module.name) };
        if is_wanted {
            let built = build::build(module, args.fast)?;
            println!("{}: {} bytes, {} as brotli", module.name, built.n_bytes, built.n_brotli);
            measured.push((module.name, built.n_brotli));
        }
    }
    package::build()?;
    if args.check_sizes { sizes::check(&measured) } else { Ok(()) }
}
