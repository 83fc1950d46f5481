//! Rule files, good and bad, with what `promtool check rules` 3.16 said of each.
#![allow(clippy::unwrap_used)] // test code

use promenade_documents::rules::{CheckOptions, Checked, check_text};
use serde_json::Value;

struct Case {
    name: String,
    text: String,
    /// What promtool says; nothing where it takes the file.
    errors: Vec<String>,
    n_rules: Option<u64>,
    has_more_documents: bool,
}

/// One file a line: its name, its text, and the verdict.
fn cases(file: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    text.lines().map(|line| case(&serde_json::from_str(line).unwrap())).collect()
}

fn case(line: &Value) -> Case {
    let verdict = &line[2];
    let errors = verdict["errors"].as_array().unwrap().iter().map(|error| error.as_str().unwrap().to_owned());
    Case {
        name: line[0].as_str().unwrap().to_owned(),
        text: line[1].as_str().unwrap().to_owned(),
        errors: errors.collect(),
        n_rules: verdict["rules"].as_u64(),
        has_more_documents: verdict["warned"].as_bool().unwrap(),
    }
}

/// Errors in an order of their own, since Go walks labels and annotations in any order; and without the words that our
/// parser of PromQL says in its own way.
fn normal<'a>(errors: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    let mut errors: Vec<_> = errors
        .into_iter()
        .map(|error| match error.split_once("parse error: ") {
            Some((before, _)) if before.contains("could not parse expression: ") => before,
            _ => error.as_str(),
        })
        .collect();
    errors.sort_unstable();
    errors
}

fn difference(case: &Case, options: &CheckOptions) -> Option<String> {
    let checked: Checked = check_text(&case.text, options);
    let n_rules = checked.is_valid().then_some(checked.n_rules as u64);
    let same = normal(&checked.errors) == normal(&case.errors)
        && n_rules == case.n_rules
        && checked.has_more_documents == case.has_more_documents;
    (!same).then(|| {
        format!(
            "{}\n  promtool: {:?} {:?} {}\n  ours:     {:?} {:?} {}",
            case.name,
            case.errors,
            case.n_rules,
            case.has_more_documents,
            checked.errors,
            n_rules,
            checked.has_more_documents
        )
    })
}

fn compare(cases: &[Case], options: &CheckOptions) {
    let different: Vec<String> = cases.iter().filter_map(|case| difference(case, options)).collect();
    let shown = different.iter().take(30).cloned().collect::<Vec<_>>().join("\n");
    assert!(different.is_empty(), "{} of {} differ:\n{shown}", different.len(), cases.len());
}

/// The recorded verdicts: those of files made by hand, and of mutations of these, which only go wrong in other ways.
fn recorded(file: &str) -> Vec<Case> {
    cases(&format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR")))
}

fn ignoring() -> CheckOptions {
    CheckOptions::default().ignore_unknown_fields(true)
}

#[test]
fn verdict_and_words_are_those_of_promtool() {
    for (file, at_least) in [("rules.jsonl", 230), ("mutated.jsonl", 400)] {
        let cases = recorded(file);
        assert!(cases.len() > at_least, "{file} has only {} files", cases.len());
        compare(&cases, &CheckOptions::default());
    }
    compare(&recorded("ignoring_unknown_fields.jsonl"), &ignoring());
}

/// `PROMENADE_RULE_VERDICTS` can name another file of the same form, and `PROMENADE_RULE_VERDICTS_IGNORING` one that was
/// made with `--ignore-unknown-fields`.
#[test]
fn verdict_and_words_are_those_of_promtool_elsewhere() {
    for (variable, options) in
        [("PROMENADE_RULE_VERDICTS", CheckOptions::default()), ("PROMENADE_RULE_VERDICTS_IGNORING", ignoring())]
    {
        if let Ok(file) = std::env::var(variable) {
            compare(&cases(&file), &options);
        }
    }
}

#[test]
fn what_is_blamed_lies_in_the_file() {
    for file in ["rules.jsonl", "mutated.jsonl"] {
        for case in recorded(file) {
            let checked = check_text(&case.text, &CheckOptions::default());
            assert_eq!(checked.problems.is_empty(), checked.is_valid(), "{}", case.name);
            for problem in checked.problems {
                assert!(case.text.get(problem.diagnostic.range.bytes()).is_some(), "{}: {problem:?}", case.name);
            }
        }
    }
}
