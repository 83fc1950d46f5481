//! Groups the rows of a vector into histograms: classic ones have a row per bucket, native ones a single row.

use std::sync::Arc;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use promenade_functions::samples::is_absent;
use promenade_go::strconv::parse_go_float;
use promenade_model::histogram::HistogramView;
use promenade_model::labels::{BUCKET_LABEL, hash_key};
use promenade_model::quantile::ClassicBucket;
use promenade_model::{Annotation, Labels, SharedHistogram, value::SourceRange};
use promenade_plan::{Node, NodeId};
use promenade_storage::MaybeSync;
use rustc_hash::FxHashMap;

use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::Materialized;
use crate::tiles::{run_chosen_tiles, tile_rows};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

/// A function over histograms. It computes one or more output rows for each histogram.
pub(super) trait HistogramFunction: MaybeSync {
    /// The number of output rows per histogram.
    fn n_outputs(&self) -> usize;

    /// The labels of an output row. `labels` are those of the histogram without `le` and, if it is dropped, the
    /// metric name.
    fn labels(&self, output_idx: usize, labels: &Labels) -> Labels;

    /// Computes a cell of an output row from a classic histogram.
    fn classic(&self, at: &At<'_>, buckets: &mut Vec<ClassicBucket>, task: &mut Task<'_>) -> f64;

    /// Computes the cells of an output row from a classic histogram at the steps where this is cheap, and sets
    /// `is_done` there. Bucket `i` has the upper bound `bounds[i]` and the counts `counts[i]`.
    fn classic_steps(
        &self,
        output_idx: usize,
        bounds: &[f64],
        counts: &[&[f64]],
        out: &mut [f64],
        is_done: &mut [bool],
    ) {
        let _ = (output_idx, bounds, counts, out, is_done);
    }

    /// Computes a cell of an output row from a native histogram.
    fn native(&self, at: &At<'_>, histogram: &HistogramView<'_>, task: &mut Task<'_>) -> f64;
}

/// The output cell to compute.
pub(super) struct At<'a> {
    /// The index of the output row.
    pub(super) output_idx: usize,
    /// The step.
    pub(super) step_idx: usize,
    /// The metric name for annotations; empty unless names are dropped at the end of the query.
    pub(super) metric_name: &'a str,
}

/// The rows of one histogram.
struct Group {
    labels: Labels,
    drop_name: bool,
    /// The rows of classic buckets and their upper bounds, sorted by bound.
    classic: Vec<(u32, f64)>,
    /// The row that may have native histograms.
    native: Option<u32>,
}

impl Group {
    /// A group for a row with only native histograms.
    fn of_native(row: &RowMeta, row_idx: u32) -> Self {
        Self { labels: row.labels.clone(), drop_name: row.drop_name, classic: Vec::new(), native: Some(row_idx) }
    }
}

/// Evaluates a function over the histograms of a vector, the value of `arg`.
pub(super) fn evaluate(
    evaluator: &mut Evaluator<'_>,
    input: &dyn Operator,
    node: &Node,
    arg: &Node,
    function: &dyn HistogramFunction,
) -> Result<Evaluated, ExecError> {
    let groups = Groups::new(input.series());
    let (rows, tiles) = groups.tiles(input.n_steps());
    let tile_rows: Vec<&[u32]> = tiles.iter().map(|tile| &rows[tile.rows.clone()]).collect();
    let evaluation = Evaluation { function, node: node.id, arg_range: arg.range.clone(), groups: &groups };
    let ctx = evaluator.ctx;
    let mut meta: Vec<RowMeta> = Vec::new();
    let mut blocks: Vec<Block> = Vec::new();
    let tile_of: FxHashMap<u32, &Tile> = tiles.iter().map(|tile| (rows[tile.rows.start], tile)).collect();
    run_chosen_tiles(
        input,
        &tile_rows,
        ctx,
        &mut evaluator.annotations,
        |rows, block, task| evaluation.tile(tile_of[&rows[0]], &block, task),
        |output| {
            for (row, block) in output {
                meta.push(row);
                blocks.push(block);
            }
            Ok(())
        },
    )?;
    let block = stack(&blocks, input.n_steps(), ctx)?;
    drop(blocks);
    Ok(Evaluated::Vector(Arc::new(Materialized::new(meta.into(), block))))
}

/// Stacks blocks of one row each into one block.
fn stack(blocks: &[Block], n_steps: usize, ctx: &QueryContext) -> Result<Block, ExecError> {
    let mut all = Block::empty(blocks.len(), n_steps, &ctx.budget)?;
    for (i, block) in blocks.iter().enumerate() {
        all.copy_row(i, block, 0);
    }
    Ok(all)
}

