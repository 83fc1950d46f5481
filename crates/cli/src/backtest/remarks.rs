//! What a backtest cannot tell: rules that fail, and times without data.

use std::collections::BTreeMap;
use std::io::{self, Write};

use promenade::rules::backtest::{BacktestReport, MissingData, RuleHistory, Span};

use crate::time::format_time;

/// How many rules and spans are named.
const MAX_NAMED: usize = 3;

pub(super) fn write(report: &BacktestReport, out: &mut dyn Write) -> io::Result<()> {
    for rule in &report.rules {
        let Some(failures) = &rule.failures else { continue };
        let (count, first) = (failures.count, format_time(failures.first_ms));
        let place = format!("{}:{}", rule.file, rule.line);
        let n = rule.n_evaluations;
        writeln!(
            out,
            "error: {place}: {}: {count} of {n} evaluations fail, first at {first}: {}",
            rule.name, failures.error
        )?;
    }
    // A selector in many rules is reported once.
    let mut missing: BTreeMap<&str, (&MissingData, Vec<&RuleHistory>)> = BTreeMap::new();
    for rule in &report.rules {
        for data in &rule.missing {
            missing.entry(&data.selector).or_insert((data, Vec::new())).1.push(rule);
        }
    }
    for (data, rules) in missing.values() {
        let names: Vec<&str> = rules.iter().take(MAX_NAMED).map(|rule| rule.name.as_str()).collect();
        let more =
            if rules.len() > MAX_NAMED { format!(" and {} more", rules.len() - MAX_NAMED) } else { String::new() };
        let (selector, rules) = (&data.selector, names.join(", "));
        writeln!(out, "no data: `{selector}` {}: {rules}{more}", when(data))?;
    }
    Ok(())
}

fn when(data: &MissingData) -> String {
    if data.is_whole {
        return "in the whole range".to_owned();
    }
    let span = |span: &Span| format!("from {} to {}", format_time(span.start_ms), format_time(span.end_ms));
    let spans: Vec<String> = data.spans.iter().take(MAX_NAMED).map(span).collect();
    let n_more = data.spans.len().saturating_sub(MAX_NAMED);
    let more = if n_more > 0 { format!(" and {n_more} times more") } else { String::new() };
    format!("{}{more}", spans.join(", "))
}
