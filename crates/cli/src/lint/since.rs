//! `--since REV`: the lines that changed since a branch left another, as git knows them.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::errors::Failure;
use crate::git::git;

/// The lines that changed.
#[derive(Debug)]
pub(crate) struct Changed {
    /// The folder of the repository.
    root: PathBuf,
    /// By file, relative to the folder; `None` for files that are new to git.
    files: HashMap<PathBuf, Option<Vec<Range<usize>>>>,
}

impl Changed {
    /// What changed since the current branch left `rev`, in commits and in the working tree.
    ///
    /// # Errors
    /// Returns an error if git says so, or is not there.
    pub(crate) fn since(rev: &str) -> Result<Self, Failure> {
        let root = PathBuf::from(stdout(Path::new("."), &["rev-parse", "--show-toplevel"])?.trim_end());
        let base = stdout(&root, &["merge-base", rev, "HEAD"])?;
        let options =
            ["-c", "core.quotePath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames"];
        let diff = stdout(&root, &[&options[..], &[base.trim_end(), "--"]].concat())?;
        let mut files: HashMap<_, _> = hunks(&diff).into_iter().map(|(path, lines)| (path, Some(lines))).collect();
        let new = stdout(&root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
        files.extend(new.split('\0').filter(|name| !name.is_empty()).map(|name| (PathBuf::from(name), None)));
        Ok(Self { root, files })
    }

    /// Whether a part of these lines of a file changed; they count from one, and both ends are among them.
    pub(crate) fn touches(&self, path: &Path, first: usize, last: usize) -> bool {
        let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let Some(changed) = absolute.strip_prefix(root).ok().and_then(|path| self.files.get(path)) else {
            return false;
        };
        changed.as_ref().is_none_or(|lines| lines.iter().any(|range| range.start <= last && first < range.end))
    }
}

/// The changed lines by file. Where lines were only taken away, those around them count.
fn hunks(diff: &str) -> Vec<(PathBuf, Vec<Range<usize>>)> {
    let mut files: Vec<(PathBuf, Vec<Range<usize>>)> = Vec::new();
    for line in diff.lines() {
        if let Some(name) = line.strip_prefix("+++ ") {
            // A tab follows a name with blanks.
            let name = name.trim_end_matches('\t');
            files.push((PathBuf::from(name.strip_prefix("b/").unwrap_or(name)), Vec::new()));
        } else if let (Some(rest), Some((_, lines))) = (line.strip_prefix("@@ "), files.last_mut()) {
            lines.extend(new_lines(rest));
        }
    }
    files
}

/// The lines of `-1,2 +3,4 @@`.
fn new_lines(header: &str) -> Option<Range<usize>> {
    let (_, new) = header.split_once('+')?;
    let new = new.split(' ').next()?;
    let (start, n) = new.split_once(',').unwrap_or((new, "1"));
    let (start, n): (usize, usize) = (start.parse().ok()?, n.parse().ok()?);
    Some(if n == 0 { start..start + 2 } else { start..start + n })
}

/// What git prints.
fn stdout(folder: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let help = "--since needs git, a repository, and a revision that is in it";
    let output = git(folder, arguments, help)?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        return Err(Failure::usage(format!("git {}: {message}", arguments.join(" ")), help));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::single_range_in_vec_init)] // one hunk
    fn hunks_name_the_lines_after_the_change() {
        let diff = "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +3,4 @@ x\n+a\n@@ -9 +12 @@\n@@ -20,2 +22,0 @@\n\
                    --- a/b c.yaml\n+++ b/b c.yaml\t\n@@ -0,0 +1 @@\n";
        let expected = [("a.yaml", vec![3..7, 12..13, 22..24]), ("b c.yaml", vec![1..2])];
        assert_eq!(hunks(diff), expected.map(|(name, lines)| (PathBuf::from(name), lines)));
    }
}
