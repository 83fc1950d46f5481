//! From a logical plan and a store to a result.

use std::borrow::Cow;
use std::sync::Arc;

use futures_util::future::try_join_all;
use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_model::TimestampMs;
use promenade_plan::{Grid, LogicalPlan, NodeId, Scan, hints};
use promenade_storage::{SampleValue, SelectHints, Series, Storage, TimeRange};
use rayon::ThreadPool;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::background;
use crate::context::merge_notes;
use crate::cost::{Counts, Held, QueryStats, StepStats, count_unread};
use crate::loads::{self, Loads};
use crate::operator::{Note, SparseRows};
use crate::operators::duplicates;
use crate::physical::{Builder, Value};
use crate::result::{InstantSample, QueryOutput, QueryValue, RangeSeries};
use crate::root_matrix;
use crate::scan::{Loading, Selected};
use crate::tiles::{in_pool, materialize, run_tiles};
use crate::wait::wait;
use crate::{Block, CancelHandle, ExecError, ExecOptions, Operator, QueryContext, RowMeta, Task};

/// Evaluates a plan over a store. What the future waits for is the store and the query's threads: it never computes
/// itself. Where it is dropped, the query is cancelled.
pub async fn execute(
    plan: &Arc<LogicalPlan>,
    storage: &dyn Storage,
    options: &ExecOptions,
    cancel: &CancelHandle,
) -> QueryOutput {
    let (loads, requests) = loads::channel();
    match Evaluation::select(plan, storage, (options, cancel), Some(loads)).await {
        Ok(evaluation) => background::compute(evaluation, storage, requests).await,
        Err(output) => output,
    }
}

/// Evaluates a plan over a store on this thread and the query's threads, and returns when it is done.
///
/// A thread of a pool never waits for samples, or a pool might wait for itself: there, all samples are loaded at once.
pub fn execute_blocking(
    plan: &Arc<LogicalPlan>,
    storage: &dyn Storage,
    options: &ExecOptions,
    cancel: &CancelHandle,
) -> QueryOutput {
    let (loads, requests) = loads::channel();
    let loads = rayon::current_thread_index().is_none().then_some(loads);
    let output =
        wait(Evaluation::select(plan, storage, (options, cancel), loads)).and_then(|selected| match selected {
            Ok(evaluation) if evaluation.is_to_be_loaded() => wait(background::compute(evaluation, storage, requests)),
            Ok(evaluation) => Ok(evaluation.compute()),
            Err(output) => Ok(output),
        });
    output.unwrap_or_else(QueryOutput::failed)
}

/// A query whose selectors are resolved: all that computing its value takes.
pub(crate) struct Evaluation {
    plan: Arc<LogicalPlan>,
    ctx: QueryContext,
    selected: SelectedSeries,
    /// What the store had to say.
    warnings: Vec<Note>,
}

impl Evaluation {
    /// Resolves the selectors of a plan; the outcome of the query where there is nothing to compute. Without `loads` all
    /// series are loaded here that are to be loaded.
    async fn select(
        plan: &Arc<LogicalPlan>,
        storage: &dyn Storage,
        (options, cancel): (&ExecOptions, &CancelHandle),
        loads: Option<Loads>,
    ) -> Result<Self, QueryOutput> {
        let ctx = QueryContext::new(options.clone(), plan.grid, cancel.clone());
        if plan.grid.step_count() == 0 {
            // A range that ends before it starts: nothing is evaluated.
            return Err(QueryOutput::of_nothing(Ok(QueryValue::Matrix(Vec::new()))));
        }
        let selected = select_all(plan, storage, loads.as_ref(), &ctx).await;
        let (selected, warnings) = selected.map_err(QueryOutput::failed)?;
        Ok(Self { plan: Arc::clone(plan), ctx, selected, warnings })
    }

    /// Whether samples are to be loaded while the value is computed.
    fn is_to_be_loaded(&self) -> bool {
        self.selected.values().any(|selected| selected.loading().is_some())
    }

    /// The handle that ends the query.
    pub(crate) fn cancel_handle(&self) -> CancelHandle {
        self.ctx.cancel_handle()
    }

    /// The threads of the query, where it has its own.
    pub(crate) fn pool(&self) -> Option<Arc<ThreadPool>> {
        self.ctx.options.pool.clone()
    }

