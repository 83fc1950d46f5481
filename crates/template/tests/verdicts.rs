//! Templates, whole and broken, with what Go 1.26's `text/template` said of each when it was given the functions and
//! the variables that Prometheus gives to the templates of an alerting rule.
#![allow(clippy::unwrap_used)] // test code

use promenade_template::{Options, parse};

/// One line each: the template and Go's message, which is empty where the template is good.
/// `PROMENADE_TEMPLATE_VERDICTS` can name another file of this form.
fn verdicts() -> Vec<(String, String)> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/verdicts.jsonl");
    let file = std::env::var("PROMENADE_TEMPLATE_VERDICTS").unwrap_or(here.to_owned());
    let text = std::fs::read_to_string(&file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn verdict_and_message_are_those_of_go() {
    let verdicts = verdicts();
    assert!(verdicts.len() > 500, "only {} templates", verdicts.len());
    let options = Options::alert("A");
    let different = verdicts.iter().filter_map(|(template, expected)| {
        let message = parse(template, &options).err().map(|e| e.to_string()).unwrap_or_default();
        (message != *expected).then(|| format!("{template:?}\n  Go:   {expected}\n  ours: {message}"))
    });
    let different: Vec<String> = different.collect();
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different[..different.len().min(40)].join("\n"));
}

#[test]
fn what_is_blamed_lies_in_the_text() {
    for (template, _) in verdicts() {
        if let Err(error) = parse(&template, &Options::alert("A")) {
            assert!(template.get(error.range.clone()).is_some(), "{template:?} {error:?}");
        }
    }
}
