//! Coverage as JSON.

use std::io::{self, Write};

use promenade::rules::RuleType;
use promenade::rules::coverage::RuleCoverage;
use serde::Serialize;

use super::Coverage;

#[derive(Serialize)]
struct Report<'a> {
    percent: f64,
    points: usize,
    covered: usize,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    file: &'a str,
    line: usize,
    group: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    points: Vec<Point>,
    /// Readers for which it cannot be decided whether they read the rule.
    undecided: Vec<&'a str>,
}

#[derive(Serialize)]
struct Point {
    kind: &'static str,
    line: usize,
    column: usize,
    part: String,
    covered: bool,
    ignored: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

pub(super) fn write(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    let report = Report {
        percent: coverage.percent(),
        points: coverage.report.n_points(),
        covered: coverage.report.n_covered(),
        rules: coverage.report.rules.iter().map(|rule| of_rule(coverage, rule)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

fn of_rule<'a>(coverage: &Coverage, rule: &'a RuleCoverage) -> Rule<'a> {
    let point = |point| {
        let placed = coverage.placed(rule, point);
        Point {
            kind: placed.point.kind.name(),
            line: placed.line,
            column: placed.column,
            covered: placed.point.is_covered,
            ignored: placed.point.is_ignored,
            message: (!placed.point.is_covered).then(|| placed.message()),
            part: placed.part,
        }
    };
    Rule {
        file: &rule.file,
        line: rule.line,
        group: &rule.group,
        name: &rule.name,
        kind: match rule.rule_type {
            RuleType::Recording => "recording",
            RuleType::Alerting => "alerting",
        },
        points: rule.points.iter().map(point).collect(),
        undecided: rule.undecided.iter().map(String::as_str).collect(),
    }
}
