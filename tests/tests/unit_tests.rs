//! Unit tests of rules, with what `promtool test rules` 3.16 said of each file: the exit code and each failing assertion.
#![allow(clippy::unwrap_used)] // they are tests

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use promenade::Features;
use promenade::go::strconv::{format_float, quote_go};
use promenade::model::duration::format_duration;
use promenade::rules::unit_tests::{
    AlertTexts, FailureKind, FileReport, RuleFiles, SampleText, TestOptions, TestReport, read_test_file, run_test_file,
};
use promenade_tests::shared::{name, read, say, shared_dir};
use promenade_tests::{Count, check_counts};

/// The rule files beside a test file.
struct Beside<'a>(&'a Path);

impl RuleFiles for Beside<'_> {
    fn matching(&self, pattern: &str) -> Result<Vec<String>, String> {
        let path = self.0.join(pattern);
        if path.exists() {
            return Ok(vec![path.display().to_string()]);
        }
        let folder = path.parent().unwrap().to_owned();
        let (before, after) = pattern.rsplit('/').next().unwrap().split_once('*').unwrap_or((pattern, "?"));
        let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        let is_match = |path: &std::path::PathBuf| name(path).starts_with(before) && name(path).ends_with(after);
        let mut found: Vec<String> = entries.filter(is_match).map(|path| path.display().to_string()).collect();
        found.sort();
        Ok(found)
    }

    fn text(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(name).map_err(|error| error.to_string())
    }
}

fn report(path: &Path, features: Features) -> FileReport {
    let options = TestOptions::default().features(features);
    let files = Beside(path.parent().unwrap());
    match read_test_file(&name(path), &read(path)) {
        Ok(file) => run_test_file(&file, &files, &options, &|_| true),
        Err(errors) => FileReport { file: name(path), errors, ..FileReport::default() },
    }
}

/// Everything that promtool says of the failures of a file, on one line.
fn said(report: &FileReport, folder: &str) -> String {
    let failures = report.tests.iter().flat_map(|test| test.failures.iter().map(move |failure| (test, &failure.kind)));
    let texts: Vec<String> = failures.map(|(test, kind)| failure(test, kind).replace(folder, "")).collect();
    one_line(&texts.join(" "))
}

fn failure(test: &TestReport, kind: &FailureKind) -> String {
    match kind {
        FailureKind::Setup { message, .. } => message.clone(),
        FailureKind::Rule { place, time_ms, error } => {
            format!("rule: {}, time: {}, err: {error}", place.rule, go_duration(*time_ms))
        }
        FailureKind::Alerts { alertname, eval_time_ms, expected, actual, .. } => {
            let of_test =
                if test.name.starts_with("unnamed#") { String::new() } else { format!("name: {}, ", test.name) };
            let time = format_duration(*eval_time_ms);
            let (expected, actual) = (alerts(expected), alerts(actual));
            format!("{of_test}alertname: {alertname}, time: {time}, exp:{expected}, got:{actual}")
        }
        FailureKind::Expression { expr, eval_time_ms, error } => {
            format!("expr: {}, time: {}, err: {error}", quote_go(expr), format_duration(*eval_time_ms))
        }
        FailureKind::Samples { expr, eval_time_ms, expected, actual, .. } => {
            let (expr, time) = (quote_go(expr), format_duration(*eval_time_ms));
            format!("expr: {expr}, time: {time}, exp: {} got: {}", samples(expected), samples(actual))
        }
        other => panic!("a failure that promtool does not know: {other:?}"),
    }
}

fn go_duration(ms: i64) -> String {
    let (seconds, ms) = (ms / 1000, ms % 1000);
    let fraction = if ms == 0 { String::new() } else { format!(".{ms:03}").trim_end_matches('0').to_owned() };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}{fraction}s"),
        (0, _) => format!("{minutes}m{seconds}{fraction}s"),
        _ => format!("{hours}h{minutes}m{seconds}{fraction}s"),
    }
}

