//! An instant vector as horizontal bars.

use std::io::{self, Write};

use promenade::model::histogram::Bucket;
use promenade::{InstantSample, SampleValue};
use unicode_width::UnicodeWidthStr;

use super::axis::short_number;
use super::legend::shortened;
use super::names::Names;
use super::{Page, styled};

/// Eighths of a character.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// One bar.
struct Bar {
    name: String,
    number: String,
    /// `None` if there is nothing to draw.
    value: Option<f64>,
}

/// Writes a line for each sample: its name, its value, and a bar that begins at zero; negative values go to the left.
/// A histogram has a bar for each bucket.
pub(super) fn write(samples: &[InstantSample], page: Page, out: &mut dyn Write) -> io::Result<()> {
    let names = Names::of(samples.iter().map(|sample| &sample.labels));
    if let Some(common) = &names.common {
        writeln!(out, "{}", styled(page.faint(), &shortened(common, page.columns)))?;
    }
    let of = |(sample, name): (&InstantSample, &String)| Bar::of(sample, name, page.columns / 2);
    let bars: Vec<Bar> = samples.iter().zip(&names.each).filter_map(of).collect();
    write_bars(&bars, page, |idx| idx, out)?;
    let named = samples.iter().zip(&names.each).enumerate();
    let histograms = named.filter_map(|(idx, (sample, name))| match &sample.value {
        SampleValue::Histogram(histogram) => Some((idx, name, histogram)),
        SampleValue::Float(_) => None,
    });
    for (idx, name, histogram) in histograms {
        let (count, sum) = (short_number(histogram.count()), short_number(histogram.sum()));
        let numbers = format!("count {count}  sum {sum}");
        let name = shortened(name, page.columns.saturating_sub(numbers.len() + 2));
        writeln!(out, "{name}  {}", styled(page.faint(), &numbers))?;
        let bars: Vec<Bar> = histogram.to_float().buckets().map(|bucket| Bar::of_bucket(&bucket)).collect();
        write_bars(&bars, page, |_| idx, out)?;
    }
    Ok(())
}

fn write_bars(bars: &[Bar], page: Page, style: impl Fn(usize) -> usize, out: &mut dyn Write) -> io::Result<()> {
    let name_width = bars.iter().map(|bar| bar.name.width()).max().unwrap_or(0);
    let number_width = bars.iter().map(|bar| bar.number.width()).max().unwrap_or(0);
    let n_columns = page.columns.saturating_sub(name_width + number_width + 4).max(8);
    let scale = BarScale::new(bars, n_columns);
    for (idx, bar) in bars.iter().enumerate() {
        let padding = name_width - bar.name.width();
        write!(out, "{}{:padding$}  {:>number_width$}", bar.name, "", bar.number)?;
        match bar.value.map(|v| scale.text(v)).filter(|text| !text.trim().is_empty()) {
            Some(text) => writeln!(out, "  {}", styled(page.style(style(idx)), &text))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

impl Bar {
    /// `None` if the sample is not a float.
    fn of(sample: &InstantSample, name: &str, max_width: usize) -> Option<Self> {
        let SampleValue::Float(v) = &sample.value else { return None };
        let name = shortened(name, max_width);
        Some(Self { name, number: short_number(*v), value: v.is_finite().then_some(*v) })
    }

    fn of_bucket(bucket: &Bucket) -> Self {
        let left = if bucket.lower_inclusive { '[' } else { '(' };
        let right = if bucket.upper_inclusive { ']' } else { ')' };
        let name = format!("  {left}{}, {}{right}", short_number(bucket.lower), short_number(bucket.upper));
        Self { name, number: short_number(bucket.count), value: bucket.count.is_finite().then_some(bucket.count) }
    }
}

/// Where zero lies, and how many eighths of a character a unit takes.
struct BarScale {
    n_left: usize,
    eighths_per_unit: f64,
}

impl BarScale {
    fn new(bars: &[Bar], n_columns: usize) -> Self {
        let values = || bars.iter().filter_map(|bar| bar.value);
        let (min, max) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let span = max / 2.0 - min / 2.0;
        let n_left = if span > 0.0 { (-min / 2.0 / span * n_columns as f64).ceil() as usize } else { 0 };
        let n_right = n_columns.saturating_sub(n_left);
        let per_unit = |n: usize, value: f64| if value > 0.0 { 8.0 * n as f64 / value } else { f64::INFINITY };
        let eighths_per_unit = per_unit(n_right, max).min(per_unit(n_left, -min));
        Self { n_left, eighths_per_unit }
    }

    fn text(&self, value: f64) -> String {
        let n_eighths = (value.abs() * self.eighths_per_unit).round() as usize;
        if value < 0.0 {
            // There are no blocks that are filled from the right in eighths: a negative bar has whole characters.
            let n = n_eighths.div_ceil(8).min(self.n_left);
            return format!("{}{}", " ".repeat(self.n_left - n), "█".repeat(n));
        }
        format!("{}{}{}", " ".repeat(self.n_left), "█".repeat(n_eighths / 8), EIGHTHS[n_eighths % 8])
    }
}
