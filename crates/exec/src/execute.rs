//! From a logical plan and a store to a result.

use std::sync::Arc;

use futures_util::future::try_join_all;
use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_model::{Annotations, TimestampMs};
use promenade_plan::{Grid, LogicalPlan, NodeId, Scan};
use promenade_storage::{SelectHints, Series, SeriesSet, Storage, TimeRange};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::context::merge_annotations;
use crate::cost::{Counts, Held, QueryStats, StepStats, count_unread};
use crate::evaluate::evaluate as evaluate_node;
use crate::evaluator::{Evaluated, Evaluator};
use crate::operator::{NodeAnnotation, SparseRows};
use crate::result::{InstantSample, QueryOutput, QueryValue, RangeSeries, SampleValue};
use crate::root_matrix;
use crate::scan::Selected;
use crate::tiles::{in_pool, run_tiles};
use crate::{Block, CancelHandle, ExecError, ExecOptions, Operator, QueryContext, RowMeta, Task};

/// Evaluates a plan over a store.
pub async fn execute(
    plan: &LogicalPlan,
    storage: &dyn Storage,
    options: &ExecOptions,
    cancel: &CancelHandle,
) -> QueryOutput {
    let ctx = QueryContext::new(options.clone(), plan.grid, plan.features, cancel.clone());
    if plan.grid.n_steps() == 0 {
        // A range that ends before it starts: nothing is evaluated.
        return of_nothing_read(Ok(QueryValue::Matrix(Vec::new())));
    }
    match select_all(plan, storage, &ctx).await {
        Ok((selected, warnings)) => {
            let output = evaluate(plan, &ctx, &selected, warnings.clone());
            if output.value.is_err() || !is_in_doubt(plan, &ctx, &selected, &output.stats) {
                return output;
            }
            drop(output);
            evaluate(plan, &ctx.counting_peak(), &selected, warnings)
        }
        Err(error) => of_nothing_read(Err(error)),
    }
}

/// The outcome of a query that read nothing.
fn of_nothing_read(value: Result<QueryValue, ExecError>) -> QueryOutput {
    QueryOutput { value, annotations: Annotations::default(), stats: QueryStats::default() }
}

/// Whether the samples held at once were not counted, but might be too many for the windows that have been seen.
fn is_in_doubt(plan: &LogicalPlan, ctx: &QueryContext, selected: &SelectedSeries, stats: &QueryStats) -> bool {
    stats.n_peak_samples.is_none() && Held::where_needed(plan, selected, ctx.largest_window(), ctx).is_some()
}

/// What each selector selected.
type SelectedSeries = FxHashMap<NodeId, Selected>;

/// Resolves all scans of the plan concurrently.
async fn select_all(
    plan: &LogicalPlan,
    storage: &dyn Storage,
    ctx: &QueryContext,
) -> Result<(SelectedSeries, Vec<NodeAnnotation>), ExecError> {
    let selections = plan.scans.iter().map(|scan| async move {
        let set = storage.select(&scan.matchers, &select_hints(scan)).await?;
        Ok::<_, ExecError>((scan, set))
    });
    let (mut selected, mut annotations) = (FxHashMap::default(), Vec::new());
    for (scan, SeriesSet { series, warnings }) in try_join_all(selections).await? {
        ctx.hold(series.len() * (size_of::<Arc<dyn Series>>() + size_of::<RowMeta>()))?;
        let series = Selected::new(series, time_range(scan));
        for node in &scan.nodes {
            annotations.extend(warnings.iter().map(|w| NodeAnnotation::new(*node, w.clone())));
            selected.insert(*node, series.clone());
        }
    }
    Ok((selected, annotations))
}

/// The times that a scan reads.
fn time_range(scan: &Scan) -> TimeRange {
    TimeRange { start_ms: scan.start_ms, end_ms: scan.end_ms }
}

/// What a store is told of a scan.
pub fn select_hints(scan: &Scan) -> SelectHints {
    let grouping = scan.grouping.as_ref();
    SelectHints {
        step_ms: scan.step_ms,
        range_ms: scan.range_ms,
        func: scan.func,
        grouping: grouping.map(|g| g.labels.clone()).unwrap_or_default(),
        by: grouping.is_some_and(|g| !g.without),
        skip_buckets: scan.skip_buckets,
        start_timestamps: scan.start_timestamps,
        ..SelectHints::over(time_range(scan))
    }
}

