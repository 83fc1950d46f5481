//! Reports of unit tests as text.

use std::fmt::Write as _;

use promenade::documents::FileRange;
use promenade::model::duration::format_duration;
use promenade::rules::unit_tests::{
    AlertTexts, EmptyCause, EmptyResult, Failure, FailureKind, FileReport, RulePlace, TestReport,
};

use super::lines::{alert, alert_difference, sample, sample_difference};
use crate::diff;
use crate::terminal::Stream;
use promenade::syntax::lines::Lines;

/// How failures are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// As a diff of everything, rather than only what differs.
    pub(crate) is_diff: bool,
    /// Where they are shown.
    pub(crate) stream: Stream,
}

/// The report of a file, to be shown.
pub(crate) struct Shown<'a> {
    text: &'a str,
    lines: Lines,
    report: &'a FileReport,
    style: Style,
}

impl<'a> Shown<'a> {
    /// The report of a file with this text.
    pub(crate) fn new(text: &'a str, report: &'a FileReport, style: Style) -> Self {
        Self { text, lines: Lines::new(text), report, style }
    }

    /// Everything that was said of the file: a line where all is well.
    pub(crate) fn all(&self) -> String {
        let mut out = String::new();
        for warning in &self.report.warnings {
            let _ = writeln!(out, "{}: warning: {}", self.place(warning.range), warning.message);
            help(&mut out, warning.help.as_deref());
        }
        for error in &self.report.errors {
            let _ = writeln!(out, "{}: error: {}", self.place(error.range), error.message);
            help(&mut out, error.help.as_deref());
        }
        for test in &self.report.tests {
            test.failures.iter().for_each(|failure| out.push_str(&self.failure(test, failure)));
        }
        let n_failed = self.report.tests.iter().filter(|test| !test.failures.is_empty()).count();
        let n_tests = self.report.tests.len();
        let tests = if n_tests == 1 { "test" } else { "tests" };
        let _ = match (self.report.errors.is_empty(), n_failed) {
            (true, 0) => writeln!(out, "{}: {n_tests} {tests} passed", self.report.file),
            (true, _) => writeln!(out, "{}: {n_failed} of {n_tests} {tests} failed", self.report.file),
            (false, _) => writeln!(out, "{}: cannot be run", self.report.file),
        };
        out
    }

    /// A failure with what differs.
    pub(crate) fn failure(&self, test: &TestReport, failure: &Failure) -> String {
        let (head, body) = self.kind(&failure.kind);
        format!("{}: {}: {head}\n{body}", self.place(failure.range), test.name)
    }

    fn place(&self, range: FileRange) -> String {
        let at = self.lines.position(self.text, range.start);
        format!("{}:{}:{}", self.report.file, at.line, at.column)
    }

    fn kind(&self, kind: &FailureKind) -> (String, String) {
        match kind {
            FailureKind::Setup { message, help: text } => {
                let mut body = String::new();
                help(&mut body, text.as_deref());
                (message.clone(), body)
            }
            FailureKind::Rule { place, time_ms, error } => {
                let head = format!("rule `{}` fails at {}: {error}", place.rule, duration(*time_ms));
                (head, rules(std::slice::from_ref(place)))
            }
            FailureKind::Alerts { alertname, eval_time_ms, expected, actual, pending, rules: places, empty } => {
                let head = format!("alert `{alertname}` at {}: {}", duration(*eval_time_ms), counts(expected, actual));
                let empty: String = empty.iter().map(emptied).collect();
                let body = self.alerts(expected, actual) + &waiting(pending) + &empty + &rules(places);
                let none = "  no rule has this name: check `rule_files` and `alertname`\n";
                (head, if places.is_empty() { body + none } else { body })
            }
            FailureKind::Expression { expr, eval_time_ms, error } => {
                (format!("`{expr}` at {}: {error}", duration(*eval_time_ms)), String::new())
            }
            FailureKind::Samples { expr, eval_time_ms, expected, actual, empty } => {
                let head = format!("`{expr}` at {} gives another result", duration(*eval_time_ms));
                let lines = |samples: &[_]| samples.iter().map(sample).collect::<Vec<_>>();
                let body = if self.style.is_diff {
                    self.diff(&lines(expected), &lines(actual))
                } else {
                    sample_difference(expected, actual)
                };
                (head, body + &empty.as_ref().map_or_else(String::new, emptied))
            }
            _ => ("a test fails".to_owned(), String::new()),
        }
    }

    fn alerts(&self, expected: &[AlertTexts], actual: &[AlertTexts]) -> String {
        if !self.style.is_diff {
            return alert_difference(expected, actual);
        }
        let lines = |alerts: &[AlertTexts]| alerts.iter().flat_map(alert_lines).collect::<Vec<_>>();
        self.diff(&lines(expected), &lines(actual))
    }

    fn diff(&self, expected: &[String], actual: &[String]) -> String {
        let text = |lines: &[String]| lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>();
        diff::unified("expected, then actual", &text(expected), &text(actual), self.style.stream)
    }
}

/// An alert with a line for each label and annotation.
fn alert_lines(alert: &AlertTexts) -> Vec<String> {
    let line = |what: &str, (name, value): (&String, &String)| format!("{what} {name}={value:?}");
    let labels = alert.labels.iter().map(|pair| line("label", pair));
    labels.chain(alert.annotations.iter().map(|pair| line("  annotation", pair))).collect()
}

fn counts(expected: &[AlertTexts], actual: &[AlertTexts]) -> String {
    match (expected.len(), actual.len()) {
        (0, n) => format!("none is expected to fire, {n} fire"),
        (n, 0) => format!("{n} expected to fire, none does"),
        (n, m) if n == m => "other alerts fire than those expected".to_owned(),
        (n, m) => format!("{n} expected to fire, {m} fire"),
    }
}

/// Why a part of an expression gives nothing.
fn emptied(empty: &EmptyResult) -> String {
    let part = &empty.part;
    let elements = |n: usize| if n == 1 { "1 element".to_owned() } else { format!("{n} elements") };
    let why = match empty.cause {
        EmptyCause::NoSeries => format!("`{part}` finds no series"),
        EmptyCause::Comparison { n } => {
            format!("`{part}` drops {}", if n == 1 { elements(1) } else { format!("all {}", elements(n)) })
        }
        EmptyCause::Join { left, right } => {
            format!(
                "`{part}` joins nothing: no labels match of {} on the left and {right} on the right",
                elements(left)
            )
        }
        EmptyCause::Unless { n } => format!("`{part}` removes {}", elements(n)),
        EmptyCause::Function { n } => format!("`{part}` gives nothing for {}", elements(n)),
        _ => format!("`{part}` gives nothing"),
    };
    format!("  empty      {why}\n")
}

fn waiting(pending: &[AlertTexts]) -> String {
    let line = |one: &AlertTexts| {
        let labels = alert(one).into_iter().next().unwrap_or_default();
        format!("  pending    {labels} since {}\n", duration(one.active_at_ms))
    };
    pending.iter().map(line).collect()
}

fn rules(places: &[RulePlace]) -> String {
    let line = |place: &RulePlace| format!("  rule       {}:{}\n", place.file, place.line);
    places.iter().map(line).collect()
}

fn help(out: &mut String, help: Option<&str>) {
    if let Some(help) = help {
        let _ = writeln!(out, "  help: {help}");
    }
}

/// A duration such as `5m`.
fn duration(ms: i64) -> String {
    if ms < 0 { format!("-{}", format_duration(-ms)) } else { format_duration(ms) }
}
