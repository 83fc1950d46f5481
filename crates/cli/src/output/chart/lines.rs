//! Series over time as lines of braille dots, with axes and a legend.

use std::io::{self, Write};

use promenade::RangeSeries;
use promenade::model::TimestampMs;

use super::axis::Scale;
use super::canvas::{Canvas, Cell};
use super::grid::Grid;
use super::{Page, heatmap, legend, letter, styled};
use crate::time::Times;

/// The most rows of the drawing; more do not make it clearer.
const MAX_ROWS: usize = 20;

pub(super) fn write(series: &[RangeSeries], times: Times, page: Page, out: &mut dyn Write) -> io::Result<()> {
    if series.is_empty() {
        return Ok(());
    }
    let grid = Grid::of(times, series);
    let n_rows = match Chart::new(series, grid, page) {
        Some(chart) => chart.write(out).map(|()| chart.n_rows)?,
        None if series.iter().all(|one| one.floats.is_empty()) => return heatmap::write(series, grid, page, out),
        None => writeln!(out, "there are no finite values to draw").map(|()| 1)?,
    };
    // The axis has three lines, and the prompt of the shell one.
    legend::write(series, page.rows.saturating_sub(n_rows + 4), page, out)?;
    heatmap::write(series, grid, page, out)
}

struct Chart {
    canvas: Canvas,
    scale: Scale,
    grid: Grid,
    page: Page,
    n_columns: usize,
    n_rows: usize,
    n_series: usize,
    label_width: usize,
}

impl Chart {
    /// `None` if there is no finite value.
    fn new(series: &[RangeSeries], grid: Grid, page: Page) -> Option<Self> {
        let finite = || series.iter().flat_map(|one| one.floats.iter()).map(|(_, v)| v).filter(|v| v.is_finite());
        let (min, max) = (finite().reduce(f64::min)?, finite().reduce(f64::max)?);
        let n_rows = page.rows.saturating_sub(4 + series.len().min(page.rows / 2)).clamp(6, MAX_ROWS);
        let scale = Scale::new(min, max, n_rows / 4);
        let label_width = scale.marks().map(|mark| scale.label(mark).len()).max().unwrap_or(0);
        let n_columns = page.columns.saturating_sub(label_width + 2).max(8);
        let canvas = Canvas::new(n_columns, n_rows);
        let mut chart = Self { canvas, scale, grid, page, n_columns, n_rows, n_series: series.len(), label_width };
        for (idx, one) in series.iter().enumerate() {
            chart.draw(one, idx);
        }
        Some(chart)
    }

    fn draw(&mut self, series: &RangeSeries, idx: usize) {
        let mut before: Option<(TimestampMs, (usize, usize))> = None;
        for (t_ms, value) in series.floats.iter() {
            if !value.is_finite() {
                before = None;
                continue;
            }
            let dot = self.dot(t_ms, value);
            match before {
                Some((t, from)) if t_ms - t <= self.grid.join_within_ms => self.canvas.line(from, dot, idx),
                _ => self.canvas.dot(dot.0, dot.1, idx),
            }
            before = Some((t_ms, dot));
        }
    }

    fn dot(&self, t_ms: TimestampMs, value: f64) -> (usize, usize) {
        let (n_x, n_y) = self.canvas.n_dots();
        let x = self.grid.place(t_ms) * (n_x - 1) as f64;
        let y = (1.0 - self.scale.place(value)) * (n_y - 1) as f64;
        (x.round() as usize, y.round() as usize)
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let labels = self.value_labels();
        let width = self.label_width;
        for (row, label) in labels.iter().enumerate() {
            let axis = if label.is_some() { '┤' } else { '│' };
            let text = format!("{:>width$} {axis}", label.as_deref().unwrap_or(""));
            writeln!(out, "{}{}", styled(self.page.faint(), &text), self.row(row).trim_end())?;
        }
        self.grid.write_axis(width, self.n_columns, self.page, out)
    }

    /// The labels of the rows; of two marks in one row the lower one.
    fn value_labels(&self) -> Vec<Option<String>> {
        let mut labels = vec![None; self.n_rows];
        for mark in self.scale.marks() {
            let y = (1.0 - self.scale.place(mark)) * (self.canvas.n_dots().1 - 1) as f64;
            let row = (y.round() as usize / 4).min(self.n_rows - 1);
            labels[row].get_or_insert_with(|| self.scale.label(mark));
        }
        labels
    }

    fn row(&self, row: usize) -> String {
        let mut text = String::new();
        for run in self.canvas.row(row).chunk_by(|a, b| same_look(*a, *b)) {
            let characters: String = run.iter().map(|cell| self.character(*cell)).collect();
            let style = if run[0].is_empty() { anstyle::Style::new() } else { self.page.style(run[0].series_idx) };
            text.push_str(&styled(style, &characters));
        }
        text
    }

    /// Without colours a letter tells a series from the others.
    fn character(&self, cell: Cell) -> char {
        match (cell.is_empty(), self.n_series > 1 && !self.page.color) {
            (true, _) => ' ',
            (false, true) => letter(cell.series_idx),
            (false, false) => cell.braille(),
        }
    }
}

fn same_look(a: Cell, b: Cell) -> bool {
    a.is_empty() == b.is_empty() && (a.is_empty() || a.series_idx == b.series_idx)
}
