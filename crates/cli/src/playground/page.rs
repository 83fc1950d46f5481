//! The built page inside of the program.

use include_dir::{Dir, include_dir};

static PAGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../wasm/playground/dist");

/// The file of the page with this path, which has no slash in front.
pub(super) fn file(path: &str) -> Option<&'static [u8]> {
    PAGE.get_file(path).map(include_dir::File::contents)
}
