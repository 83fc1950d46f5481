//! The texts of rule files, for the places and parts that a report shows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use promenade::documents::FileRange;
use promenade::syntax::lines::Lines;

use crate::files::{self, Wanted};

/// The texts of rule files by name.
#[derive(Debug, Default)]
pub(super) struct Sources {
    texts: BTreeMap<String, (String, Lines)>,
    names: BTreeMap<String, String>,
}

/// The longest part that is shown, in characters.
const MAX_PART: usize = 60;

impl Sources {
    /// One name for all paths that lead to a file: below the current folder relative to it, else the whole path.
    pub(super) fn name(&mut self, path: &str) -> String {
        self.names.entry(path.to_owned()).or_insert_with(|| canonical(path).unwrap_or_else(|| path.to_owned())).clone()
    }

    /// Reads a file if it was not read before. One that is gone since the tests has no text.
    pub(super) fn read(&mut self, name: &str) {
        if !self.texts.contains_key(name) {
            let file =
                Wanted { path: Some(PathBuf::from(name)), name: name.to_owned(), is_named: true, is_stdin: false };
            let text = files::read(&file).unwrap_or_default();
            let lines = Lines::new(&text);
            self.texts.insert(name.to_owned(), (text, lines));
        }
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |(text, _)| text)
    }

    /// Line and column of a byte, counted from 1.
    pub(super) fn position(&self, name: &str, at: usize) -> (usize, usize) {
        let Some((text, lines)) = self.texts.get(name) else { return (1, 1) };
        let position = lines.position(text, at);
        (position.line, position.column)
    }

    /// A part of a file on one line, shortened where it is long.
    pub(super) fn part(&self, name: &str, range: FileRange) -> String {
        let part = self.text(name).get(range.bytes()).unwrap_or_default();
        let words: Vec<&str> = part.split_whitespace().collect();
        let joined = words.join(" ");
        if joined.chars().count() <= MAX_PART {
            return joined;
        }
        joined.chars().take(MAX_PART - 1).collect::<String>() + "…"
    }
}

fn canonical(path: &str) -> Option<String> {
    let whole = Path::new(path).canonicalize().ok()?;
    let here = Path::new(".").canonicalize().ok()?;
    Some(whole.strip_prefix(here).unwrap_or(&whole).to_string_lossy().into_owned())
}
