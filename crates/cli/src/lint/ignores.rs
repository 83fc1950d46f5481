//! Adds comments that ignore findings.

use std::collections::{BTreeMap, BTreeSet};

use promenade::documents::{Document, ReadOptions};
use promenade::lint::Finding;

/// The text of a document with a comment before each line that has findings, and how many findings the comments ignore.
/// A comment that changes what is found besides is left out with the others of its document.
pub(crate) fn with_ignores(
    document: &Document,
    found: &[&Finding],
    lint: impl Fn(&Document) -> Vec<Finding>,
) -> (String, usize) {
    let before = document.text().to_owned();
    let is_json = document.text().trim_start().starts_with(['{', '[']);
    if found.is_empty() || is_json {
        return (before, 0);
    }
    let mut lines: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for finding in found {
        let at = finding.diagnostic.range.start.min(before.len());
        let start = before[..at].rfind('\n').map_or(0, |end| end + 1);
        lines.entry(start).or_default().insert(finding.lint.code);
    }
    let mut text = before.clone();
    for (start, codes) in lines.iter().rev() {
        let indentation: String = before[*start..].chars().take_while(|c| *c == ' ').collect();
        let codes: Vec<&str> = codes.iter().copied().collect();
        text.insert_str(*start, &format!("{indentation}# promenade: ignore {}\n", codes.join(", ")));
    }
    let changed = Document::read(document.name(), &text, &ReadOptions::default());
    let left = lint(&changed);
    let is_same = changed.queries().len() == document.queries().len() && left.len() < found.len();
    if is_same { (text, found.len() - left.len()) } else { (before, 0) }
}
