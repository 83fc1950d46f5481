//! A module: compiled, with its glue, optimized.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::module::{Module, Purpose};
use super::{root, tools};

/// A module that is built.
pub(super) struct Built {
    pub(super) n_bytes: u64,
    pub(super) n_brotli: u64,
}

/// What browsers have had since 2021, Node since 16 and Deno; wasm-opt would use more where it may.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Builds a module into the sources of the package.
pub(super) fn build(module: &Module, is_fast: bool) -> anyhow::Result<Built> {
    let compiled = compile(module, is_fast)?;
    let glued = glue(module, &compiled)?;
    let wasm = glued.join(format!("{}_bg.wasm", module.name));
    if !is_fast && module.purpose != Purpose::Tests {
        optimize(&wasm)?;
    }
    let built = Built { n_bytes: fs::metadata(&wasm)?.len(), n_brotli: brotli(&wasm)? };
    if module.purpose == Purpose::Package {
        ship(&glued)?;
    }
    Ok(built)
}

/// Compiles the crate; where the standard library is compiled too, it aborts without a message and is made small.
fn compile(module: &Module, is_fast: bool) -> anyhow::Result<PathBuf> {
    let mut command = Command::new(root().join(".ci/wasm"));
    command.args([
        "build",
        "--quiet",
        "--package",
        "promenade-wasm",
        "--lib",
        "--profile",
        "wasm",
        "--no-default-features",
    ]);
    command.args(["--features", module.features]).current_dir(root());
    let mut flags = "-Ctarget-feature=+simd128".to_owned();
    if is_fast {
        command.env("CARGO_PROFILE_WASM_LTO", "off").env("CARGO_PROFILE_WASM_CODEGEN_UNITS", "16");
    } else if tools::builds_std()? {
        flags += " -Zunstable-options -Cpanic=immediate-abort";
        command.arg("-Zbuild-std-features=optimize_for_size");
    }
    crate::run::run(command.env("RUSTFLAGS", flags))?;
    Ok(root().join("target/wasm32-unknown-unknown/wasm/promenade_wasm.wasm"))
}

/// The glue of a module, in a folder of its own beside the module.
fn glue(module: &Module, compiled: &Path) -> anyhow::Result<PathBuf> {
    let folder = root().join("target/wasm").join(module.name);
    let mut command = Command::new(tools::wasm_bindgen());
    command.args(["--target", "web", "--experimental-reset-state-function", "--remove-name-section"]);
    command.args(["--out-name", module.name, "--out-dir"]);
    crate::run::run(command.arg(&folder).arg(compiled))?;
    Ok(folder)
}

/// Runs wasm-opt and keeps what is smaller as brotli, which it often makes larger.
fn optimize(wasm: &Path) -> anyhow::Result<()> {
    let optimized = wasm.with_extension("opt.wasm");
    let mut command = tools::npm_program("wasm-opt");
    command.arg("-Os").args(FEATURES).arg(wasm).arg("-o").arg(&optimized);
    crate::run::run(&mut command)?;
    if brotli(&optimized)? < brotli(wasm)? {
        fs::rename(&optimized, wasm)?;
    } else {
        fs::remove_file(&optimized)?;
    }
    Ok(())
}

/// The size as brotli of the highest quality.
fn brotli(file: &Path) -> anyhow::Result<u64> {
    const SCRIPT: &str = "const z = require('node:zlib'), data = require('node:fs').readFileSync(process.argv[1]);\
        const params = { [z.constants.BROTLI_PARAM_QUALITY]: 11, [z.constants.BROTLI_PARAM_LGWIN]: 24 };\
        console.log(z.brotliCompressSync(data, { params }).length)";
    let output = Command::new("node").args(["-e", SCRIPT]).arg(file).output().context("node")?;
    let text = String::from_utf8(output.stdout)?;
    text.trim().parse().with_context(|| format!("{}: {}", file.display(), String::from_utf8_lossy(&output.stderr)))
}

/// Copies a module and its glue to the sources of the package.
fn ship(glued: &Path) -> anyhow::Result<()> {
    let raw = tools::npm().join("src/raw");
    fs::create_dir_all(&raw)?;
    for entry in fs::read_dir(glued)? {
        let path = entry?.path();
        let is_wanted = |extension: &OsStr| ["js", "ts", "wasm"].iter().any(|wanted| extension == *wanted);
        if path.extension().is_some_and(is_wanted) {
            fs::copy(&path, raw.join(path.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}