/// The histograms of a vector.
struct Groups {
    groups: Vec<Group>,
    /// The rows of the vector.
    meta: Arc<[RowMeta]>,
}

impl Groups {
    /// Groups rows into histograms. A row with `le` belongs to the classic histogram of its other labels. Any row may
    /// have native histograms: without a valid `le`, a row joins the group of its labels or forms one.
    fn new(meta: &Arc<[RowMeta]>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut by_labels: HashTable<usize> = HashTable::new();
        let mut key = Vec::new();
        // Rows are sorted, so a row often has the same `le` as the previous one.
        let mut last = ("", None);
        for (i, row) in meta.iter().enumerate() {
            let text = row.labels.get(BUCKET_LABEL);
            if text != last.0 {
                last = (text, parse_go_float(text).ok().filter(|bound| !bound.is_nan()));
            }
            let bound = last.1;
            let left_out: &[&str] = if bound.is_some() { &[BUCKET_LABEL] } else { &[] };
            row.labels.bytes_without(left_out, &mut key);
            let is_same = |idx: &usize| groups[*idx].labels.as_bytes() == key;
            let hash_of = |idx: &usize| groups[*idx].labels.hash_key();
            let group_idx = match by_labels.entry(hash_key(&key), is_same, hash_of) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => {
                    new.insert(groups.len());
                    let labels = row.labels.without_names(left_out);
                    groups.push(Group { labels, drop_name: row.drop_name, classic: Vec::new(), native: None });
                    groups.len() - 1
                }
            };
            match bound {
                Some(bound) => groups[group_idx].classic.push((i as u32, bound)),
                // Rows with equal labels have no common step, or an error is reported later.
                None if groups[group_idx].native.is_some() => groups.push(Group::of_native(row, i as u32)),
                None => groups[group_idx].native = Some(i as u32),
            }
        }
        for group in &mut groups {
            group.classic.sort_by(|a, b| a.1.total_cmp(&b.1));
        }
        Self { groups, meta: meta.clone() }
    }

    /// Splits the groups into tiles; returns the concatenated input rows of all tiles.
    fn tiles(&self, n_steps: usize) -> (Vec<u32>, Vec<Tile>) {
        let limit = tile_rows(n_steps);
        let (mut rows, mut tiles): (Vec<u32>, Vec<Tile>) = (Vec::new(), Vec::new());
        let (mut first_group, mut first_row) = (0, 0);
        for (i, group) in self.groups.iter().enumerate() {
            rows.extend(group.classic.iter().map(|(row, _)| *row).chain(group.native));
            if rows.len() - first_row >= limit || i + 1 == self.groups.len() {
                tiles.push(Tile { groups: first_group..i + 1, rows: first_row..rows.len() });
                (first_group, first_row) = (i + 1, rows.len());
            }
        }
        (rows, tiles)
    }
}

/// Consecutive groups, and the range of their input rows.
struct Tile {
    groups: std::ops::Range<usize>,
    rows: std::ops::Range<usize>,
}

struct Evaluation<'a> {
    function: &'a dyn HistogramFunction,
    node: NodeId,
    arg_range: SourceRange,
    groups: &'a Groups,
}

