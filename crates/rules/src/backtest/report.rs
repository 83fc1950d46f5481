//! What a backtest gives.

use std::collections::BTreeMap;

use promenade_model::{Labels, TimestampMs};

use crate::RuleType;

/// A range of time in milliseconds, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its start.
    pub start_ms: TimestampMs,
    /// Its end.
    pub end_ms: TimestampMs,
}

/// What a backtest gives.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestReport {
    /// The range of the evaluations.
    pub range: Span,
    /// The rules, in the order of groups.
    pub rules: Vec<RuleHistory>,
    /// The alerts that were active at some time, in the order of rules and labels.
    pub alerts: Vec<AlertHistory>,
    /// The series of `ALERTS`.
    pub states: Vec<StateSeries>,
    /// How many rules were evaluated step by step, and not in columns.
    pub n_stepwise: usize,
}

/// A rule in a backtest.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleHistory {
    /// The file of the rule.
    pub file: String,
    /// The line that it begins in, counted from 1.
    pub line: usize,
    /// The name of its group.
    pub group: String,
    /// The recorded metric, or the alert.
    pub name: String,
    /// Whether it records or alerts.
    pub rule_type: RuleType,
    /// How often it was evaluated.
    pub n_evaluations: usize,
    /// The evaluations that failed.
    pub failures: Option<RuleFailures>,
    /// When the data has no samples that its selectors could find.
    pub missing: Vec<MissingData>,
}

/// Evaluations of a rule that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFailures {
    /// How many there are.
    pub count: usize,
    /// The time of the first.
    pub first_ms: TimestampMs,
    /// Why the first failed.
    pub error: String,
}

/// A selector for which the data has no samples during some of the range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingData {
    /// The selector.
    pub selector: String,
    /// When it finds nothing.
    pub spans: Vec<Span>,
    /// Whether it finds nothing in the whole range.
    pub is_whole: bool,
}

/// An alert in a backtest.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertHistory {
    /// The index of its rule among those of the report.
    pub rule: usize,
    /// The name of the alert.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// When it was active, in the order of time.
    pub spans: Vec<ActiveSpan>,
}

/// A time during which an alert was active.
#[derive(Debug, Clone, PartialEq)]
pub struct ActiveSpan {
    /// The evaluation at which it became active.
    pub active_ms: TimestampMs,
    /// The evaluation at which it fired; none if it only was pending.
    pub fired_ms: Option<TimestampMs>,
    /// The last evaluation at which it was active.
    pub last_ms: TimestampMs,
    /// The evaluation at which it was no longer active; none if it is active at the end of the range.
    pub resolved_ms: Option<TimestampMs>,
    /// The value of the expression when it last held.
    pub value: f64,
    /// The annotations when the expression last held.
    pub annotations: BTreeMap<String, String>,
}

/// A series of `ALERTS`, with the times at which it is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateSeries {
    /// Its labels.
    pub labels: Labels,
    /// The times of its samples.
    pub times_ms: Vec<TimestampMs>,
}

/// How often and how long an alert fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// How often it fired.
    pub n_firings: usize,
    /// How often it was pending and did not fire.
    pub n_pending_only: usize,
    /// How long it fired, in milliseconds.
    pub firing_ms: i64,
    /// How long it was pending.
    pub pending_ms: i64,
    /// The longest time that it fired without a break.
    pub longest_ms: i64,
    /// When it fired first.
    pub first_fired_ms: Option<TimestampMs>,
}

impl ActiveSpan {
    /// The end of the span: when the alert was resolved, or the end of the range.
    pub fn end_ms(&self, range: Span) -> TimestampMs {
        self.resolved_ms.unwrap_or(range.end_ms)
    }
}

impl AlertHistory {
    /// How often and how long it fired in the range of its report.
    pub fn totals(&self, range: Span) -> Totals {
        let mut totals = Totals::default();
        for span in &self.spans {
            let end_ms = span.end_ms(range);
            totals.pending_ms += span.fired_ms.unwrap_or(end_ms) - span.active_ms;
            let Some(fired_ms) = span.fired_ms else {
                totals.n_pending_only += 1;
                continue;
            };
            totals.n_firings += 1;
            totals.firing_ms += end_ms - fired_ms;
            totals.longest_ms = totals.longest_ms.max(end_ms - fired_ms);
            totals.first_fired_ms = totals.first_fired_ms.or(Some(fired_ms));
        }
        totals
    }
}
