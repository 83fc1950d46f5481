//! Locates test data that is not part of the repository.
//!
//! The folder `shared` is next to the project or in a parent folder, or at `PROMENADE_SHARED`. A test whose data is
//! missing is skipped and reports it; with `CI=true` it fails.
#![allow(clippy::missing_panics_doc)] // only tests use it

use std::io::Write;
use std::path::{Path, PathBuf};

/// The path of a file or folder in `shared`. If it does not exist, reports the running test as skipped.
pub fn shared(inside: &str) -> Option<PathBuf> {
    let named = std::env::var_os("PROMENADE_SHARED").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared"));
    let found = named.into_iter().chain(above).map(|shared| shared.join(inside)).find(|path| path.exists());
    if found.is_none() {
        skip(&format!("there is no ../shared/{inside}; PROMENADE_SHARED can say where `shared` lies"));
    }
    found
}

/// Reports that the running test is skipped and why. With `CI=true`, panics.
pub fn skip(why: &str) {
    assert!(!std::env::var("CI").is_ok_and(|ci| ci == "true"), "CI=true, where no test may be skipped: {why}");
    say(&format!("SKIPPED {}: {why}", std::thread::current().name().unwrap_or_default()));
}

/// Prints a line that the test harness does not capture.
pub fn say(line: &str) {
    // A closed standard error is not a failure.
    let _ = writeln!(std::io::stderr(), "{line}");
}
