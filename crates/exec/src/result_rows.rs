//! Builds the rows of a result: samples of an instant query, or series of a range query, which keep the columns in
//! which they were computed.

use arrow_buffer::ScalarBuffer;
use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_model::Labels;
use promenade_plan::Grid;
use promenade_storage::{MaybeSync, SampleValue};

use crate::budget::Reservation;
use crate::column::FloatColumn;
use crate::evaluator::Evaluator;
use crate::operator::{NodeAnnotation, SparseRows};
use crate::parallel::prelude::*;
use crate::result::{InstantSample, RangeSeries};
use crate::tiles::{in_pool, run_tiles_of};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

/// The samples of an instant query.
///
/// # Errors
/// Returns any error of computing the rows.
pub(crate) fn instant_samples(
    evaluator: &mut Evaluator<'_>,
    operator: &dyn Operator,
) -> Result<Vec<InstantSample>, ExecError> {
    let rows = all_rows(operator);
    made_of(operator, &rows, evaluator.ctx, &mut evaluator.annotations, |block, ctx| {
        let n_bytes = block.n_rows() * size_of::<InstantSample>() + block.histogram_bytes();
        let memory = ctx.budget.reserve(n_bytes)?;
        Ok((RowsOf { block, n_present: Vec::new(), shared: None, grid: ctx.query_grid }, memory))
    })
}

/// The series of a range query.
///
/// # Errors
/// Returns any error of computing the rows.
pub(crate) fn range_series(
    evaluator: &mut Evaluator<'_>,
    operator: &dyn Operator,
    grid: Grid,
) -> Result<Vec<RangeSeries>, ExecError> {
    let rows = all_rows(operator);
    range_series_of(operator, &rows, grid, evaluator.ctx, &mut evaluator.annotations)
}

/// Some series of a range query, in the order of `rows`.
///
/// # Errors
/// Returns any error of computing the rows.
pub(crate) fn range_series_of(
    operator: &dyn Operator,
    rows: &[u32],
    grid: Grid,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
) -> Result<Vec<RangeSeries>, ExecError> {
    made_of(operator, rows, ctx, annotations, |mut block, ctx| {
        let n_steps = block.n_steps();
        let n_present: Vec<usize> = (0..block.n_rows()).map(|row_idx| n_present(block.row(row_idx))).collect();
        let n_dense = n_present.iter().filter(|n| is_dense(**n, n_steps)).count();
        let n_listed_bytes = (block.n_rows() - n_dense) * n_steps.div_ceil(2) * size_of::<(i64, f64)>();
        let n_bytes = block.n_rows() * size_of::<RangeSeries>() + block.histogram_bytes() + n_listed_bytes;
        let mut memory = ctx.budget.reserve(n_bytes)?;
        let shared = match block {
            // The memory of a tile is kept if most of it is used.
            Source::Tile(ref mut tile) if n_dense * 2 >= tile.n_rows() => {
                let (values, of_values) = tile.take_values()?;
                memory.merge(of_values);
                Some(values)
            }
            _ => {
                memory.grow(n_dense.saturating_mul(n_steps).saturating_mul(size_of::<f64>()))?;
                None
            }
        };
        Ok((RowsOf { block, n_present, shared, grid }, memory))
    })
}

/// The series of a scalar in a range query.
///
/// # Errors
/// Returns an error if the query exceeds its memory limit.
pub(crate) fn scalar(ctx: &QueryContext, column: &ScalarColumn, grid: Grid) -> Result<Vec<RangeSeries>, ExecError> {
    let n_steps = grid.n_steps();
    ctx.hold(n_steps.saturating_mul(size_of::<f64>()))?;
    let values: Vec<f64> = (0..n_steps).map(|step| column.at(step)).collect();
    let floats = FloatColumn::of_steps(values.into(), 0, n_steps, grid);
    Ok(vec![RangeSeries { labels: Labels::empty(), floats, histograms: Vec::new() }])
}

/// The series of rows stored as lists of cells.
///
/// # Errors
/// Returns an error if the query exceeds its memory limit.
pub(crate) fn sparse_series(
    ctx: &QueryContext,
    meta: &[RowMeta],
    rows: &dyn SparseRows,
    grid: Grid,
) -> Result<Vec<RangeSeries>, ExecError> {
    let n_bytes = meta.len() * size_of::<RangeSeries>() + rows.max_cells() * size_of::<(i64, f64)>();
    let _memory = ctx.budget.reserve(n_bytes)?;
    let series = |cells: &mut Vec<(u32, f64)>, (row, meta): (usize, &RowMeta)| {
        cells.clear();
        rows.cells(row as u32, cells);
        let floats = FloatColumn::listed(cells.iter().map(|(step, v)| (grid.at(*step as usize), *v)).collect());
        RangeSeries { labels: meta.labels.clone(), floats, histograms: Vec::new() }
    };
    let all = || meta.par_iter().enumerate().with_min_len(256).map_init(Vec::new, series);
    Ok(in_pool(ctx, || all().filter(|series| !series.floats.is_empty()).collect()))
}

/// The block from which result rows are built.
enum Source<'a> {
    /// One of many tiles; it is used only here, so its memory can be taken.
    Tile(Block),
    /// All rows, which may also be used elsewhere.
    Whole(&'a Block),
}

