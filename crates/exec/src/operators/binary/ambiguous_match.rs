//! Joins of signatures shared by several series of one side: the matching rows are found at each step.

use std::sync::Arc;

use promenade_functions::samples::ABSENT;
use promenade_model::Labels;
use promenade_plan::VectorMatchCardinality;
use rustc_hash::FxHashMap;

use super::bits::StepBits;
use super::cell::{Cell, CellValue, RowCells};
use super::cell_annotation::CellAnnotations;
use super::collision::{Collision, CollisionKind, not_grouped_error, one_side_error, same_result_error};
use super::join::Join;
use super::pairs::Pair;
use super::union::Union;
use crate::block::HistogramCell;
use crate::budget::Reservation;
use crate::evaluator::Evaluator;
use crate::operators::Materialized;
use crate::parallel::prelude::*;
use crate::tiles::{in_pool, materialize, run_tiles};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta};

/// The result rows of ambiguous signatures.
pub(super) struct AmbiguousMatches {
    /// The positions of the rows in the result.
    pub(super) places: Vec<u32>,
    /// The rows.
    pub(super) rows: Materialized,
    /// The first step at which samples have more than one match, and the error. The rows end before this step.
    pub(super) collision: Option<(usize, ExecError)>,
}

/// Computes the rows of some signatures.
///
/// # Errors
/// Returns any error of computing the rows of the vectors.
pub(super) fn compute(
    evaluator: &mut Evaluator<'_>,
    join: &Join,
    signatures: &[u32],
) -> Result<AmbiguousMatches, ExecError> {
    let sides = Sides::read(evaluator, join, signatures)?;
    let mut results = sides.results(evaluator.ctx, None)?;
    let is_one_side = |c: &Collision| matches!(c.kind, CollisionKind::OneSide { .. });
    if first_collision(&results).is_some_and(is_one_side) && !join.op.fills() {
        // Prometheus checks for duplicates only at steps where the other side has a sample.
        let present = presence(evaluator, &join.many)?;
        results = sides.results(evaluator.ctx, Some(&present))?;
    }
    let collision = first_collision(&results).map(|collision| (collision.step_idx, error(join, collision)));
    let (places, rows) = collect(evaluator, join, results)?;
    Ok(AmbiguousMatches { places, rows, collision })
}

fn first_collision(results: &[GroupResult]) -> Option<&Collision> {
    results.iter().filter_map(|result| result.collision.as_ref()).min()
}

fn error(join: &Join, collision: &Collision) -> ExecError {
    match collision.kind {
        CollisionKind::NotGrouped { .. } => not_grouped_error(),
        CollisionKind::SameResult { .. } => same_result_error(),
        CollisionKind::OneSide { place, other } => {
            let labels = |row: u32| &join.one.series()[row as usize].labels;
            one_side_error(&join.labels.group(labels(place)), labels(place), labels(other), join.op.is_swapped)
        }
    }
}

/// The steps at which any row has a sample.
fn presence(evaluator: &mut Evaluator<'_>, operator: &Arc<dyn Operator>) -> Result<StepBits, ExecError> {
    let ctx = evaluator.ctx;
    let mut present = StepBits::new(1, operator.n_steps(), &ctx.budget)?;
    let of_tile = |_: &[u32], block: Block, _: &mut crate::Task<'_>| {
        let mut present = StepBits::new(1, block.n_steps(), &ctx.budget)?;
        (0..block.n_rows()).for_each(|row| present.merge_row(0, &block, row));
        Ok(present)
    };
    // The rows were read before, so their annotations are known.
    run_tiles(operator.as_ref(), ctx, &mut Vec::new(), of_tile, |tile| {
        present.merge(0, tile.slot(0));
        Ok(())
    })?;
    Ok(present)
}

/// Merges the rows of all signatures into one block, with their positions.
fn collect(
    evaluator: &mut Evaluator<'_>,
    join: &Join,
    results: Vec<GroupResult>,
) -> Result<(Vec<u32>, Materialized), ExecError> {
    let mut rows: Vec<GroupRow> = Vec::new();
    for result in results {
        evaluator.annotations.extend(result.found.of_node(join.op.op.op(), &join.node));
        rows.extend(result.rows);
    }
    rows.sort_by_key(|row| row.place);
    let mut block = Block::empty(rows.len(), join.many.n_steps(), &evaluator.ctx.budget)?;
    let (mut places, mut meta) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for (i, row) in rows.into_iter().enumerate() {
        block.row_mut(i).copy_from_slice(&row.values);
        block.set_histogram_row(i, row.histograms);
        places.push(row.place);
        meta.push(row.meta);
    }
    Ok((places, Materialized::new(meta.into(), block)))
}