fn evaluate(
    plan: &LogicalPlan,
    ctx: &QueryContext,
    selected: &SelectedSeries,
    mut annotations: Vec<NodeAnnotation>,
) -> QueryOutput {
    let mut stats = QueryStats::default();
    let value = in_pool(ctx, || compute(plan, ctx, selected, (&mut annotations, &mut stats)));
    stats.peak_bytes = ctx.budget.peak();
    QueryOutput { value, annotations: merge_annotations(annotations), stats }
}

fn compute(
    plan: &LogicalPlan,
    ctx: &QueryContext,
    selected: &SelectedSeries,
    (annotations, stats): (&mut Vec<NodeAnnotation>, &mut QueryStats),
) -> Result<QueryValue, ExecError> {
    let mut evaluator = Evaluator::new(ctx, selected.clone());
    evaluator.held = Held::where_needed(plan, selected, 0, ctx);
    let evaluated = evaluator.enter_query().and_then(|scope| evaluate_node(&mut evaluator, &plan.root, scope));
    let value = evaluated.and_then(|value| output(&mut evaluator, plan, value));
    annotations.append(&mut evaluator.annotations);
    let value = value.and_then(|value| settle(&evaluator, plan, stats).map(|()| value));
    count(&evaluator, stats);
    value
}

/// Counts what the result did not need, and finds how many samples were held at once.
fn settle(evaluator: &Evaluator<'_>, plan: &LogicalPlan, stats: &mut QueryStats) -> Result<(), ExecError> {
    let ctx = evaluator.ctx;
    stats.n_peak_samples = evaluator.held.as_ref().map(|held| held.peak(plan, ctx)).transpose()?;
    let unread = if ctx.counts_all_rows() { evaluator.unread.as_slice() } else { &[] };
    unread.iter().try_for_each(|(unread, n_steps)| count_unread(unread.as_ref(), *n_steps, ctx))
}

/// The counts of what was read.
fn count(evaluator: &Evaluator<'_>, stats: &mut QueryStats) {
    let Counts { queryable, read, queryable_steps, read_steps } = evaluator.frames.total();
    let Grid { start_ms, step_ms, .. } = evaluator.ctx.query_grid;
    stats.n_series = evaluator.ctx.n_series();
    stats.n_samples_read = read;
    stats.n_queryable_samples = queryable;
    stats.steps = evaluator.ctx.features.per_step_stats.then_some(StepStats {
        start_ms,
        step_ms,
        n_queryable_samples: queryable_steps,
        n_samples_read: read_steps,
    });
}

/// Turns the value of the root into the result of the query.
fn output(evaluator: &mut Evaluator<'_>, plan: &LogicalPlan, value: Evaluated) -> Result<QueryValue, ExecError> {
    let grid = plan.grid;
    let instant = plan.is_instant;
    match value {
        Evaluated::String(text) => Ok(QueryValue::String(text)),
        Evaluated::Scalar(column) if instant => Ok(QueryValue::Scalar(grid.start_ms, column.at(0))),
        Evaluated::Scalar(column) => {
            evaluator.ctx.hold(grid.n_steps().saturating_mul(size_of::<(i64, f64)>()))?;
            Ok(QueryValue::Matrix(vec![scalar_series(&column, grid)]))
        }
        Evaluated::Matrix(source) => {
            root_matrix::samples(evaluator, &plan.root, source.as_ref()).map(QueryValue::Matrix)
        }
        Evaluated::Vector(operator) if instant => {
            let samples = rows(evaluator, operator.as_ref(), instant_sample)?;
            Ok(QueryValue::Vector(grid.start_ms, samples))
        }
        Evaluated::Vector(operator) => {
            let mut series = match operator.sparse() {
                Some(sparse) => sparse_series(evaluator.ctx, operator.series(), sparse, grid)?,
                None => rows(evaluator, operator.as_ref(), |row, block, i| range_series(row, block, i, grid))?,
            };
            if !series.is_sorted_by(|a, b| a.labels <= b.labels) {
                in_pool(evaluator.ctx, || series.par_sort_by(|a, b| a.labels.cmp(&b.labels)));
            }
            Ok(QueryValue::Matrix(series))
        }
    }
}

/// The series of rows that are kept as lists of cells.
fn sparse_series(
    ctx: &QueryContext,
    meta: &[RowMeta],
    rows: &dyn SparseRows,
    grid: Grid,
) -> Result<Vec<RangeSeries>, ExecError> {
    let n_bytes = meta.len() * size_of::<RangeSeries>() + rows.max_cells() * size_of::<(TimestampMs, f64)>();
    let _memory = ctx.budget.reserve(n_bytes)?;
    let series = |cells: &mut Vec<(u32, f64)>, (row, meta): (usize, &RowMeta)| {
        cells.clear();
        rows.cells(row as u32, cells);
        let floats = cells.iter().map(|(step, v)| (grid.at(*step as usize), *v)).collect();
        RangeSeries { labels: meta.labels.clone(), floats, histograms: Vec::new() }
    };
    let all = || meta.par_iter().enumerate().with_min_len(256).map_init(Vec::new, series);
    Ok(in_pool(ctx, || all().filter(|series| !series.floats.is_empty()).collect()))
}

