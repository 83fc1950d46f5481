//! Alerts and samples as lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use promenade::Labels;
use promenade::rules::unit_tests::{AlertTexts, SampleText};

use super::caret::compared;

/// Labels as Prometheus prints them; empty values are shown too.
fn labels(texts: &BTreeMap<String, String>) -> String {
    if texts.values().any(String::is_empty) {
        let pairs: Vec<String> = texts.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        return format!("{{{}}}", pairs.join(", "));
    }
    Labels::from_pairs(texts).to_string()
}

/// An alert on one or two lines.
pub(super) fn alert(alert: &AlertTexts) -> Vec<String> {
    let mut lines = vec![labels(&alert.labels)];
    if !alert.annotations.is_empty() {
        lines.push(format!("annotations {}", labels(&alert.annotations)));
    }
    lines
}

/// A sample on one line.
pub(super) fn sample(sample: &SampleText) -> String {
    format!("{} {}", sample.labels, sample.value)
}

/// What differs between the alerts that are expected and those that fire.
pub(super) fn alert_difference(expected: &[AlertTexts], actual: &[AlertTexts]) -> String {
    let is_same = |a: &AlertTexts, b: &AlertTexts| a.labels == b.labels && a.annotations == b.annotations;
    let missing: Vec<_> = expected.iter().filter(|e| !actual.iter().any(|a| is_same(a, e))).collect();
    let extra: Vec<_> = actual.iter().filter(|a| !expected.iter().any(|e| is_same(a, e))).collect();
    let (pairs, missing, extra) = paired(missing, extra, alert_likeness);
    let mut text = String::new();
    for (expected, actual) in pairs {
        let _ = writeln!(text, "  differs    {}", labels(&actual.labels));
        text.push_str(&difference_of("label", &expected.labels, &actual.labels));
        text.push_str(&difference_of("annotation", &expected.annotations, &actual.annotations));
    }
    list(&mut text, "missing", missing.into_iter().map(alert));
    list(&mut text, "unexpected", extra.into_iter().map(alert));
    if text.is_empty() {
        text.push_str("  the same alert fires more or less often than expected\n");
    }
    text
}

/// What differs between the samples that are expected and those that came out.
pub(super) fn sample_difference(expected: &[SampleText], actual: &[SampleText]) -> String {
    let missing: Vec<_> = expected.iter().filter(|e| !actual.contains(e)).collect();
    let extra: Vec<_> = actual.iter().filter(|a| !expected.contains(a)).collect();
    let (pairs, missing, extra) = paired(missing, extra, |a, b| usize::from(a.labels == b.labels) * 2);
    let mut text = String::new();
    for (expected, actual) in pairs {
        let _ = writeln!(text, "  differs    {}", actual.labels);
        text.push_str(&compared(&expected.value, &actual.value, 4));
    }
    list(&mut text, "missing", missing.into_iter().map(|s| vec![sample(s)]));
    list(&mut text, "unexpected", extra.into_iter().map(|s| vec![sample(s)]));
    if text.is_empty() {
        text.push_str("  NaN equals nothing, not even itself: compare with `x != x` in the expression\n");
    }
    text
}

fn list(text: &mut String, what: &str, items: impl Iterator<Item = Vec<String>>) {
    for lines in items {
        for (i, line) in lines.iter().enumerate() {
            let _ = writeln!(text, "  {:<10} {line}", if i == 0 { what } else { "" });
        }
    }
}

/// Names whose texts differ, each with both texts.
fn difference_of(what: &str, expected: &BTreeMap<String, String>, actual: &BTreeMap<String, String>) -> String {
    let mut names: Vec<&String> = expected.keys().chain(actual.keys()).collect();
    names.sort();
    names.dedup();
    let mut text = String::new();
    for name in names.into_iter().filter(|name| expected.get(*name) != actual.get(*name)) {
        let _ = match (expected.get(name), actual.get(name)) {
            (Some(e), Some(a)) => {
                write!(text, "    {what} `{name}`:\n{}", compared(&format!("{e:?}"), &format!("{a:?}"), 6))
            }
            (Some(e), None) => writeln!(text, "    {what} `{name}` is missing: expected {e:?}"),
            (None, a) => writeln!(text, "    {what} `{name}` is not expected: {:?}", a.map_or("", String::as_str)),
        };
    }
    text
}

/// How many labels two alerts share beyond the name.
fn alert_likeness(a: &AlertTexts, b: &AlertTexts) -> usize {
    let shared = a.labels.iter().filter(|(name, value)| b.labels.get(*name) == Some(value)).count();
    // Alerts that share their name alone are different ones, unless there is nothing else to compare.
    if shared > 1 || a.labels.len().min(b.labels.len()) <= 1 { shared + 1 } else { 0 }
}

/// Those that are probably meant for each other, and those that are left on either side.
type Paired<'a, T> = (Vec<(&'a T, &'a T)>, Vec<&'a T>, Vec<&'a T>);

fn paired<'a, T>(missing: Vec<&'a T>, mut extra: Vec<&'a T>, likeness: impl Fn(&T, &T) -> usize) -> Paired<'a, T> {
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for expected in missing {
        let best = extra.iter().enumerate().max_by_key(|(i, actual)| (likeness(expected, actual), usize::MAX - i));
        match best.filter(|(_, actual)| likeness(expected, actual) > 0).map(|(i, _)| i) {
            Some(i) => pairs.push((expected, extra.remove(i))),
            None => left.push(expected),
        }
    }
    (pairs, left, extra)
}
