//! Test files below the paths that were given, and the rule files that they name.

use std::path::{Path, PathBuf};

use promenade::rules::unit_tests::{RuleFiles, is_test_file};

use crate::files::{self, FileError, Found, Wanted};
use crate::load::shown;

/// A test file with its text.
#[derive(Debug)]
pub(crate) struct TestSource {
    /// What it is called in messages.
    pub(crate) name: String,
    /// The folder that its rule files are relative to.
    pub(crate) folder: PathBuf,
    /// The file; empty for the standard input.
    pub(crate) path: PathBuf,
    /// Its text, or why it cannot be read.
    pub(crate) text: Result<String, FileError>,
}

/// The test files that the paths name, and in folders those that hold tests.
pub(crate) fn find(paths: &[PathBuf]) -> (Vec<TestSource>, Vec<FileError>) {
    let mut sources = Vec::new();
    let mut named = Vec::new();
    for path in paths {
        match matching(path) {
            Some(found) => named.extend(found),
            None if path.as_os_str() == "-" => sources.push(stdin()),
            None => named.push(path.clone()),
        }
    }
    let Found { files, errors } = files::find(&named, rayon::current_num_threads());
    sources.extend(files.iter().filter_map(source));
    (sources, errors)
}

/// The paths that a pattern matches; none for what is no pattern, or matches nothing.
fn matching(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.to_str().filter(|text| !path.exists() && text.contains(['*', '?', '[']))?;
    let found: Vec<PathBuf> = glob::glob(pattern).ok()?.filter_map(Result::ok).collect();
    (!found.is_empty()).then_some(found)
}

fn stdin() -> TestSource {
    let file = Wanted { path: None, name: "<stdin>".to_owned(), is_named: true, is_stdin: true };
    TestSource { name: file.name.clone(), folder: PathBuf::new(), path: PathBuf::new(), text: files::read(&file) }
}

fn source(file: &Wanted) -> Option<TestSource> {
    let text = files::read(file);
    let is_test = file.is_named || text.as_ref().is_ok_and(|text| is_test_file(text));
    let folder = file.path.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
    let path = file.path.clone().unwrap_or_default();
    is_test.then(|| TestSource { name: file.name.clone(), folder, path, text })
}

/// The rule files that are named relative to a folder.
#[derive(Debug)]
pub(crate) struct Folder<'a>(pub(crate) &'a Path);

impl RuleFiles for Folder<'_> {
    fn matching(&self, pattern: &str) -> Result<Vec<String>, String> {
        let path = self.0.join(pattern);
        if path.exists() {
            return Ok(vec![shown(&path)]);
        }
        // The folder is not a part of the pattern, whatever signs its name has.
        let folder = glob::Pattern::escape(&self.0.to_string_lossy());
        let whole = Path::new(&folder).join(pattern);
        let found = glob::glob(&whole.to_string_lossy()).map_err(|error| format!("`{pattern}`: {error}"))?;
        Ok(found.filter_map(Result::ok).map(|path| shown(&path)).collect())
    }

    fn text(&self, name: &str) -> Result<String, String> {
        let file = Wanted { path: Some(PathBuf::from(name)), name: name.to_owned(), is_named: true, is_stdin: false };
        files::read(&file).map_err(|error| error.reason)
    }
}
