//! Random queries in random scalars: what is read, changed and read again is what was asked for, and all else stays.

use promenade_documents::{Document, QueryIdx, ReadOptions};
use proptest::prelude::*;

/// Pieces that mean something to YAML, JSON, Markdown or PromQL.
const PIECES: &[&str] = &[
    "up",
    "sum by (a) (b)",
    " ",
    "  ",
    "\n",
    "\n\n",
    "#",
    " # c",
    ": ",
    ":",
    "- ",
    "-",
    "{a=\"b\"}",
    "{",
    "}",
    "[5m]",
    "'",
    "\"",
    "\\",
    "\\n",
    "|",
    ">",
    "&x",
    "*x",
    "!x",
    "%",
    "@",
    "`",
    "é",
    "😀",
    "\t",
    ",",
    "? ",
    "~",
    "null",
    "...",
    "---",
    "0x1",
    "<<",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{7}",
    "{{",
    "/",
];

fn query() -> impl Strategy<Value = String> {
    let pieces = proptest::collection::vec(proptest::sample::select(PIECES), 1..12);
    pieces.prop_map(|pieces| pieces.concat()).prop_filter("a query has text", |text| !text.trim().is_empty())
}

/// A query without these.
fn without(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    query().prop_filter("none of these", move |text| !pieces.iter().any(|piece| text.contains(piece)))
}

fn is_printable(text: &str) -> bool {
    !text.chars().any(|c| matches!(c, '\u{85}' | '\u{2028}' | '\u{feff}' | '\u{7}'))
}

/// A scalar of any style, with what stands before and after it.
fn scalar() -> impl Strategy<Value = String> {
    let words =
        || proptest::collection::vec(proptest::sample::select(&["a", "b + c", "é", "x{y='z'}", "''", ""][..]), 1..5);
    let lines = |sep: &'static str| words().prop_map(move |words| words.join(sep));
    let plain =
        || proptest::sample::select(&["a", "a + b", "a\n       + b", "a\n\n       b", "x{y=\"z\"}", "1", "on"][..]);
    let block = (
        proptest::sample::select(&["|", ">"][..]),
        proptest::sample::select(&["", "-", "+", "4", "4-", "+4"][..]),
        proptest::sample::select(&["", " # c"][..]),
        words(),
        proptest::sample::select(&["", "\n", "\n\n"][..]),
    );
    prop_oneof![
        plain().prop_map(str::to_owned),
        plain().prop_map(|text| format!("&a {text} # c")),
        lines(" ").prop_map(|text| format!("'a {}'", text.replace('\'', "''"))),
        lines("\n       ").prop_map(|text| format!("'a {}' # c", text.replace('\'', "''"))),
        lines("\\\n      \\u00e9").prop_map(|text| format!("\"a {text}\"")),
        lines("\\n").prop_map(|text| format!("!!str \"a {text}\"")),
        block.prop_map(|(sign, indicators, comment, words, end)| {
            let lines: Vec<_> = words
                .iter()
                .map(|word| if word.is_empty() { String::new() } else { format!("        {word}") })
                .collect();
            format!("{sign}{indicators}{comment}\n        a\n{}{end}", lines.join("\n"))
        }),
    ]
}

/// A text around a scalar: before, after, and whether line ends are `\r\n`.
fn around(scalar: &str, is_crlf: bool) -> (String, String, String) {
    let (before, after) =
        ("# é\ngroups:\n- name: g\n  rules:\n  - record: r # x\n    expr: ", "\n    labels: {a: 'b'} # y\n");
    let ends = |text: &str| if is_crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
    (ends(before), ends(scalar), ends(after))
}

/// The only query of a text, if it can be read.
fn read(name: &str, text: &str) -> Option<Document> {
    let document = Document::read(name, text, &ReadOptions::default());
    (document.problems().is_empty() && document.queries().len() == 1).then_some(document)
}

/// Each character of a query stands where it says, or is an escape or a fold; places rise.
fn check_places(document: &Document) -> Result<(), TestCaseError> {
    let query = &document.queries()[0];
    let mut last = 0;
    for (at, c) in query.text.char_indices() {
        let range = query.to_file(at..at + c.len_utf8());
        let place = &document.text()[range];
        let is_verbatim = place.chars().eq([c]);
        let is_escape = place.starts_with('\\') || place == "''";
        let is_fold = c.is_whitespace() && place.contains(['\n', '\r']);
        prop_assert!(is_verbatim || is_escape || is_fold, "{c:?} at {place:?} of {:?}", document.text());
        prop_assert!(range.start >= last && query.range.contains(range.start) || is_fold, "{:?}", document.text());
        last = range.start;
    }
    Ok(())
}