/// What `of_row` makes of each row that is not empty.
fn rows<T: Send>(
    evaluator: &mut Evaluator<'_>,
    operator: &dyn Operator,
    of_row: impl Fn(&RowMeta, &Block, usize) -> Option<T> + Sync,
) -> Result<Vec<T>, ExecError> {
    let ctx = evaluator.ctx;
    let meta = operator.series();
    if let Some(block) = operator.whole() {
        return rows_of_block(ctx, meta, block, of_row);
    }
    let mut out = Vec::new();
    // The result of a query counts for its memory as long as it is made.
    let mut memory = Vec::new();
    let of_tile = |rows: &[u32], block: Block, _: &mut Task<'_>| {
        let memory = ctx.budget.reserve(n_bytes::<T>(&block))?;
        let of_row = |(i, row): (usize, &u32)| of_row(&meta[*row as usize], &block, i);
        Ok((rows.iter().enumerate().filter_map(of_row).collect::<Vec<_>>(), memory))
    };
    run_tiles(operator, ctx, &mut evaluator.annotations, of_tile, |(mut rows, of_rows)| {
        out.append(&mut rows);
        memory.push(of_rows);
        Ok(())
    })?;
    Ok(out)
}

/// As [`rows`], of rows that are computed already.
fn rows_of_block<T: Send>(
    ctx: &QueryContext,
    meta: &[RowMeta],
    block: &Block,
    of_row: impl Fn(&RowMeta, &Block, usize) -> Option<T> + Sync,
) -> Result<Vec<T>, ExecError> {
    let _memory = ctx.budget.reserve(n_bytes::<T>(block))?;
    let of_row = |(i, row): (usize, &RowMeta)| of_row(row, block, i);
    if block.values().len() < PARALLEL_CELLS {
        return Ok(meta.iter().enumerate().filter_map(of_row).collect());
    }
    Ok(in_pool(ctx, || meta.par_iter().enumerate().with_min_len(16).filter_map(of_row).collect()))
}

/// Blocks of fewer cells are not worth being cut.
const PARALLEL_CELLS: usize = 32 * 1024;

/// The most bytes of what is made of a block.
fn n_bytes<T>(block: &Block) -> usize {
    let floats = block.values().len() * size_of::<(TimestampMs, f64)>();
    block.n_rows() * size_of::<T>() + floats + block.histogram_bytes()
}

fn instant_sample(row: &RowMeta, block: &Block, row_idx: usize) -> Option<InstantSample> {
    let value = match block.histogram(row_idx, 0) {
        Some(histogram) => SampleValue::Histogram(histogram.clone()),
        None if is_absent(block.row(row_idx)[0]) => return None,
        None => SampleValue::Float(block.row(row_idx)[0]),
    };
    Some(InstantSample { labels: row.labels.clone(), value })
}

fn range_series(row: &RowMeta, block: &Block, row_idx: usize, grid: Grid) -> Option<RangeSeries> {
    let floats = points(block.row(row_idx), grid);
    let histograms = block.histogram_row(row_idx).iter();
    let histograms: Vec<_> = histograms.map(|(step, h)| (grid.at(*step as usize), h.clone())).collect();
    let is_empty = floats.is_empty() && histograms.is_empty();
    (!is_empty).then(|| RangeSeries { labels: row.labels.clone(), floats, histograms })
}

/// The floats of a row with their times, in memory of just their size.
fn points(row: &[f64], grid: Grid) -> Vec<(TimestampMs, f64)> {
    let n_present = row.iter().filter(|v| !is_absent(**v)).count();
    let point = |(step_idx, v): (usize, &f64)| (grid.at(step_idx), *v);
    if n_present == row.len() {
        return row.iter().enumerate().map(point).collect();
    }
    let mut points = Vec::with_capacity(n_present);
    points.extend(row.iter().enumerate().filter(|(_, v)| !is_absent(**v)).map(point));
    points
}

fn scalar_series(column: &ScalarColumn, grid: Grid) -> RangeSeries {
    let floats = (0..grid.n_steps()).map(|step| (grid.at(step), column.at(step))).collect();
    RangeSeries { labels: promenade_model::Labels::empty(), floats, histograms: Vec::new() }
}
