//! Waits until a test file or a rule file changes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use promenade::rules::unit_tests::{RuleFiles, read_test_file};

use super::files::{Folder, find};

/// How often files are looked at.
const INTERVAL: Duration = Duration::from_millis(300);

/// The files of tests with the time of their last change and their length.
type Files = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// The files below paths, as they were when the tests ran.
pub(crate) struct Watch<'a> {
    paths: &'a [PathBuf],
    seen: Files,
}

impl<'a> Watch<'a> {
    /// The test files that the paths name, and the rule files that these name, as they are now.
    pub(crate) fn new(paths: &'a [PathBuf]) -> Self {
        Self { paths, seen: files(paths) }
    }

    /// Waits until one of them changes, or another one is there.
    pub(crate) fn wait(&mut self) {
        loop {
            sleep(INTERVAL);
            let now = files(self.paths);
            if now != self.seen {
                self.seen = now;
                return;
            }
        }
    }
}

fn files(paths: &[PathBuf]) -> Files {
    let (sources, _) = find(paths);
    let mut names: Vec<PathBuf> = Vec::new();
    for source in &sources {
        names.push(source.path.clone());
        // A file that is being written may be broken for a while.
        let Ok(file) = read_test_file(&source.name, source.text.as_deref().unwrap_or_default()) else { continue };
        let folder = Folder(&source.folder);
        let rules = file.rule_files.iter().filter_map(|pattern| folder.matching(&pattern.value).ok());
        names.extend(rules.flatten().map(PathBuf::from));
    }
    let state = |path: PathBuf| {
        let metadata = std::fs::metadata(&path).ok();
        let state = metadata.and_then(|metadata| Some((metadata.modified().ok()?, metadata.len())));
        (path, state)
    };
    names.into_iter().map(state).collect()
}
