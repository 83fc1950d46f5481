//! A row for each alert: how often and how long it fired.

use std::io::{self, Write};

use promenade::model::duration::format_duration;
use promenade::rules::RuleType;
use promenade::rules::backtest::BacktestReport;
use unicode_width::UnicodeWidthStr;

use super::alert_name;
use crate::time::format_time;

/// Writes the table, or that no alert fires.
pub(super) fn write(report: &BacktestReport, out: &mut dyn Write) -> io::Result<()> {
    let n_rules = report.rules.iter().filter(|rule| rule.rule_type == RuleType::Alerting).count();
    if report.alerts.is_empty() {
        let rules =
            if n_rules == 1 { "the 1 alerting rule".to_owned() } else { format!("the {n_rules} alerting rules") };
        return writeln!(
            out,
            "no alert of {rules} is pending or firing from {} to {}",
            format_time(report.range.start_ms),
            format_time(report.range.end_ms)
        );
    }
    let header = ["alert", "fired", "firing", "longest", "pending", "first fired"].map(str::to_owned);
    let row = |alert| {
        let totals = promenade::rules::backtest::AlertHistory::totals(alert, report.range);
        [
            alert_name(alert),
            totals.n_firings.to_string(),
            length(totals.firing_ms),
            length(totals.longest_ms),
            length(totals.pending_ms),
            totals.first_fired_ms.map_or("-".to_owned(), format_time),
        ]
    };
    write_rows(std::iter::once(header).chain(report.alerts.iter().map(row)).collect(), out)
}

/// A duration such as `1h30m`, or `-` for none.
pub(super) fn length(ms: i64) -> String {
    if ms == 0 { "-".to_owned() } else { format_duration(ms / 1000 * 1000) }
}

/// Aligned columns with two spaces between them.
pub(super) fn write_rows<const N: usize>(rows: Vec<[String; N]>, out: &mut dyn Write) -> io::Result<()> {
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
