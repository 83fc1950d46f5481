//! Backtests of rules: rules that are loaded, versions that are compared, and reports.

mod against;
mod changes;
mod chart;
mod json;
mod openmetrics;
mod remarks;
mod rules;
mod table;

use std::io::{self, Write};

use promenade::rules::backtest::{AlertChange, AlertHistory, BacktestReport};

pub(crate) use against::other_version;
pub(crate) use rules::{RuleSource, load_groups, sources};

use crate::args::BacktestFormat;

/// What is written.
pub(crate) struct Backtest<'a> {
    pub(crate) report: &'a BacktestReport,
    /// What differs from another version, and the name of it.
    pub(crate) against: Option<(&'a str, Vec<AlertChange>)>,
}

impl Backtest<'_> {
    /// Writes it in a format.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub(crate) fn write(&self, format: BacktestFormat, width: usize, out: &mut dyn Write) -> io::Result<()> {
        match format {
            BacktestFormat::Chart => {
                chart::write(self.report, width, out)?;
                self.write_text(out)
            }
            BacktestFormat::Table => self.write_text(out),
            BacktestFormat::Json => json::write(self, out),
            BacktestFormat::Openmetrics => openmetrics::write(self.report, out),
        }
    }

    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        table::write(self.report, out)?;
        if let Some((version, changes)) = &self.against {
            changes::write(version, changes, out)?;
        }
        remarks::write(self.report, out)
    }
}

/// An alert as its name and its labels.
fn alert_name(alert: &AlertHistory) -> String {
    named(&alert.name, &alert.labels)
}

/// A name with labels, without the label that repeats the name.
fn named(name: &str, labels: &promenade::Labels) -> String {
    let rest = labels.without_names(&["alertname"]);
    if rest.is_empty() { name.to_owned() } else { format!("{name}{rest}") }
}
