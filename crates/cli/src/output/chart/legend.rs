//! Which line is which series, with its last, least and greatest value.

use std::io::{self, Write};

use promenade::RangeSeries;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::axis::short_number;
use super::names::Names;
use super::{Page, letter, styled};

/// The most series that are named.
const MAX_LINES: usize = 26;

/// Names the series on at most `n_lines` lines, first the labels that all of them have.
pub(super) fn write(series: &[RangeSeries], n_lines: usize, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let names = Names::of(series.iter().map(|one| &one.labels));
    let n_lines = n_lines.saturating_sub(usize::from(names.common.is_some())).clamp(2, MAX_LINES);
    // The last line says how many are left out.
    let n_named = if series.len() > n_lines { n_lines - 1 } else { series.len() };
    if let Some(common) = &names.common {
        writeln!(out, "{}", styled(page.faint(), &shortened(common, page.columns)))?;
    }
    write_series(&series[..n_named], &names.each, series.len() > 1, page, out)?;
    if series.len() > n_named {
        writeln!(out, "  and {} more series: `topk`, or --output table, shows fewer or all", series.len() - n_named)?;
    }
    Ok(())
}

/// A line for each series with its letter or colour and its numbers.
fn write_series(
    series: &[RangeSeries],
    names: &[String],
    has_letters: bool,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let numbers: Vec<String> = series.iter().map(numbers).collect();
    let n_for_labels = page.columns.saturating_sub(2 + numbers.iter().map(|text| text.width() + 2).max().unwrap_or(0));
    let names: Vec<String> = names.iter().take(series.len()).map(|name| shortened(name, n_for_labels)).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (idx, (name, numbers)) in names.iter().zip(&numbers).enumerate() {
        let mark = if has_letters && !page.color { letter(idx) } else { '━' };
        let mark = styled(page.style(idx), &mark.to_string());
        if numbers.is_empty() {
            writeln!(out, "{mark} {name}")?;
            continue;
        }
        let padding = width - name.width() + 2;
        writeln!(out, "{mark} {name}{:padding$}{}", "", styled(page.faint(), numbers))?;
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
