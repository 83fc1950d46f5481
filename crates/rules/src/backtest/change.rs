//! What changes between the backtests of two versions of rules.

use std::collections::BTreeMap;

use promenade_model::Labels;

use super::report::{BacktestReport, Totals};

/// An alert that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertChange {
    /// The name of the alert.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// How it differs.
    pub change: Change,
    /// How it fired with the old version; none if it was never active.
    pub before: Option<Totals>,
    /// How it fires with the new version.
    pub after: Option<Totals>,
}

/// How an alert differs between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It fires with the new version alone.
    New,
    /// It fired with the old version alone.
    Gone,
    /// It fires longer.
    More,
    /// It fires less long.
    Less,
    /// It fires as long, but first later.
    Later,
    /// It fires as long, but first earlier.
    Earlier,
    /// It fires as long and as early, but not at the same times, or is pending at others.
    Shifted,
}

impl Change {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::More => "more",
            Self::Less => "less",
            Self::Later => "later",
            Self::Earlier => "earlier",
            Self::Shifted => "shifted",
        }
    }
}

/// What differs between an old and a new version, in the order of names and labels.
pub fn changes(old: &BacktestReport, new: &BacktestReport) -> Vec<AlertChange> {
    let mut alerts: BTreeMap<(&str, &Labels), [Option<usize>; 2]> = BTreeMap::new();
    for (side, report) in [old, new].into_iter().enumerate() {
        for (i, alert) in report.alerts.iter().enumerate() {
            alerts.entry((&alert.name, &alert.labels)).or_default()[side] = Some(i);
        }
    }
    let change = |((name, labels), [before, after]): ((&str, &Labels), [Option<usize>; 2])| {
        let before = before.map(|i| &old.alerts[i]);
        let after = after.map(|i| &new.alerts[i]);
        let times = |alert: &super::AlertHistory| {
            alert.spans.iter().map(|span| (span.active_ms, span.fired_ms, span.resolved_ms)).collect::<Vec<_>>()
        };
        if before.map(times) == after.map(times) {
            return None;
        }
        let totals = (before.map(|a| a.totals(old.range)), after.map(|a| a.totals(new.range)));
        let change = kind(totals.0.unwrap_or_default(), totals.1.unwrap_or_default());
        Some(AlertChange { name: name.to_owned(), labels: labels.clone(), change, before: totals.0, after: totals.1 })
    };
    alerts.into_iter().filter_map(change).collect()
}

fn kind(before: Totals, after: Totals) -> Change {
    match (before.first_fired_ms, after.first_fired_ms) {
        (None, Some(_)) => Change::New,
        (Some(_), None) => Change::Gone,
        _ if after.firing_ms > before.firing_ms => Change::More,
        _ if after.firing_ms < before.firing_ms => Change::Less,
        (before, after) if after > before => Change::Later,
        (before, after) if after < before => Change::Earlier,
        _ => Change::Shifted,
    }
}
