//! Compares regular expressions with Prometheus 3.16: `data/regex.tsv` holds inputs, then for each expression its
//! matches or error, then the results of replacement templates.

#![allow(clippy::unwrap_used)] // the test data is our own

use promenade_model::{GoRegex, MatchOp, Matcher};

const DATA: &str = include_str!("data/regex.tsv");

#[test]
fn same_verdicts_as_prometheus() {
    let inputs: Vec<String> = rows("input").map(|row| unescape(row[1])).collect();
    let mut failures = Vec::new();
    let mut check = |pattern: &str, expected: &str, actual: &str| {
        if expected != actual {
            let differing: Vec<_> = inputs
                .iter()
                .zip(expected.bytes().zip(actual.bytes()))
                .filter(|(_, (a, b))| a != b && (b'0'..=b'1').contains(a))
                .map(|(input, _)| input)
                .collect();
            failures.push(format!("{pattern}\n  expected {expected}\n  actual   {actual}\n  {differing:?}"));
        }
    };
    for row in rows("error").chain(rows("match")) {
        let actual = match Matcher::new(MatchOp::Regex, "x", row[1]) {
            Ok(matcher) => inputs.iter().map(|input| if matcher.matches(input) { '1' } else { '0' }).collect(),
            Err(e) => e.to_string(),
        };
        check(row[1], row[2], &actual);
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
    assert!(rows("match").count() > 500);
}

#[test]
fn same_replacements_as_prometheus() {
    for row in rows("expand") {
        let (pattern, input, template) = (unescape(row[1]), unescape(row[2]), unescape(row[3]));
        let regex = GoRegex::anchored(&pattern);
        let actual = match &regex {
            Err(e) => vec!["error".to_owned(), e.to_string()],
            Ok(regex) => match regex.captures(&input) {
                None => vec!["none".to_owned()],
                Some(captures) => {
                    let mut text = String::new();
                    regex.expand(&captures, &template, usize::MAX, &mut text);
                    vec!["ok".to_owned(), text]
                }
            },
        };
        let expected: Vec<String> = row[4..].iter().map(|field| unescape(field)).collect();
        assert_eq!(actual, expected, "{pattern} on {input:?} with {template}");
    }
}

fn rows(kind: &str) -> impl Iterator<Item = Vec<&'static str>> {
    DATA.lines().map(|line| line.split('\t').collect::<Vec<_>>()).filter(move |row| row[0] == kind)
}

fn unescape(text: &str) -> String {
    let mut unescaped = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        unescaped.push(match c {
            '\\' => match chars.next().unwrap() {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            },
            c => c,
        });
    }
    unescaped
}
