//! Any bytes are read as a file of any kind: all places are within the text, and queries can be changed and read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use promenade::documents::{Document, DocumentKind, EditError, QueryIdx, ReadOptions};
use promenade_fuzz::memory::{Counting, peak_of};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a file may take beside what belongs to its length.
const FREE_BYTES: usize = 32 << 20;
const NAMES: [&str; 6] = ["rules.yaml", "dashboard.json", "page.md", "query.promql", "unknown", "notes.txt"];
/// What queries are changed to: plain text, what YAML, JSON and Markdown have to quote, and several lines.
const TEXTS: [&str; 5] = ["up", "a{b=\"c: # d'\\\\\"}", "sum(\n  up,\n)", "\"```\" ~~~ # x", "{é=~'%&*!|>@`'}"];

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let ((), peak) = peak_of(|| run(choice, bytes));
    assert!(peak < FREE_BYTES + 8192 * bytes.len(), "{} bytes of a file take {peak} bytes of memory", bytes.len());
});

fn run(choice: u8, bytes: &[u8]) {
    let name = NAMES[usize::from(choice) % NAMES.len()];
    let document = Document::read_bytes(name, bytes, &ReadOptions::default());
    check_places(&document);
    let new = TEXTS[usize::from(choice) / NAMES.len() % TEXTS.len()];
    for idx in (0..document.queries().len()).map(QueryIdx) {
        assert_eq!(document.with_queries(&[(idx, query(&document, idx).to_owned())]).as_deref(), Ok(document.text()));
        check_change(&document, idx, new);
    }
}

fn query(document: &Document, idx: QueryIdx) -> &str {
    &document.queries()[idx.0].text
}

fn check_places(document: &Document) {
    let text = document.text();
    for query in document.queries() {
        assert!(text.get(query.range.bytes()).is_some(), "{:?} is no range", query.range);
        for (at, c) in query.text.char_indices() {
            let place = query.to_file(at..at + c.len_utf8());
            assert!(text.get(place.bytes()).is_some(), "{place:?} of {c:?} is no range");
        }
    }
    for problem in document.problems() {
        assert!(text.get(problem.diagnostic.range.bytes()).is_some(), "{problem:?}");
    }
}

/// A changed query reads as what it was changed to, and the others as before.
fn check_change(document: &Document, idx: QueryIdx, new: &str) {
    let changed = match document.with_queries(&[(idx, new.to_owned())]) {
        Ok(changed) => changed,
        Err(error) => {
            let is_told = query(document, idx).trim().is_empty() || matches!(error, EditError::Unwritable(_));
            return assert!(is_told, "{error} in {:?}", document.text());
        }
    };
    let kind = Some(document.kind()).filter(|kind| *kind != DocumentKind::Other);
    let again = Document::read(document.name(), &changed, &ReadOptions::default().kind(kind));
    assert_eq!(again.queries().len(), document.queries().len(), "in {changed:?}");
    assert_eq!(query(&again, idx).trim_end(), new, "in {changed:?}");
}
