//! A bar over time for each alert.

use std::io::{self, Write};

use promenade::rules::backtest::{AlertHistory, BacktestReport, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::alert_name;
use crate::time::format_time;

const FIRING: char = '█';
const PENDING: char = '▒';
const SILENT: char = '·';
const NO_DATA: char = ' ';

/// The most alerts that are drawn.
const MAX_BARS: usize = 40;

/// Draws the alerts in so many columns.
pub(super) fn write(report: &BacktestReport, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if report.alerts.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = report.alerts.iter().map(alert_name).collect();
    let widest = names.iter().take(MAX_BARS).map(|name| name.width()).max().unwrap_or(0);
    let n_name = widest.min(width / 2);
    let n_bar = width.saturating_sub(n_name + 2).max(10);
    for (alert, name) in report.alerts.iter().zip(&names).take(MAX_BARS) {
        let name = shortened(name, n_name);
        let padding = " ".repeat(n_name - name.width());
        writeln!(out, "{name}{padding}  {}", bar(report, alert, n_bar).trim_end())?;
    }
    if names.len() > MAX_BARS {
        writeln!(out, "... and {} more alerts", names.len() - MAX_BARS)?;
    }
    let (start, end) = (format_time(report.range.start_ms), format_time(report.range.end_ms));
    let space = " ".repeat(n_bar.saturating_sub(start.width() + end.width()).max(1));
    writeln!(out, "{}{start}{space}{end}", " ".repeat(n_name + 2))?;
    writeln!(out, "{FIRING} firing  {PENDING} pending  {SILENT} silent  blank: no data\n")
}

/// What an alert was in each part of the range; of several things in one part, firing counts before pending.
fn bar(report: &BacktestReport, alert: &AlertHistory, n_cells: usize) -> String {
    let mut cells = vec![SILENT; n_cells];
    let missing = report.rules.get(alert.rule).map_or(&[][..], |rule| &rule.missing);
    for span in missing.iter().flat_map(|missing| &missing.spans) {
        // Only what is missing throughout a cell is blank.
        let inner = cells_of(report.range, *span, n_cells);
        cells[inner].fill(NO_DATA);
    }
    for span in &alert.spans {
        let end_ms = span.end_ms(report.range);
        let pending = Span { start_ms: span.active_ms, end_ms: span.fired_ms.unwrap_or(end_ms) };
        cells[cells_of(report.range, pending, n_cells)].fill(PENDING);
    }
    for span in &alert.spans {
        if let Some(fired_ms) = span.fired_ms {
            let firing = Span { start_ms: fired_ms, end_ms: span.end_ms(report.range) };
            cells[cells_of(report.range, firing, n_cells)].fill(FIRING);
        }
    }
    cells.into_iter().collect()
}

/// The cells that a span touches: at least one.
fn cells_of(range: Span, span: Span, n_cells: usize) -> std::ops::Range<usize> {
    let length_ms = (range.end_ms - range.start_ms).max(1) as f64;
    let place = |time_ms: i64| (time_ms - range.start_ms) as f64 / length_ms * n_cells as f64;
    let first = (place(span.start_ms).floor().max(0.0) as usize).min(n_cells - 1);
    let last = (place(span.end_ms).ceil() as usize).clamp(first + 1, n_cells);
    first..last
}

fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used >= width {
            break;
        }
        short.push(c);
    }
    short + "…"
}
