//! The axis of time.

use std::io::{self, Write};

use promenade::RangeSeries;
use promenade::model::TimestampMs;

use super::axis::time_marks;
use super::{Page, styled};
use crate::time::{Times, format_time};

/// The range of time, and how far two samples may lie apart and still be joined.
#[derive(Clone, Copy)]
#[allow(clippy::struct_field_names)] // milliseconds end in `_ms`
pub(super) struct Grid {
    pub(super) start_ms: TimestampMs,
    pub(super) end_ms: TimestampMs,
    pub(super) join_within_ms: i64,
}

impl Grid {
    pub(super) fn of(times: Times, series: &[RangeSeries]) -> Self {
        match times {
            Times::Range { start_ms, end_ms, step_ms } => Self { start_ms, end_ms, join_within_ms: step_ms },
            // A range vector at one time: its samples are where they were scraped.
            Times::Instant(at_ms) => {
                let floats = series.iter().filter_map(|one| one.floats.first()).map(|(t, _)| t);
                let histograms = series.iter().filter_map(|one| one.histograms.first()).map(|(t, _)| *t);
                let first = floats.chain(histograms).min();
                Self { start_ms: first.unwrap_or(at_ms).min(at_ms), end_ms: at_ms, join_within_ms: i64::MAX }
            }
        }
    }

    /// Where a time lies, from 0 to 1.
    pub(super) fn place(&self, t_ms: TimestampMs) -> f64 {
        let span = self.end_ms.saturating_sub(self.start_ms);
        if span == 0 { 0.5 } else { t_ms.saturating_sub(self.start_ms) as f64 / span as f64 }
    }
    /// The axis below a drawing that begins after `left` columns and a line: marks, labels, and the ends of the range.
    pub(super) fn write_axis(&self, left: usize, n_columns: usize, page: Page, out: &mut dyn Write) -> io::Result<()> {
        let (line, words) = self.axis(n_columns);
        writeln!(out, "{}", styled(page.faint(), &format!("{:left$} └{line}", "")))?;
        writeln!(out, "{}", styled(page.faint(), format!("{:left$}  {words}", "").trim_end()))?;
        let (start, end) = (format_time(self.start_ms), format_time(self.end_ms));
        writeln!(out, "{}", styled(page.faint(), &format!("{:left$}  {start} – {end}", "")))
    }

    fn axis(&self, n_columns: usize) -> (String, String) {
        const LABEL_WIDTH: usize = 14;
        let mut line = vec!['─'; n_columns];
        let mut words = String::new();
        for (t_ms, label) in time_marks(self.start_ms, self.end_ms, n_columns / LABEL_WIDTH) {
            let column = (self.place(t_ms) * (n_columns - 1) as f64).round() as usize;
            let from = column.saturating_sub(label.len() / 2).min(n_columns.saturating_sub(label.len()));
            let n_used = words.len();
            if n_used > 0 && from <= n_used {
                continue;
            }
            line[column] = '┬';
            words.push_str(&" ".repeat(from - n_used));
            words.push_str(&label);
        }
        (line.into_iter().collect(), words)
    }
}