    /// Computes the value.
    pub(crate) fn compute(self) -> QueryOutput {
        let Self { plan, ctx, selected, warnings } = self;
        let output = evaluate(&plan, &ctx, &selected, warnings.clone());
        if output.value.is_err() || !is_in_doubt(&plan, &ctx, &selected, &output.stats) {
            return output;
        }
        drop(output);
        evaluate(&plan, &ctx.counting_peak(), &selected, warnings)
    }
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
    loads: Option<&Loads>,
    ctx: &QueryContext,
) -> Result<(SelectedSeries, Vec<Note>), ExecError> {
    let selections = plan.scans.iter().map(|scan| async move {
        let hints = select_hints(scan);
        let set = storage.select(&scan.matchers, &hints).await?;
        ctx.hold(set.series().len().saturating_mul(size_of::<Arc<dyn Series>>() + size_of::<RowMeta>()))?;
        let warnings = set.warnings().to_vec();
        let selected = match (set.is_to_be_loaded(), loads) {
            (false, _) => Selected::new(set.into_series(), time_range(scan), None),
            (true, Some(loads)) => {
                let loading = Loading { hints: Arc::new(hints), loads: loads.clone() };
                Selected::new(set.into_series(), time_range(scan), Some(loading))
            }
            (true, None) => {
                let series = load_all(storage, set.series(), &hints, ctx).await?;
                Selected::new(series, time_range(scan), None)
            }
        };
        Ok::<_, ExecError>((scan, selected, warnings))
    });
    let (mut selected, mut notes) = (FxHashMap::default(), Vec::new());
    for (scan, series, warnings) in try_join_all(selections).await? {
        for node in &scan.nodes {
            notes.extend(warnings.iter().map(|w| Note { node: *node, annotation: w.clone() }));
            selected.insert(*node, series.clone());
        }
    }
    Ok((selected, notes))
}

/// Loads all series of a selection; they stay in memory as long as the query runs.
async fn load_all(
    storage: &dyn Storage,
    series: &[Arc<dyn Series>],
    hints: &SelectHints,
    ctx: &QueryContext,
) -> Result<Vec<Arc<dyn Series>>, ExecError> {
    let n_bytes =
        |series: &[Arc<dyn Series>]| series.iter().fold(0_usize, |sum, one| sum.saturating_add(one.n_bytes()));
    let expected = n_bytes(series);
    ctx.hold(expected)?;
    let loaded = loads::checked(storage.load(series, hints).await?, series.len())?;
    ctx.hold(n_bytes(&loaded).saturating_sub(expected))?;
    Ok(loaded)
}

/// The times that a scan reads.
fn time_range(scan: &Scan) -> TimeRange {
    TimeRange { start_ms: scan.start_ms, end_ms: scan.end_ms }
}

/// What a store is told of a scan.
pub fn select_hints(scan: &Scan) -> SelectHints {
    let grouping = scan.grouping.as_ref();
    let mut hints = SelectHints::over(time_range(scan));
    hints.step_ms = scan.step_ms;
    hints.range_ms = scan.range_ms;
    hints.func = scan.func.map(Cow::Borrowed);
    hints.grouping = grouping.map(|g| g.labels.clone()).unwrap_or_default();
    hints.by = grouping.is_some_and(|g| !g.without);
    hints.skip_buckets = scan.skip_buckets;
    hints.start_timestamps = scan.start_timestamps;
    hints
}

fn evaluate(plan: &LogicalPlan, ctx: &QueryContext, selected: &SelectedSeries, mut notes: Vec<Note>) -> QueryOutput {
    let mut stats = QueryStats::default();
    let value = in_pool(ctx, || compute(plan, ctx, selected, (&mut notes, &mut stats)));
    stats.peak_bytes = ctx.budget.peak();
    notes.extend(ctx.step_notes.take());
    QueryOutput { value, annotations: merge_notes(notes), stats }
}

fn compute(
    plan: &LogicalPlan,
    ctx: &QueryContext,
    selected: &SelectedSeries,
    (notes, stats): (&mut Vec<Note>, &mut QueryStats),
) -> Result<QueryValue, ExecError> {
    let mut builder = Builder::new(ctx, selected.clone());
    builder.held = Held::where_needed(plan, selected, 0, ctx);
    let scans = hints::selectors(plan, ctx.options.features);
    builder.times = scans.iter().flat_map(|scan| scan.nodes.iter().map(|node| (*node, time_range(scan)))).collect();
    let built = builder.enter_query().and_then(|()| builder.build(&plan.root, plan.grid));
    let value = built.and_then(|value| output(&mut builder, plan, value));
    notes.append(&mut builder.notes);
    let value = value.and_then(|value| settle(&builder, plan, stats).map(|()| value));
    count(&builder, stats);
    value
}