impl std::ops::Deref for Source<'_> {
    type Target = Block;

    fn deref(&self) -> &Block {
        match self {
            Self::Tile(block) => block,
            Self::Whole(block) => block,
        }
    }
}

/// A block and what is needed to convert it to result rows.
struct RowsOf<'a> {
    block: Source<'a>,
    /// The number of floats of each row, for series of a range query.
    n_present: Vec<usize>,
    /// The cells of the block, if the result shares them.
    shared: Option<ScalarBuffer<f64>>,
    grid: Grid,
}

impl RowsOf<'_> {
    fn floats(&self, row_idx: usize) -> &[f64] {
        match &self.shared {
            Some(values) => &values[row_idx * self.block.n_steps()..][..self.block.n_steps()],
            None => self.block.row(row_idx),
        }
    }

    /// The floats of a row as stored in the result.
    fn column(&self, row_idx: usize) -> FloatColumn {
        let (floats, n_steps) = (self.floats(row_idx), self.block.n_steps());
        let n_present = self.n_present[row_idx];
        if !is_dense(n_present, n_steps) {
            let present = floats.iter().enumerate().filter(|(_, v)| !is_absent(**v));
            let mut samples = Vec::with_capacity(n_present);
            samples.extend(present.map(|(step, v)| (self.grid.at(step), *v)));
            return FloatColumn::listed(samples);
        }
        match &self.shared {
            Some(values) => FloatColumn::of_steps(values.clone(), row_idx * n_steps, n_present, self.grid),
            None => FloatColumn::of_steps(floats.to_vec().into(), 0, n_present, self.grid),
        }
    }
}

/// A result row built from a row of a block.
trait OfRow: Sized + Send {
    /// The row, unless it is empty.
    fn of_row(row: &RowMeta, rows: &RowsOf<'_>, row_idx: usize) -> Option<Self>;
}

impl OfRow for InstantSample {
    fn of_row(row: &RowMeta, rows: &RowsOf<'_>, row_idx: usize) -> Option<Self> {
        let value = match (rows.block.histogram(row_idx, 0), rows.floats(row_idx)[0]) {
            (Some(histogram), _) => SampleValue::Histogram(histogram.clone()),
            (None, v) if is_absent(v) => return None,
            (None, v) => SampleValue::Float(v),
        };
        Some(Self { labels: row.labels.clone(), value })
    }
}

impl OfRow for RangeSeries {
    fn of_row(row: &RowMeta, rows: &RowsOf<'_>, row_idx: usize) -> Option<Self> {
        let floats = rows.column(row_idx);
        let histograms = rows.block.histogram_row(row_idx).iter();
        let histograms: Vec<_> = histograms.map(|(step, h)| (rows.grid.at(*step as usize), h.clone())).collect();
        let is_empty = floats.is_empty() && histograms.is_empty();
        (!is_empty).then(|| Self { labels: row.labels.clone(), floats, histograms })
    }
}

fn all_rows(operator: &dyn Operator) -> Vec<u32> {
    (0..operator.n_rows() as u32).collect()
}

/// Builds the results of these rows in this order, without empty ones. `prepare` reserves the memory of the results,
/// which is released when all are built.
fn made_of<T: OfRow>(
    operator: &dyn Operator,
    rows: &[u32],
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    prepare: impl for<'b> Fn(Source<'b>, &QueryContext) -> Result<(RowsOf<'b>, Reservation), ExecError> + MaybeSync,
) -> Result<Vec<T>, ExecError> {
    let meta = operator.series();
    if let Some(block) = operator.whole() {
        let (whole, _memory) = prepare(Source::Whole(block), ctx)?;
        return Ok(rows_of_block(ctx, meta, rows, &whole));
    }
    let (mut out, mut memory) = (Vec::new(), Vec::new());
    let of_tile = |rows: &[u32], block: Block, _: &mut Task<'_>| {
        let (tile, memory) = prepare(Source::Tile(block), ctx)?;
        let of_row = |(i, row): (usize, &u32)| T::of_row(&meta[*row as usize], &tile, i);
        Ok((rows.iter().enumerate().filter_map(of_row).collect::<Vec<_>>(), memory))
    };
    run_tiles_of(operator, rows, ctx, annotations, of_tile, |(mut rows, of_rows)| {
        out.append(&mut rows);
        memory.push(of_rows);
        Ok(())
    })?;
    Ok(out)
}

/// Builds the results of rows of a computed block.
fn rows_of_block<T: OfRow>(ctx: &QueryContext, meta: &[RowMeta], rows: &[u32], block: &RowsOf<'_>) -> Vec<T> {
    let of_row = |row: &u32| T::of_row(&meta[*row as usize], block, *row as usize);
    if block.block.values().len() < PARALLEL_CELLS {
        return rows.iter().filter_map(of_row).collect();
    }
    in_pool(ctx, || rows.par_iter().with_min_len(16).filter_map(of_row).collect())
}

/// The number of cells of a block from which its rows are built in parallel.
const PARALLEL_CELLS: usize = 32 * 1024;

/// The number of cells with a float. The loop has no branches, so the compiler vectorizes it.
fn n_present(floats: &[f64]) -> usize {
    floats.iter().map(|v| usize::from(!is_absent(*v))).sum()
}

/// Whether a row takes less memory as a column than as a list.
fn is_dense(n_present: usize, n_steps: usize) -> bool {
    n_present * 2 > n_steps
}