fn labels(texts: &BTreeMap<String, String>) -> String {
    let is_plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let quoted = |name: &String| if is_plain(name) { name.clone() } else { quote_go(name) };
    let pairs: Vec<String> =
        texts.iter().map(|(name, value)| format!("{}={}", quoted(name), quote_go(value))).collect();
    format!("{{{}}}", pairs.join(", "))
}

fn alerts(alerts: &[AlertTexts]) -> String {
    let text = |(i, alert): (usize, &AlertTexts)| {
        format!("{i}: Labels:{} Annotations:{}", labels(&alert.labels), labels(&alert.annotations))
    };
    let texts: Vec<String> = alerts.iter().enumerate().map(text).collect();
    if texts.is_empty() { "[]".to_owned() } else { format!("[ {} ]", texts.join(", ")) }
}

fn samples(samples: &[SampleText]) -> String {
    let value = |text: &str| match promenade::go::strconv::parse_go_float(text) {
        Ok(value) => format_float(value, 'E', None),
        Err(_) => text.to_owned(),
    };
    let texts: Vec<String> =
        samples.iter().map(|sample| format!("{} {}", sample.labels, value(&sample.value))).collect();
    if texts.is_empty() { "nil".to_owned() } else { texts.join(", ") }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of our own do not count: those on mistakes in expressions and in test files. Which of several groups with two
/// series is named depends on the order of a hash table.
const OWN_WORDS: [&str; 3] = ["parse error: ", "found duplicate series for the match group", "yaml: "];

fn without_own_words(text: &str) -> &str {
    OWN_WORDS.iter().filter_map(|words| text.find(words)).min().map_or(text, |at| &text[..at])
}

/// The first word from which on two texts differ.
fn check(line: &str, folder: &Path, features: Features) -> Result<(), String> {
    let [file, exit, text] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
    let path = folder.join(file);
    let report = report(&path, features);
    if report.has_failed() != (exit != "0") {
        return Err(format!("{file}: exit code {exit} expected; {:?} {}", report.errors, said(&report, "")));
    }
    let expected = one_line(text);
    let expected = expected.split_once("FAILED: ").map_or("", |(_, failures)| failures);
    let prefix = format!("{}/", path.parent().unwrap().display());
    let ours = said(&report, &prefix);
    let (expected, ours) = (without_own_words(expected), without_own_words(&ours));
    // What promtool says of a file that cannot be read is not compared; long texts are recorded in part.
    if report.errors.is_empty() && !ours.starts_with(expected.trim_end()) {
        let n_same = expected.bytes().zip(ours.bytes()).take_while(|(a, b)| a == b).count();
        let from = |text: &str| String::from_utf8_lossy(&text.as_bytes()[n_same.saturating_sub(60)..]).into_owned();
        return Err(format!("{file}:\n  expected …{}\n  actual   …{}", from(expected), from(ours)));
    }
    Ok(())
}

fn count(table: &str, text: &str, folder: &Path, features: Features) {
    let outcomes: Vec<_> = text.lines().skip(1).map(|line| check(line, folder, features)).collect();
    let failures: Vec<String> = outcomes.iter().filter_map(|outcome| outcome.clone().err()).collect();
    for failure in &failures {
        say(failure);
    }
    let (n_total, n_passed) = (outcomes.len(), outcomes.len() - failures.len());
    let count = Count { file: "files".to_owned(), n_passed, n_explained: 0, n_total, failures };
    check_counts(table, &[count]);
}

#[test]
fn verdicts_on_real_files_are_those_of_promtool() {
    let (Some(folder), Some(reference)) = (shared_dir("rules"), shared_dir("v3.16")) else { return };
    let text = read(&reference.join("rule-tests.tsv"));
    count("rule-tests.tsv", &text, &folder, Features::default());
}

#[test]
fn verdicts_on_generated_files_are_those_of_promtool() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded/rules") else { return };
    let features = Features { experimental_functions: true, unquoted_utf8_names: true, ..Features::default() };
    count("unit-tests.tsv", &read(&folder.join("unit-tests.tsv")), &folder, features);
}
