//! The rule files of Prometheus and of the Kubernetes mixin: formatting them changes nothing but their expressions.

use std::fs;
use std::path::{Path, PathBuf};

use promenade_documents::{Document, DocumentKind, EmbeddedQuery, QueryIdx, ReadOptions};
use promenade_format::{Options, format};

/// The files below `../shared/rules`; `None` if there is no shared data, which only a fresh clone may lack.
fn files() -> Vec<PathBuf> {
    let Some(folder) = promenade_test_data::shared("rules") else { return Vec::new() };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    assert_eq!(files.len(), 50);
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml") {
            files.push(path);
        }
    }
}

fn read(path: &Path) -> Document {
    let text = fs::read_to_string(path).expect("a text");
    Document::read(&path.display().to_string(), &text, &ReadOptions::default())
}

/// The text with one word in the place of each query.
fn without_queries(document: &Document) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for query in document.queries() {
        out.push_str(&document.text()[at..query.range.start]);
        out.push_str("QUERY");
        at = query.range.end;
    }
    out + &document.text()[at..]
}

/// Makes a new text for each query, and checks that the file holds these and is otherwise as it was.
fn check(document: &Document, new: impl Fn(&EmbeddedQuery) -> Option<String>) -> Document {
    let queries = document.queries().iter().enumerate();
    let changes: Vec<_> = queries.filter_map(|(idx, query)| Some((QueryIdx(idx), new(query)?))).collect();
    let edited = document.with_queries(&changes).unwrap_or_else(|error| panic!("{}: {error}", document.name()));
    let again = Document::read(document.name(), &edited, &ReadOptions::default());
    assert_eq!(without_queries(document), without_queries(&again), "{}", document.name());
    for (idx, text) in &changes {
        assert_eq!(again.queries()[idx.0].text.trim_end(), text.trim_end(), "{}", document.name());
    }
    again
}

#[test]
fn formatting_changes_expressions_and_nothing_else() {
    let mut n_queries = 0;
    for path in files() {
        let document = read(&path);
        for width in [20, 100] {
            let options = Options::default().width(width);
            let formatted = |query: &EmbeddedQuery| format(&query.text, &options).ok().map(|formatted| formatted.text);
            let again = check(&document, formatted);
            let twice = check(&again, formatted);
            assert_eq!(again.text(), twice.text(), "{}", path.display());
        }
        n_queries += document.queries().len();
    }
    assert!(n_queries == 0 || n_queries >= 181, "only {n_queries} queries");
}

#[test]
fn the_same_texts_change_no_byte() {
    for path in files() {
        let document = read(&path);
        let same = document.queries().iter().enumerate().map(|(idx, query)| (QueryIdx(idx), query.text.clone()));
        assert_eq!(document.with_queries(&same.collect::<Vec<_>>()).as_deref(), Ok(document.text()));
    }
}

#[test]
fn texts_of_another_shape_fit_too() {
    for path in files() {
        let document = read(&path);
        check(&document, |_| Some("a".to_owned()));
        check(&document, |query| Some(query.text.split_whitespace().collect::<Vec<_>>().join("\n")));
        check(&document, |query| Some(format!("{} # {{\"a: b\"}}", query.text.lines().next().unwrap_or_default())));
    }
}

#[test]
fn all_characters_stand_where_they_are_said_to() {
    for path in files() {
        let document = read(&path);
        for query in document.queries() {
            for (at, c) in query.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                let place = &document.text()[query.to_file(at..at + c.len_utf8())];
                let is_there = place.chars().eq([c]) || place.starts_with('\\') || place == "''";
                assert!(is_there, "{}: {c:?} at {place:?} of {}", path.display(), query.text);
            }
        }
    }
}

#[test]
fn what_is_no_rule_file_is_known() {
    for path in files() {
        let document = read(&path);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let holds_groups =
            document.text().lines().any(|line| line.starts_with("groups:") || line.starts_with("\"groups\""));
        // Groups without rules are those of any program.
        let expected = if holds_groups && document.text().contains("rules") {
            DocumentKind::RuleFile
        } else {
            DocumentKind::Other
        };
        let holds_tests = document.kind() == DocumentKind::UnitTests
            && document.text().lines().any(|line| line.starts_with("tests:"));
        let is_broken = holds_tests || !document.problems().is_empty();
        assert!(is_broken || document.kind() == expected, "{name}: {:?}", document.kind());
    }
}
