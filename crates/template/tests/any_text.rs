//! No text makes the parser panic, overflow the stack or name a place outside of the text.

use promenade_template::{Options, parse};
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{{- ",
    " -}}",
    "{{/*",
    "*/}}",
    " ",
    "\n",
    "\"",
    "`",
    "'",
    "\\",
    "(",
    ")",
    "|",
    ".",
    ",",
    ":=",
    "=",
    "$",
    "$x",
    "$labels.job",
    "1",
    "0x",
    "1e",
    "i",
    "+",
    "-",
    "_",
    "if",
    "else",
    "end",
    "range",
    "with",
    "define",
    "template",
    "block",
    "break",
    "continue",
    "nil",
    "print",
    "query",
    "é",
    "²",
    "\u{0}",
    "{{ end }}",
    "{{ if . }}",
    "{{ else }}",
];

fn check(text: &str) -> Result<(), TestCaseError> {
    match parse(text, &Options::alert("A")) {
        Ok(template) => {
            let comments = template.comments.iter().all(|range| text.get(range.clone()).is_some());
            prop_assert!(comments);
            let references = template.references();
            let labels = references.labels.iter().map(|label| &label.range);
            let ranges = labels
                .chain(references.values.iter().map(|value| &value.range))
                .chain(references.queries.iter().map(|query| &query.range));
            prop_assert!(ranges.into_iter().all(|range| text.get(range.clone()).is_some()));
        }
        Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error),
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,60}") {
        check(&text)?;
    }

    #[test]
    fn any_order_of_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check(&pieces.concat())?;
    }
}

#[test]
fn deep_templates_are_refused_before_the_stack_ends() {
    let parens = |n: usize| format!("{{{{ {}1{} }}}}", "(".repeat(n), ")".repeat(n));
    let actions = |n: usize| format!("{}x{}", "{{ if . }}".repeat(n), "{{ end }}".repeat(n));
    let block = |i: usize| format!("{{{{ block \"b{i}\" . }}}}");
    let blocks = |n: usize| (0..n).fold(String::new(), |text, i| text + &block(i)) + &"{{ end }}".repeat(n);
    let options = Options::alert("A");
    for nested in [&parens as &dyn Fn(usize) -> String, &actions, &blocks] {
        assert_eq!(parse(&nested(90), &options).err(), None);
        let error = parse(&nested(100_000), &options).err().map(|e| e.to_string());
        assert_eq!(error.as_deref(), Some("template: __alert_A:1: max expression depth exceeded"));
    }
}

#[test]
fn a_long_chain_of_else_if_is_not_deep() {
    let chain = "{{ else if . }}x".repeat(10_000);
    let template = parse(&format!("{{{{ if . }}}}{chain}{{{{ end }}}}"), &Options::alert("A"));
    assert!(template.is_ok());
}