impl Evaluation<'_> {
    /// Computes the output rows of a tile's groups; `block` has their input rows, group by group.
    fn tile(&self, tile: &Tile, block: &Block, task: &mut Task<'_>) -> Result<Vec<(RowMeta, Block)>, ExecError> {
        let mut out = Vec::new();
        let mut row_idx = 0;
        for group in &self.groups.groups[tile.groups.clone()] {
            let rows = row_idx..row_idx + group.classic.len() + usize::from(group.native.is_some());
            row_idx = rows.end;
            self.stray_histograms(group, block, rows.start, task, &mut out)?;
            self.group(group, block, rows.start, task, &mut out)?;
        }
        Ok(out)
    }

    fn group(
        &self,
        group: &Group,
        block: &Block,
        first: usize,
        task: &mut Task<'_>,
        out: &mut Vec<(RowMeta, Block)>,
    ) -> Result<(), ExecError> {
        let native_row = group.native.map(|_| first + group.classic.len());
        if let (Some(row), Some(input_row)) = (native_row, group.native) {
            self.bad_bucket(block.row(row), input_row, task);
        }
        let mut rows = self.empty_rows(block.n_steps(), task)?;
        let mut buckets = Vec::with_capacity(group.classic.len());
        let is_done = if native_row.is_some() {
            vec![false; block.n_steps()]
        } else {
            self.easy_steps(group, block, first, &mut rows)
        };
        for step_idx in (0..block.n_steps()).filter(|step_idx| !is_done[*step_idx]) {
            buckets.clear();
            for (i, (_, upper_bound)) in group.classic.iter().enumerate() {
                let count = block.row(first + i)[step_idx];
                if !is_absent(count) {
                    buckets.push(ClassicBucket { upper_bound: *upper_bound, count });
                }
            }
            let native = native_row.and_then(|row| block.histogram(row, step_idx));
            self.step(group, step_idx, &mut buckets, native, task, &mut rows);
        }
        self.push(&group.labels, group.drop_name, rows, task.ctx, out);
        Ok(())
    }

    /// Computes all output rows at the steps where this is cheap; returns these steps.
    fn easy_steps(&self, group: &Group, block: &Block, first: usize, rows: &mut [Block]) -> Vec<bool> {
        let bounds: Vec<f64> = group.classic.iter().map(|(_, bound)| *bound).collect();
        let counts: Vec<&[f64]> = (first..first + bounds.len()).map(|row| block.row(row)).collect();
        let mut are_done = vec![true; block.n_steps()];
        let mut is_done = vec![false; block.n_steps()];
        for (output_idx, row) in rows.iter_mut().enumerate() {
            is_done.fill(false);
            self.function.classic_steps(output_idx, &bounds, &counts, row.row_mut(0), &mut is_done);
            are_done.iter_mut().zip(&is_done).for_each(|(all, one)| *all &= *one);
        }
        are_done
    }

    fn step(
        &self,
        group: &Group,
        step_idx: usize,
        buckets: &mut Vec<ClassicBucket>,
        native: Option<&SharedHistogram>,
        task: &mut Task<'_>,
        rows: &mut [Block],
    ) {
        let metric_name = if task.ctx.delays_name_removal() { group.labels.metric_name() } else { "" };
        if !buckets.is_empty() && native.is_some() {
            let mixed = Annotation::mixed_classic_native_histograms(metric_name, self.arg_range.clone());
            task.annotate(self.node, mixed);
            return;
        }
        let native = native.map(HistogramView::from);
        for (output_idx, row) in rows.iter_mut().enumerate() {
            let at = At { output_idx, step_idx, metric_name };
            if let Some(histogram) = &native {
                row.row_mut(0)[step_idx] = self.function.native(&at, histogram, task);
            } else if !buckets.is_empty() {
                row.row_mut(0)[step_idx] = self.function.classic(&at, buckets, task);
            }
        }
    }

    /// Evaluates native histograms in rows with a valid `le`; each such row is a histogram of its own.
    fn stray_histograms(
        &self,
        group: &Group,
        block: &Block,
        first: usize,
        task: &mut Task<'_>,
        out: &mut Vec<(RowMeta, Block)>,
    ) -> Result<(), ExecError> {
        for (i, (input_row, _)) in group.classic.iter().enumerate() {
            let cells = block.histogram_row(first + i);
            if cells.is_empty() {
                continue;
            }
            let row = &self.groups.meta[*input_row as usize];
            let metric_name = if task.ctx.delays_name_removal() { row.labels.metric_name() } else { "" };
            let mut rows = self.empty_rows(block.n_steps(), task)?;
            for (step, histogram) in cells {
                let histogram = HistogramView::from(histogram);
                for (output_idx, out_row) in rows.iter_mut().enumerate() {
                    let at = At { output_idx, step_idx: *step as usize, metric_name };
                    out_row.row_mut(0)[at.step_idx] = self.function.native(&at, &histogram, task);
                }
            }
            self.push(&row.labels, row.drop_name, rows, task.ctx, out);
        }
        Ok(())
    }

    /// Warns about a float without a valid `le`.
    fn bad_bucket(&self, row: &[f64], input_row: u32, task: &mut Task<'_>) {
        if row.iter().all(|v| is_absent(*v)) {
            return;
        }
        let labels = &self.groups.meta[input_row as usize].labels;
        let metric_name = if task.ctx.delays_name_removal() { labels.metric_name() } else { "" };
        let bad = Annotation::bad_bucket_label(metric_name, labels.get(BUCKET_LABEL), self.arg_range.clone());
        task.annotate(self.node, bad);
    }

    fn empty_rows(&self, n_steps: usize, task: &Task<'_>) -> Result<Vec<Block>, ExecError> {
        (0..self.function.n_outputs()).map(|_| Block::empty(1, n_steps, &task.ctx.budget)).collect()
    }

    fn push(
        &self,
        labels: &Labels,
        drop_name: bool,
        rows: Vec<Block>,
        ctx: &QueryContext,
        out: &mut Vec<(RowMeta, Block)>,
    ) {
        let base = RowMeta { labels: labels.clone(), drop_name }.without_name(ctx);
        for (output_idx, block) in rows.into_iter().enumerate() {
            if !block.is_row_empty(0) {
                let labels = self.function.labels(output_idx, &base.labels);
                out.push((RowMeta { labels, drop_name: base.drop_name }, block));
            }
        }
    }
}
