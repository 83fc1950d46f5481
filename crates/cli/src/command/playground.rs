//! `promenade playground`: the page that evaluates queries in the browser.

use crate::args::PlaygroundArgs;
use crate::errors::Failure;

#[cfg(feature = "playground")]
pub(super) fn run(args: &PlaygroundArgs) -> Result<(), Failure> {
    crate::playground::serve(args)
}

/// The page is large, and building it needs more than a Rust compiler.
#[cfg(not(feature = "playground"))]
pub(super) fn run(_: &PlaygroundArgs) -> Result<(), Failure> {
    Err(Failure::usage(
        "this program was built without the page",
        "in the sources, run `cargo xtask wasm`, `cargo xtask playground` and `cargo install --path crates/cli --features playground`",
    ))
}
