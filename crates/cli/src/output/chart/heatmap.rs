//! Native histograms over time: a row for some buckets, a column for some time, the darker the more observations.

use std::io::{self, Write};

use promenade::RangeSeries;
use promenade::model::{SharedHistogram, TimestampMs};

use super::axis::short_number;
use super::grid::Grid;
use super::legend::shortened;
use super::{Page, styled};
use crate::output::selector_text;

/// The most series that are drawn.
const MAX_SERIES: usize = 4;
/// The most rows of a drawing.
const MAX_ROWS: usize = 12;
/// From few observations to many.
const SHADES: [char; 4] = ['░', '▒', '▓', '█'];

/// Draws each series that has histograms.
pub(super) fn write(series: &[RangeSeries], grid: Grid, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let drawn: Vec<(usize, &RangeSeries)> =
        series.iter().enumerate().filter(|(_, one)| !one.histograms.is_empty()).collect();
    for (idx, one) in drawn.iter().take(MAX_SERIES) {
        Heatmap::new(&one.histograms, grid, page).write(one, *idx, out)?;
    }
    if drawn.len() > MAX_SERIES {
        let n = drawn.len() - MAX_SERIES;
        writeln!(out, "  and {n} more series with histograms: `topk`, or --output table, shows fewer or all")?;
    }
    Ok(())
}

struct Heatmap {
    /// The upper bounds of the rows, from below.
    bounds: Vec<f64>,
    /// Observations by row and column.
    cells: Vec<Vec<f64>>,
    label_width: usize,
    n_columns: usize,
    grid: Grid,
    page: Page,
}

impl Heatmap {
    fn new(histograms: &[(TimestampMs, SharedHistogram)], grid: Grid, page: Page) -> Self {
        let buckets: Vec<(TimestampMs, Vec<(f64, f64)>)> = histograms.iter().map(|(t, h)| (*t, counts(h))).collect();
        let bounds = row_bounds(buckets.iter().flat_map(|(_, counts)| counts.iter().map(|(upper, _)| *upper)));
        let label_width = bounds.iter().map(|bound| short_number(*bound).len()).max().unwrap_or(0) + 2;
        let n_columns = page.columns.saturating_sub(label_width + 2).max(8);
        let mut cells = vec![vec![0.0; n_columns]; bounds.len()];
        for (t_ms, counts) in &buckets {
            let column = (grid.place(*t_ms) * (n_columns - 1) as f64).round() as usize;
            for (upper, count) in counts {
                let row = bounds.partition_point(|bound| bound < upper).min(bounds.len() - 1);
                cells[row][column.min(n_columns - 1)] += count;
            }
        }
        Self { bounds, cells, label_width, n_columns, grid, page }
    }

    fn write(&self, series: &RangeSeries, idx: usize, out: &mut dyn Write) -> io::Result<()> {
        let width = self.label_width;
        writeln!(
            out,
            "{}",
            styled(self.page.style(idx), &shortened(&selector_text(&series.labels), self.page.columns))
        )?;
        let most = self.cells.iter().flatten().copied().fold(0.0, f64::max);
        for (bound, cells) in self.bounds.iter().zip(&self.cells).rev() {
            let label = format!("≤ {}", short_number(*bound));
            let axis = styled(self.page.faint(), &format!("{label:>width$} ┤"));
            let row: String = cells.iter().map(|count| shade(*count, most)).collect();
            writeln!(out, "{axis}{}", styled(self.page.style(idx), row.trim_end()))?;
        }
        self.grid.write_axis(width, self.n_columns, self.page, out)?;
        let darkest = format!("{:width$}  █ {} observations", "", short_number(most));
        writeln!(out, "{}", styled(self.page.faint(), &darkest))
    }
}

/// The upper bounds of the buckets that are not empty, with their observations.
fn counts(histogram: &SharedHistogram) -> Vec<(f64, f64)> {
    let histogram = histogram.to_float();
    histogram.buckets().filter(|bucket| bucket.count > 0.0).map(|bucket| (bucket.upper, bucket.count)).collect()
}

/// The upper bounds of the rows: those of the buckets, of which neighbours share a row where there are many.
fn row_bounds(uppers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut bounds: Vec<f64> = uppers.filter(|bound| !bound.is_nan()).collect();
    bounds.sort_unstable_by(f64::total_cmp);
    bounds.dedup();
    let n_shared = bounds.len().div_ceil(MAX_ROWS).max(1);
    bounds.chunks(n_shared).filter_map(|chunk| chunk.last().copied()).collect()
}

fn shade(count: f64, most: f64) -> char {
    if count > 0.0 && most > 0.0 {
        let level = (count / most * SHADES.len() as f64).ceil() as usize;
        SHADES[level.clamp(1, SHADES.len()) - 1]
    } else {
        ' '
    }
}
