//! Where test data lies: in the project, and in the folder `shared` beside it, which a fresh clone has not.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder `inside` of the folder `shared`, which lies beside the project or further up, or where
/// `PROMENADE_SHARED` says. Where it is not, the test that asks is skipped, and says so; with `CI=true` it fails.
pub fn shared_dir(inside: &str) -> Option<PathBuf> {
    let named = std::env::var_os("PROMENADE_SHARED").map(PathBuf::from);
    let above = root().ancestors().skip(1).map(|folder| folder.join("shared")).collect::<Vec<_>>();
    let found = named.into_iter().chain(above).map(|shared| shared.join(inside)).find(|folder| folder.is_dir());
    if found.is_none() {
        skip(&format!("there is no folder ../shared/{inside}; PROMENADE_SHARED can say where `shared` lies"));
    }
    found
}

/// Says that the running test is skipped and why; with `CI=true` nothing may be skipped, and the test fails.
pub fn skip(why: &str) {
    assert!(!std::env::var("CI").is_ok_and(|ci| ci == "true"), "CI=true, where no test may be skipped: {why}");
    let thread = std::thread::current();
    say(&format!("SKIPPED {}: {why}", thread.name().unwrap_or_default()));
}

/// Prints a line where the test harness does not swallow it.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the root").to_owned()
}

/// The files of a folder with this ending, sorted by name.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == ending));
    files.sort();
    files
}

/// The text of a file.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The name of a file, without its folder.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
