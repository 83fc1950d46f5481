//! A backtest as JSON, with all times at which alerts were active. Times are RFC 3339, durations are seconds.

use std::collections::BTreeMap;
use std::io::{self, Write};

use promenade::rules::RuleType;
use promenade::rules::backtest::{
    ActiveSpan, AlertChange, AlertHistory, BacktestReport, MissingData, RuleHistory, Totals,
};
use serde::Serialize;

use super::Backtest;
use crate::time::format_time;

#[derive(Serialize)]
struct Report<'a> {
    start: String,
    end: String,
    alerts: Vec<Alert<'a>>,
    rules: Vec<Rule<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<Against<'a>>,
}

#[derive(Serialize)]
struct Alert<'a> {
    file: &'a str,
    line: usize,
    #[serde(rename = "alert")]
    name: &'a str,
    labels: BTreeMap<&'a str, &'a str>,
    totals: Sums,
    spans: Vec<Active<'a>>,
}

#[derive(Serialize)]
struct Sums {
    fired: usize,
    firing_seconds: f64,
    pending_seconds: f64,
    longest_seconds: f64,
    first_fired: Option<String>,
}

#[derive(Serialize)]
struct Active<'a> {
    #[serde(rename = "active_at")]
    since: String,
    fired_at: Option<String>,
    /// None while it is active at the end of the range.
    resolved_at: Option<String>,
    value: String,
    annotations: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Rule<'a> {
    file: &'a str,
    line: usize,
    group: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    evaluations: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    failures: Option<Failures<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    no_data: Vec<NoData<'a>>,
}

#[derive(Serialize)]
struct Failures<'a> {
    count: usize,
    first: String,
    error: &'a str,
}

#[derive(Serialize)]
struct NoData<'a> {
    selector: &'a str,
    spans: Vec<[String; 2]>,
}

#[derive(Serialize)]
struct Against<'a> {
    version: &'a str,
    changes: Vec<Changed<'a>>,
}

#[derive(Serialize)]
struct Changed<'a> {
    change: &'static str,
    alert: &'a str,
    labels: BTreeMap<&'a str, &'a str>,
    before: Option<Sums>,
    after: Option<Sums>,
}

pub(super) fn write(backtest: &Backtest<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = backtest.report;
    let against = backtest.against.as_ref();
    let whole = Report {
        start: format_time(report.range.start_ms),
        end: format_time(report.range.end_ms),
        alerts: report.alerts.iter().map(|alert| of_alert(report, alert)).collect(),
        rules: report.rules.iter().map(of_rule).collect(),
        against: against.map(|(version, changes)| Against { version, changes: changes.iter().map(changed).collect() }),
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn of_alert<'a>(report: &'a BacktestReport, alert: &'a AlertHistory) -> Alert<'a> {
    let rule = report.rules.get(alert.rule);
    Alert {
        file: rule.map_or("", |rule| &rule.file),
        line: rule.map_or(0, |rule| rule.line),
        name: &alert.name,
        labels: alert.labels.iter().collect(),
        totals: sums(alert.totals(report.range)),
        spans: alert.spans.iter().map(of_span).collect(),
    }
}

fn of_span(span: &ActiveSpan) -> Active<'_> {
    Active {
        since: format_time(span.active_ms),
        fired_at: span.fired_ms.map(format_time),
        resolved_at: span.resolved_ms.map(format_time),
        // As text, since JSON has neither NaN nor infinities.
        value: promenade::go::strconv::format_g(span.value),
        annotations: &span.annotations,
    }
}

fn of_rule(rule: &RuleHistory) -> Rule<'_> {
    let failures = rule.failures.as_ref();
    Rule {
        file: &rule.file,
        line: rule.line,
        group: &rule.group,
        name: &rule.name,
        kind: match rule.rule_type {
            RuleType::Recording => "recording",
            RuleType::Alerting => "alerting",
        },
        evaluations: rule.n_evaluations,
        failures: failures.map(|f| Failures { count: f.count, first: format_time(f.first_ms), error: &f.error }),
        no_data: rule.missing.iter().map(no_data).collect(),
    }
}

fn no_data(missing: &MissingData) -> NoData<'_> {
    let spans = missing.spans.iter().map(|span| [span.start_ms, span.end_ms].map(format_time));
    NoData { selector: &missing.selector, spans: spans.collect() }
}

fn changed(change: &AlertChange) -> Changed<'_> {
    Changed {
        change: change.change.name(),
        alert: &change.name,
        labels: change.labels.iter().collect(),
        before: change.before.map(sums),
        after: change.after.map(sums),
    }
}

fn sums(totals: Totals) -> Sums {
    let seconds = |ms: i64| ms as f64 / 1000.0;
    Sums {
        fired: totals.n_firings,
        firing_seconds: seconds(totals.firing_ms),
        pending_seconds: seconds(totals.pending_ms),
        longest_seconds: seconds(totals.longest_ms),
        first_fired: totals.first_fired_ms.map(format_time),
    }
}
