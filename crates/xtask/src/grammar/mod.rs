//! Grammars of editors, with the names of the catalogue: Lezer, `TextMate` and tree-sitter.

mod lezer;
mod names;
mod section;
mod textmate;
mod tree_sitter;

use std::path::{Path, PathBuf};

/// The generated files, and the files with generated sections.
pub(crate) fn files(root: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let folder = root.join("grammar");
    let mut files = lezer::files(&folder.join("lezer"))?;
    files.push((folder.join("textmate/promql.tmLanguage.json"), textmate::grammar()?));
    files.extend(tree_sitter::files(&folder.join("tree-sitter"))?);
    Ok(files)
}