/// The rows of the ambiguous signatures on both sides.
struct Sides<'a> {
    join: &'a Join,
    many: Block,
    one: Block,
    groups: Vec<Group<'a>>,
}

/// The rows of a signature, and the index of the first of them in the block of each side.
struct Group<'a> {
    many: &'a [u32],
    one: &'a [u32],
    first_many: usize,
    first_one: usize,
}

impl<'a> Sides<'a> {
    fn read(evaluator: &mut Evaluator<'_>, join: &'a Join, signatures: &[u32]) -> Result<Self, ExecError> {
        let (mut many_rows, mut one_rows) = (Vec::new(), Vec::new());
        let mut groups = Vec::with_capacity(signatures.len());
        for signature in signatures {
            let (many, one) = (join.many_groups.of(*signature), join.one_groups.of(*signature));
            groups.push(Group { many, one, first_many: many_rows.len(), first_one: one_rows.len() });
            many_rows.extend_from_slice(many);
            one_rows.extend_from_slice(one);
        }
        let mut read = |side: &Arc<dyn Operator>, rows: &[u32]| {
            materialize(&Union::pick(side, rows), evaluator.ctx, &mut evaluator.annotations)
        };
        Ok(Self { join, many: read(&join.many, &many_rows)?, one: read(&join.one, &one_rows)?, groups })
    }

    /// The results of all signatures. `present` are the steps at which the "many" side has any sample.
    fn results(&self, ctx: &QueryContext, present: Option<&StepBits>) -> Result<Vec<GroupResult>, ExecError> {
        in_pool(ctx, || {
            let results = self.groups.par_iter().map(|group| GroupResult::compute(self, group, ctx, present));
            results.with_min_len(8).collect()
        })
    }
}

/// The result rows of a signature, or its first collision.
#[derive(Default)]
struct GroupResult {
    rows: Vec<GroupRow>,
    found: CellAnnotations,
    collision: Option<Collision>,
    by_labels: FxHashMap<Labels, usize>,
    /// For each row of the "many" side: the row of the other side that it matched last, and the result row of the
    /// pair.
    last_met: Vec<Option<(Option<u32>, usize)>>,
}

struct GroupRow {
    place: u32,
    meta: RowMeta,
    values: Vec<f64>,
    histograms: Vec<HistogramCell>,
    /// One past the last step with a result, including empty ones.
    n_steps_done: usize,
    _memory: Reservation,
}

/// The only sample of the "one" side at a step.
#[derive(Clone, Copy)]
struct Present<'a> {
    row: u32,
    cell: Cell<'a>,
}

impl GroupResult {
    fn compute(
        sides: &Sides<'_>,
        group: &Group<'_>,
        ctx: &QueryContext,
        present: Option<&StepBits>,
    ) -> Result<Self, ExecError> {
        ctx.check()?;
        let mut result = Self { last_met: vec![None; group.many.len()], ..Self::default() };
        let mut many = cells(&sides.many, group.first_many, group.many.len());
        let mut one = cells(&sides.one, group.first_one, group.one.len());
        for step_idx in 0..sides.many.n_steps() {
            if present.is_some_and(|present| !present.get(0, step_idx)) {
                // Skips the step without reading the rows.
                continue;
            }
            let step = only_present(&mut one, group.one, step_idx);
            let outcome = match step {
                Ok(present) => result.step(sides.join, ctx, (step_idx, group), &mut many, present)?,
                Err(kind) => Some(kind),
            };
            if let Some(kind) = outcome {
                result.collision = Some(Collision { step_idx, kind });
                break;
            }
        }
        Ok(result)
    }