fn body(text: &str) -> &str {
    text.trim_end_matches('\n')
}

/// Replaces the query of a text, and checks that the file says so and is otherwise as it was.
fn check_edit(name: &str, (before, scalar, after): (&str, &str, &str), new: &str) -> Result<(), TestCaseError> {
    let text = format!("{before}{scalar}{after}");
    let document = read(name, &text);
    prop_assert!(document.is_some(), "{text:?}: {:?}", Document::read(name, &text, &ReadOptions::default()).problems());
    let Some(document) = document else { return Ok(()) };
    check_places(&document)?;
    let Ok(edited) = document.with_queries(&[(QueryIdx(0), new.to_owned())]) else { return Ok(()) };
    prop_assert!(edited.starts_with(before) && edited.ends_with(after), "{edited:?}");
    let Some(again) = read(name, &edited) else {
        prop_assert!(new.contains("{{"), "{edited:?}");
        return Ok(());
    };
    prop_assert_eq!(body(&again.queries()[0].text), body(new));
    check_places(&again)?;
    let twice = again.with_queries(&[(QueryIdx(0), new.to_owned())]);
    prop_assert_eq!(twice.as_deref(), Ok(edited.as_str()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scalars_of_yaml(scalar in scalar(), new in query(), is_crlf: bool) {
        let (before, scalar, after) = around(&scalar, is_crlf);
        check_edit("a.yaml", (&before, &scalar, &after), &new)?;
    }

    #[test]
    fn every_text_of_printable_characters_can_be_written(scalar in scalar(), new in query().prop_filter("printable", |text| is_printable(text))) {
        let text = format!("groups:\n- rules:\n  - expr: {scalar}\n");
        let document = read("a.yaml", &text);
        let edited = document.as_ref().map(|document| document.with_queries(&[(QueryIdx(0), new.clone())]));
        prop_assert!(edited.as_ref().is_some_and(Result::is_ok), "{text:?} {new:?} {edited:?}");
    }

    #[test]
    fn strings_of_json(old in without(&["{{", "|"]), new in without(&["{{"])) {
        let value = |query: &str| serde_json::json!({"panels": [{"targets": [{"expr": query, "x": ["é", 1.50]}]}], "schemaVersion": 1});
        for text in [value(&old).to_string(), serde_json::to_string_pretty(&value(&old)).expect("JSON")] {
            let document = read("a.json", &text).expect("a dashboard");
            prop_assert_eq!(&document.queries()[0].text, &old);
            check_places(&document)?;
            let edited = document.with_queries(&[(QueryIdx(0), new.clone())]).expect("all can be written");
            let expected = format!("{}{}", body(&new), &old[body(&old).len()..]);
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&edited).expect("JSON"), value(&expected));
        }
    }

    #[test]
    fn code_blocks(old in without(&["`", "\u{feff}"]), new in query(), prefix in proptest::sample::select(&["", "> ", "    > "][..])) {
        let lines = format!("```promql\n{}\n```\n", body(&old)).replace('\n', &format!("\n{prefix}"));
        let text = format!("- x\n\n  {}\n\ny\n", lines.trim_end_matches(prefix).replace('\n', "\n  "));
        let Some(document) = read("a.md", &text) else { return Ok(()) };
        check_places(&document)?;
        if let Ok(edited) = document.with_queries(&[(QueryIdx(0), new.clone())]) {
            let again = read("a.md", &edited).expect("the same document");
            prop_assert_eq!(body(&again.queries()[0].text), body(&new));
        }
    }

    #[test]
    fn any_text_at_all(text in "\\PC*", pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..20)) {
        for name in ["a.yaml", "a.json", "a.md", "a.promql", "-"] {
            for text in [text.clone(), pieces.concat(), format!("groups: {}", pieces.concat())] {
                let document = Document::read(name, &text, &ReadOptions::default());
                for query in document.queries() {
                    let _ = query.to_file(0..query.text.len() + 5);
                }
            }
        }
    }
}
