//! No text, however broken, makes the check of rule files panic, hang or blame bytes that are not there.
#![allow(clippy::unwrap_used)] // test code

use std::fmt::Write as _;
use std::sync::LazyLock;

use promenade_documents::rules::{CheckOptions, NameScheme, check, check_bytes, check_text};
use promenade_documents::{Document, DocumentKind, ReadOptions};
use proptest::prelude::*;

/// The files of the table of verdicts.
static FILES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let table = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rules.jsonl")).unwrap();
    let text = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()[1].as_str().unwrap().to_owned();
    table.lines().map(text).collect()
});

const PIECES: &[&str] = &[
    "\t",
    " ",
    "  ",
    "\n",
    "\n\n",
    "- ",
    "-",
    ": ",
    ":",
    "#",
    " #",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    "|",
    ">",
    "|-",
    ">+2",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "!!binary ",
    "<<: ",
    "<<: *a",
    "?",
    "? ",
    "%TAG ! a",
    "@",
    "`",
    "---\n",
    "...\n",
    "null",
    "0",
    "5x",
    "expr: ",
    "labels:",
    "{{",
    "}}",
    "{{ $x }}",
    "é",
    "\u{2028}",
    "\u{85}",
    "\u{1}",
    "\u{feff}",
    "\r",
    "\r\n",
    "\\",
    "\\x4",
    "sum(",
    "rate(x[5m])",
];

/// Where to change a file, how many bytes to take away there, and what to put in.
fn edit() -> impl Strategy<Value = (prop::sample::Index, usize, &'static str)> {
    (any::<prop::sample::Index>(), 0..8usize, prop::sample::select(PIECES))
}

fn apply(text: &str, (at, n_removed, piece): &(prop::sample::Index, usize, &str)) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = at.index(chars.len() + 1);
    let end = (at + n_removed).min(chars.len());
    chars[..at].iter().copied().chain(piece.chars()).chain(chars[end..].iter().copied()).collect()
}

proptest! {
    #[test]
    fn broken_files(
        file in any::<prop::sample::Index>(),
        edits in prop::collection::vec(edit(), 1..6),
        legacy in any::<bool>(),
        ignore_unknown_fields in any::<bool>(),
    ) {
        let text = edits.iter().fold(file.get(&FILES).clone(), |text, edit| apply(&text, edit));
        let names = if legacy { NameScheme::Legacy } else { NameScheme::Utf8 };
        let options = CheckOptions::default().names(names).ignore_unknown_fields(ignore_unknown_fields);
        let checked = check_text(&text, &options);
        prop_assert_eq!(checked.problems.is_empty(), checked.is_valid());
        let document = Document::read("rules.yaml", &text, &ReadOptions::default());
        let narrowed = check(&document, &options);
        // promtool takes no resources of Kubernetes; `check` looks at the rules in them.
        if document.kind() != DocumentKind::PrometheusRule {
            prop_assert_eq!(narrowed.len(), checked.problems.len());
        }
        for problem in checked.problems.iter().chain(&narrowed) {
            prop_assert!(text.get(problem.diagnostic.range.bytes()).is_some(), "{:?}", problem);
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check_bytes(&bytes, &CheckOptions::default());
    }
}

#[test]
fn deep_and_long_files_end() {
    let options = CheckOptions::default();
    let n = 20_000;
    for text in [
        format!("groups: {}", "[".repeat(n)),
        format!("groups: {}", "{a: ".repeat(n)),
        (0..500).fold(String::new(), |text, i| text + &" ".repeat(i) + "a:\n"),
        "- ".repeat(n),
        "? ".repeat(n),
        format!("groups: {}{}", "[".repeat(9_000), "]".repeat(9_000)),
        "&a ".repeat(n),
        format!("groups: \"{}", "\\".repeat(n)),
        "a: *b\n".repeat(n),
        "#\n".repeat(n),
        format!("%{}", "YAML 1.1 ".repeat(n)),
    ] {
        check_text(&text, &options);
    }
}

/// Each mapping merges the one before it in: Go gives up at some point, and so do we, without running out of stack.
#[test]
fn long_chains_of_merges_are_refused() {
    let mut text = "x:\n  - &a0 {k: v}\n".to_owned();
    for i in 1..5_000 {
        writeln!(text, "  - &a{i} {{<<: *a{}}}", i - 1).unwrap();
    }
    text += "groups:\n- name: g\n  labels: *a4999\n  rules: []\n";
    let options = CheckOptions::default().ignore_unknown_fields(true);
    assert_eq!(check_text(&text, &options).errors[0], "yaml: document contains excessive aliasing");
}

#[test]
fn ten_thousand_rules_are_checked_at_once() {
    let mut text = "groups:\n- name: g\n  rules:\n".to_owned();
    for i in 0..10_000 {
        let expr = if i % 10 == 0 { "rate(a)" } else { "sum by (b) (rate(a[5m]))" };
        writeln!(text, "  - alert: a{i}\n    expr: {expr}\n    annotations:\n      c: '{{{{ $label }}}}'").unwrap();
    }
    let start = std::time::Instant::now();
    let problems = check(&Document::read("rules.yaml", &text, &ReadOptions::default()), &CheckOptions::default());
    assert_eq!(problems.len(), 11_000);
    assert!(start.elapsed().as_secs() < 120, "it took {:?}", start.elapsed());
}

#[test]
fn long_chains_and_deep_brackets_are_accepted() {
    let chain = vec!["up"; 3000].join(" or ");
    let brackets = format!("{}up{}", "(".repeat(3000), ")".repeat(3000));
    for expr in [chain, brackets] {
        let text = format!("groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: {expr}\n");
        assert_eq!(check_text(&text, &CheckOptions::default()).errors, Vec::<String>::new());
    }
}