    /// Computes a step. Returns the collision if there is one.
    fn step(
        &mut self,
        join: &Join,
        ctx: &QueryContext,
        (step_idx, group): (usize, &Group<'_>),
        many: &mut [RowCells<'_>],
        one: Option<Present<'_>>,
    ) -> Result<Option<CollisionKind>, ExecError> {
        let one_cell = one.map(|one| one.cell).or(join.op.fill_one.map(Cell::Float));
        let mut has_matched = false;
        if let Some(one_cell) = one_cell {
            for (i, cells) in many.iter_mut().enumerate() {
                let Some(many_cell) = cells.at(step_idx) else { continue };
                let pair = Pair { many: Some(group.many[i]), one: one.map(|one| one.row) };
                let place = join.op.place(pair);
                let Some(value) = join.op.attempt(many_cell, one_cell, (step_idx, place), &mut self.found) else {
                    continue;
                };
                if has_matched && join.cardinality == VectorMatchCardinality::OneToOne {
                    return Ok(Some(CollisionKind::NotGrouped { place }));
                }
                has_matched = true;
                let row_idx = self.row_of(join, ctx, i, pair)?;
                if !self.rows[row_idx].put(step_idx, value) {
                    return Ok(Some(CollisionKind::SameResult { place }));
                }
            }
        }
        if let (Some(one), Some(fill), false) = (one, join.op.fill_many, has_matched) {
            let pair = Pair { many: None, one: Some(one.row) };
            let at = (step_idx, join.op.place(pair));
            if let Some(value) = join.op.attempt(Cell::Float(fill), one.cell, at, &mut self.found) {
                let row_idx = self.new_row(join, ctx, pair)?;
                self.rows[row_idx].put(step_idx, value);
            }
        }
        Ok(None)
    }

    /// The result row of a pair; the row of the "many" side is the `i`th of the group.
    fn row_of(&mut self, join: &Join, ctx: &QueryContext, i: usize, pair: Pair) -> Result<usize, ExecError> {
        match self.last_met[i] {
            Some((one, row_idx)) if one == pair.one => Ok(row_idx),
            _ => {
                let row_idx = self.new_row(join, ctx, pair)?;
                self.last_met[i] = Some((pair.one, row_idx));
                Ok(row_idx)
            }
        }
    }

    /// Finds the result row of a pair by its labels, or adds it.
    fn new_row(&mut self, join: &Join, ctx: &QueryContext, pair: Pair) -> Result<usize, ExecError> {
        let meta = join.meta(pair);
        if let Some(row_idx) = self.by_labels.get(&meta.labels) {
            return Ok(*row_idx);
        }
        let n_steps = join.many.n_steps();
        let memory = ctx.budget.reserve(n_steps * size_of::<f64>())?;
        self.by_labels.insert(meta.labels.clone(), self.rows.len());
        self.rows.push(GroupRow {
            place: join.op.place(pair),
            meta,
            values: vec![ABSENT; n_steps],
            histograms: Vec::new(),
            n_steps_done: 0,
            _memory: memory,
        });
        Ok(self.rows.len() - 1)
    }
}

impl GroupRow {
    /// Writes the cell of a step. Returns `false` if the row already has a result at this step.
    fn put(&mut self, step_idx: usize, value: CellValue) -> bool {
        if self.n_steps_done > step_idx {
            return false;
        }
        self.n_steps_done = step_idx + 1;
        match value {
            CellValue::None => {}
            CellValue::Float(v) => self.values[step_idx] = v,
            CellValue::Histogram(h) => self.histograms.push((step_idx as u32, h)),
        }
        true
    }
}

fn cells(block: &Block, first: usize, n: usize) -> Vec<RowCells<'_>> {
    (first..first + n).map(|row| RowCells::new(block.row(row), block.histogram_row(row))).collect()
}

/// The only sample of a step; an error if there are two.
fn only_present<'a>(
    cells: &mut [RowCells<'a>],
    rows: &[u32],
    step_idx: usize,
) -> Result<Option<Present<'a>>, CollisionKind> {
    let mut found: Option<Present<'a>> = None;
    for (cells, row) in cells.iter_mut().zip(rows) {
        let Some(cell) = cells.at(step_idx) else { continue };
        if let Some(found) = found {
            return Err(CollisionKind::OneSide { place: *row, other: found.row });
        }
        found = Some(Present { row: *row, cell });
    }
    Ok(found)
}
