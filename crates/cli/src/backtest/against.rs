//! Another version of rule files: a file, or a revision of a git repository.

use std::path::Path;
use std::process::Output;

use super::RuleSource;
use crate::errors::Failure;
use crate::files::{self, Wanted};
use crate::git::git;

/// The same files in another version. They keep their names, so that they are evaluated at the same times.
///
/// # Errors
/// Returns an error if there is no such file or revision. A file that the revision does not have has no rules there.
pub(crate) fn other_version(version: &str, sources: &[RuleSource]) -> Result<Vec<RuleSource>, Failure> {
    if Path::new(version).is_file() {
        let [source] = sources else {
            let help = "name one rule file to compare it with a file, or give a revision of git";
            return Err(Failure::usage("--against names a file, but there are several rule files", help));
        };
        let file = Wanted { path: Some(version.into()), name: version.to_owned(), is_named: true, is_stdin: false };
        let text = files::read(&file).map_err(|error| Failure::usage(error.line().trim_end(), "check the path"))?;
        return Ok(vec![RuleSource { name: source.name.clone(), text }]);
    }
    check_revision(version, sources)?;
    sources.iter().filter_map(|source| at_revision(version, source).transpose()).collect()
}

fn check_revision(version: &str, sources: &[RuleSource]) -> Result<(), Failure> {
    let Some(first) = sources.first() else { return Ok(()) };
    let revision = format!("{version}^{{commit}}");
    let output = git_beside(first, &["rev-parse", "--verify", "--quiet", "--end-of-options", &revision])?;
    if output.status.success() {
        return Ok(());
    }
    let message =
        format!("--against {version:?} is neither a file nor a revision of the git repository of {}", first.name);
    Err(Failure::usage(message, "give a path, or a revision such as HEAD~1 or main"))
}

/// A file at a revision; none where the revision does not have it.
fn at_revision(version: &str, source: &RuleSource) -> Result<Option<RuleSource>, Failure> {
    let name = Path::new(&source.name).file_name().unwrap_or_default().to_string_lossy();
    let output = git_beside(source, &["show", "--end-of-options", &format!("{version}:./{name}")])?;
    if !output.status.success() {
        return Ok(None);
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|_| Failure::usage(format!("{} at {version} is not UTF-8", source.name), "give a text file"))?;
    Ok(Some(RuleSource { name: source.name.clone(), text }))
}

/// Runs git in the folder of a file.
fn git_beside(source: &RuleSource, arguments: &[&str]) -> Result<Output, Failure> {
    let folder = Path::new(&source.name).parent().filter(|folder| !folder.as_os_str().is_empty());
    git(folder.unwrap_or(Path::new(".")), arguments, "install git, or give --against a file")
}