/// Counts what the result did not need, and finds how many samples were held at once.
fn settle(builder: &Builder<'_>, plan: &LogicalPlan, stats: &mut QueryStats) -> Result<(), ExecError> {
    let ctx = builder.ctx;
    stats.n_peak_samples = builder.held.as_ref().map(|held| held.peak(plan, ctx)).transpose()?;
    let unread = if ctx.counts_all_rows() { builder.unread.as_slice() } else { &[] };
    unread.iter().try_for_each(|(unread, n_steps)| count_unread(unread.as_ref(), *n_steps, ctx))
}

/// The counts of what was read.
fn count(builder: &Builder<'_>, stats: &mut QueryStats) {
    let Counts { queryable, read, queryable_steps, read_steps } = builder.frames.total();
    let Grid { start_ms, step_ms, .. } = builder.ctx.query_grid;
    stats.n_series = builder.ctx.n_series();
    stats.n_samples_read = read;
    stats.n_queryable_samples = queryable;
    stats.steps = builder.ctx.options.features.per_step_stats.then_some(StepStats {
        start_ms,
        step_ms,
        n_queryable_samples: queryable_steps,
        n_samples_read: read_steps,
    });
}

/// Turns the value of the root into the result of the query.
fn output(builder: &mut Builder<'_>, plan: &LogicalPlan, value: Value) -> Result<QueryValue, ExecError> {
    let grid = plan.grid;
    let instant = plan.is_instant;
    match value {
        Value::String(text) => Ok(QueryValue::String(text)),
        Value::Scalar(column) if instant => Ok(QueryValue::Scalar(grid.start_ms, column.at(0))),
        Value::Scalar(column) => {
            builder.ctx.hold(grid.n_steps().saturating_mul(size_of::<(i64, f64)>()))?;
            Ok(QueryValue::Matrix(vec![scalar_series(&column, grid)]))
        }
        Value::Matrix(source) => root_matrix::samples(builder, &plan.root, source.as_ref()).map(QueryValue::Matrix),
        Value::Vector(operator) if instant => {
            let samples = rows(builder, operator.as_ref(), instant_sample)?;
            Ok(QueryValue::Vector(grid.start_ms, samples))
        }
        Value::Vector(operator) => {
            let mut series = match operator.sparse() {
                Some(sparse) if !builder.ctx.delays_name_removal() => {
                    sparse_series(builder.ctx, operator.series(), sparse, grid)?
                }
                _ => rows(builder, operator.as_ref(), |row, block, i| range_series(row, block, i, grid))?,
            };
            if !series.is_sorted_by(|a, b| a.labels <= b.labels) {
                in_pool(builder.ctx, || series.par_sort_by(|a, b| a.labels.cmp(&b.labels)));
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

/// What `of_row` makes of each row that is not empty, with names dropped where that was left for the end.
fn rows<T: Send>(
    builder: &mut Builder<'_>,
    operator: &dyn Operator,
    of_row: impl Fn(&RowMeta, &Block, usize) -> Option<T> + Sync,
) -> Result<Vec<T>, ExecError> {
    let ctx = builder.ctx;
    let mut meta = operator.series().clone();
    if ctx.delays_name_removal() {
        meta = meta.iter().map(without_dropped_name).collect();
        if duplicates::has_duplicates(&meta) {
            let block = materialize(operator, ctx, &mut builder.notes)?;
            let (meta, block) = duplicates::merge_rows(&meta, &block, ctx)?;
            return rows_of_block(ctx, &meta, &block, of_row);
        }
    }
    if let Some(block) = operator.whole() {
        return rows_of_block(ctx, &meta, block, of_row);
    }
    let mut out = Vec::new();
    // The result of a query counts for its memory as long as it is made.
    let mut memory = Vec::new();
    let of_tile = |rows: &[u32], block: Block, _: &mut Task<'_>| {
        let memory = ctx.budget.reserve(n_bytes::<T>(&block))?;
        let of_row = |(i, row): (usize, &u32)| of_row(&meta[*row as usize], &block, i);
        Ok((rows.iter().enumerate().filter_map(of_row).collect::<Vec<_>>(), memory))
    };
    run_tiles(operator, ctx, &mut builder.notes, of_tile, |(mut rows, of_rows)| {
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

fn without_dropped_name(row: &RowMeta) -> RowMeta {
    let labels = if row.drop_name { row.labels.without_metadata() } else { row.labels.clone() };
    RowMeta { labels, drop_name: false }
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
