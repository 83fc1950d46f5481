//! The names that the tree-sitter grammar and its queries are about.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{names, section};

pub(super) fn files(folder: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let queries = folder.join("queries/highlights.scm");
    let text = fs::read_to_string(&queries).with_context(|| queries.display().to_string())?;
    let names: Vec<String> = names::functions().iter().map(|name| format!("\"{name}\"")).collect();
    let text = section::replace(&text, "functions", &section::wrap(&names, " ", "  ", "  "))?;
    Ok(vec![(folder.join("names.js"), names_module()?), (queries, text)])
}

/// The words of the grammar.
fn names_module() -> anyhow::Result<String> {
    let mut text = String::from("// Generated from the catalogue by cargo xtask generate.\n\nmodule.exports = {\n");
    let rows = [("aggregators", names::aggregators()), ("fills", names::FILLS.to_vec())];
    for (name, words) in rows {
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let lines = section::wrap(&words, ", ", "    ", "    ");
        writeln!(text, "  {name}: [\n{},\n  ],", lines.join("\n"))?;
    }
    text.push_str("};\n");
    Ok(text)
}
