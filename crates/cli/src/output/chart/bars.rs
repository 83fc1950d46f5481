//! An instant vector as horizontal bars.

use std::io::{self, Write};

use promenade::{InstantSample, SampleValue};
use unicode_width::UnicodeWidthStr;

use super::axis::short_number;
use super::legend::{name, shortened};
use super::{Page, styled};

/// Eighths of a character.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// One bar.
struct Bar {
    name: String,
    number: String,
    /// None where there is nothing to draw.
    value: Option<f64>,
}

/// Writes a line for each sample: its name, its value, and a bar that begins at zero; negative values go to the left.
pub(super) fn write(samples: &[InstantSample], page: Page, out: &mut dyn Write) -> io::Result<()> {
    let bars: Vec<Bar> = samples.iter().map(|sample| Bar::of(sample, page.columns / 2)).collect();
    let name_width = bars.iter().map(|bar| bar.name.width()).max().unwrap_or(0);
    let number_width = bars.iter().map(|bar| bar.number.width()).max().unwrap_or(0);
    let n_columns = page.columns.saturating_sub(name_width + number_width + 4).max(8);
    let scale = BarScale::new(&bars, n_columns);
    for (idx, bar) in bars.iter().enumerate() {
        let padding = name_width - bar.name.width();
        write!(out, "{}{:padding$}  {:>number_width$}", bar.name, "", bar.number)?;
        match bar.value.map(|v| scale.text(v)).filter(|text| !text.trim().is_empty()) {
            Some(text) => writeln!(out, "  {}", styled(page.style(idx), &text))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

impl Bar {
    fn of(sample: &InstantSample, max_width: usize) -> Self {
        let name = shortened(&name(&sample.labels), max_width);
        match &sample.value {
            SampleValue::Float(v) => Self { name, number: short_number(*v), value: v.is_finite().then_some(*v) },
            SampleValue::Histogram(_) => Self { name, number: "histogram".to_owned(), value: None },
        }
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
