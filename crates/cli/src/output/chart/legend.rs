//! Which line is which series, with its last, least and greatest value.

use std::io::{self, Write};

use promenade::RangeSeries;
use promenade::model::Labels;
use promenade::model::labels::{METRIC_NAME, is_legacy_metric_name};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::axis::short_number;
use super::{Page, letter, styled};
use crate::output::printable;

/// The most series that are named.
const MAX_LINES: usize = 26;

/// Names the series that have floats.
pub(super) fn write(series: &[RangeSeries], page: Page, out: &mut dyn Write) -> io::Result<()> {
    let numbers: Vec<String> = series.iter().take(MAX_LINES).map(numbers).collect();
    let n_for_labels = page.columns.saturating_sub(2 + numbers.iter().map(|text| text.width() + 2).max().unwrap_or(0));
    let names: Vec<String> =
        series.iter().take(MAX_LINES).map(|one| shortened(&name(&one.labels), n_for_labels)).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (idx, (name, numbers)) in names.iter().zip(&numbers).enumerate() {
        let mark = if series.len() > 1 && !page.color { letter(idx) } else { '━' };
        let mark = styled(page.style(idx), &mark.to_string());
        if numbers.is_empty() {
            writeln!(out, "{mark} {name}")?;
            continue;
        }
        let padding = width - name.width() + 2;
        writeln!(out, "{mark} {name}{:padding$}{}", "", styled(page.faint(), numbers))?;
    }
    if series.len() > MAX_LINES {
        writeln!(out, "  and {} more series: `topk`, or --output table, shows fewer or all", series.len() - MAX_LINES)?;
    }
    Ok(())
}

fn numbers(series: &RangeSeries) -> String {
    let values = || series.floats.iter().map(|(_, v)| v);
    let numbers = || values().filter(|v| !v.is_nan());
    match (values().next_back(), numbers().reduce(f64::min), numbers().reduce(f64::max)) {
        (Some(last), Some(min), Some(max)) => {
            format!("last {}  min {}  max {}", short_number(last), short_number(min), short_number(max))
        }
        (Some(_), ..) => "NaN".to_owned(),
        (None, ..) => String::new(),
    }
}

/// The series as a selector: the metric's name before the braces.
pub(super) fn name(labels: &Labels) -> String {
    let metric = labels.metric_name();
    if metric.is_empty() || !is_legacy_metric_name(metric) {
        return printable(&labels.to_string()).into_owned();
    }
    let others = labels.retain(|name| name != METRIC_NAME);
    if others.is_empty() { metric.to_owned() } else { printable(&format!("{metric}{others}")).into_owned() }
}

/// The text cut to a width, with an ellipsis where something is missing.
pub(super) fn shortened(text: &str, width: usize) -> String {
    let width = width.max(8);
    if text.width() <= width {
        return text.to_owned();
    }
    let mut n_used = 1;
    let kept = text.chars().take_while(|c| {
        n_used += c.width().unwrap_or(0);
        n_used <= width
    });
    kept.chain(['…']).collect()
}
