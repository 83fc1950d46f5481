//! Every definition is complete, and all signatures match Prometheus 3.16.

use std::collections::BTreeMap;

use promenade_functions::docs::{function_page, signature_text};
use promenade_functions::{Docs, FunctionDef, Stability, Variadic, aggregator, aggregators, function, functions};

const REFERENCE: &str = include_str!("data/signatures.tsv");

#[test]
fn names_are_unique_and_found() {
    let names: Vec<_> = functions().map(|f| f.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    for def in functions() {
        assert_eq!(function(def.name).map(|f| f.name), Some(def.name));
    }
    assert!(function("ABS").is_none(), "names are case-sensitive");
    assert!(function("").is_none() && function("abs2").is_none());
}

#[test]
fn signatures_are_those_of_the_reference() {
    let ours: BTreeMap<_, _> = functions().map(|f| (f.name, reference_row(f))).collect();
    let rows = REFERENCE.lines().filter(|line| !line.starts_with('#'));
    let reference: BTreeMap<_, _> = rows.map(|row| (row.split('\t').next().unwrap_or(row), row.to_owned())).collect();
    let differing: Vec<_> = reference.iter().filter(|(name, row)| ours.get(*name) != Some(row)).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert_eq!(ours.len(), reference.len());
}

/// A definition as a row of the reference table.
fn reference_row(def: &FunctionDef) -> String {
    let args: Vec<_> = def.signature.params.iter().map(|p| p.value_type.name()).collect();
    let variadic = match def.signature.variadic {
        Variadic::No => "0".to_owned(),
        Variadic::UpTo(n) => n.to_string(),
        Variadic::Any => "-1".to_owned(),
    };
    let stability = match def.stability {
        Stability::Stable => "stable",
        Stability::Experimental => "experimental",
    };
    let b = def.behavior;
    let traits = [(b.at_unsafe, "at_unsafe"), (b.anchored, "anchored"), (b.smoothed, "smoothed")];
    let traits: Vec<_> = traits.into_iter().filter_map(|(holds, name)| holds.then_some(name)).collect();
    let or_none = |list: &[&str]| if list.is_empty() { "-".to_owned() } else { list.join(",") };
    [def.name, &or_none(&args), &variadic, def.signature.returns.name(), stability, &or_none(&traits)].join("\t")
}

#[test]
fn argument_counts_agree_with_the_reference() {
    for (name, min, max) in [
        ("abs", 1, Some(1)),
        ("hour", 0, Some(1)),
        ("round", 1, Some(2)),
        ("info", 1, Some(2)),
        ("integral", 1, Some(2)),
        ("histogram_quantiles", 3, Some(12)),
        ("label_join", 3, None),
        ("sort_by_label", 1, None),
        ("pi", 0, Some(0)),
    ] {
        let signature = function(name).expect("a function").signature;
        assert_eq!((signature.min_args(), signature.max_args()), (min, max), "{name}");
    }
}

#[test]
fn documentation_is_complete() {
    for def in functions() {
        check_docs(def.name, &def.docs);
    }
    for def in aggregators() {
        check_docs(def.name, &def.docs);
        assert_eq!(aggregator(&def.name.to_uppercase()).map(|a| a.name), Some(def.name));
    }
}

fn check_docs(name: &str, docs: &Docs) {
    let Docs { summary, details, example, .. } = *docs;
    assert!(summary.ends_with('.') && !summary.contains('\n'), "{name}: the summary is one sentence: {summary}");
    assert!(summary.starts_with(|c: char| c.is_uppercase()), "{name}: {summary}");
    let verb = summary.split(' ').next().unwrap_or_default();
    assert!(verb.ends_with('s'), "{name}: the summary starts with a verb: {summary}");
    assert!(details.is_empty() || details.ends_with(['.', '`']), "{name}: {details}");
    assert!(!details.contains("  "), "{name}: a line was broken badly: {details}");
    assert!(example.contains(name), "{name}: the example shows it: {example}");
    assert_eq!(example.matches('(').count(), example.matches(')').count(), "{name}: {example}");
}

#[test]
fn signatures_as_text() {
    for (name, expected) in [
        ("abs", "abs(v instant vector) -> instant vector"),
        ("pi", "pi() -> scalar"),
        ("round", "round(v instant vector, to_nearest? scalar) -> instant vector"),
        ("sort_by_label", "sort_by_label(v instant vector, label... string) -> instant vector"),
    ] {
        assert_eq!(signature_text(function(name).expect("a function")), expected);
    }
}

#[test]
fn page_of_a_function() {
    let page = function_page(function("sort_by_label").expect("a function"));
    let expected_parts = [
        "## `sort_by_label`\n\n```text\nsort_by_label(v instant vector, label... string) -> instant vector\n```\n\n",
        "*Experimental: needs the feature flag `promql-experimental-functions`.*\n\nSorts samples by the values of labels",
        "\n\n- Keeps the metric name.\n\n```promql\nsort_by_label(up, \"instance\")\n```\n",
    ];
    let mut rest = page.as_str();
    for part in expected_parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part:?} in {page}"));
        rest = &rest[at + part.len()..];
    }
    assert_eq!(rest, "");
}
