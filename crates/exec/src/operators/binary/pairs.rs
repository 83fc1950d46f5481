//! Pairs of rows that match at all steps, computed on request.

use std::sync::Arc;

use promenade_functions::operators::float;
use promenade_functions::samples::is_absent;
use promenade_model::histogram::{RowSum, RunWriter};

use super::cell::{Cell, CellOp, CellValue, RowCells};
use super::cell_annotation::CellAnnotations;
use super::float::Operand;
use super::join::{Join, PlacedRow};
use super::union::Union;
use crate::block::HistogramCell;
use crate::context::NodeRef;
use crate::evaluator::Evaluator;
use crate::operators::Materialized;
use crate::tiles::materialize;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Two rows that match; `None` if a side is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) many: Option<u32>,
    pub(super) one: Option<u32>,
}

/// A binary operator between the cells of a pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairOp {
    pub(super) op: CellOp,
    /// Whether the "many" side is the right operand.
    pub(super) is_swapped: bool,
    pub(super) fill_many: Option<f64>,
    pub(super) fill_one: Option<f64>,
    /// The number of rows of the "many" side.
    pub(super) n_many: u32,
}

impl PairOp {
    /// The position of a pair in the result.
    pub(super) fn place(&self, pair: Pair) -> u32 {
        pair.many.unwrap_or_else(|| self.n_many + pair.one.unwrap_or_default())
    }

    /// Whether either side is filled in.
    pub(super) fn fills(&self) -> bool {
        self.fill_many.is_some() || self.fill_one.is_some()
    }

    /// The combined histogram of both sides if it can be computed bucket by bucket.
    fn row_sum<'a>(&self, many: Option<Cell<'a>>, one: Option<Cell<'a>>) -> Option<RowSum<'a>> {
        let (Some(Cell::Histogram(many)), Some(Cell::Histogram(one))) = (many, one) else { return None };
        let (lhs, rhs) = if self.is_swapped { (one, many) } else { (many, one) };
        self.op.row_sum(lhs, rhs)
    }

    /// Computes a cell at a position of a step; `None` if the operator is not defined for the two cells.
    pub(super) fn attempt(
        self,
        many: Cell<'_>,
        one: Cell<'_>,
        at: (usize, u32),
        found: &mut CellAnnotations,
    ) -> Option<CellValue> {
        let result = if self.is_swapped { self.op.of(one, many) } else { self.op.of(many, one) };
        let (value, annotation) = match result {
            Ok((value, annotation)) => (Some(value), annotation),
            Err(annotation) => (None, Some(annotation)),
        };
        if let Some(annotation) = annotation {
            found.raise(at, annotation);
        }
        value
    }
}

/// The operator over pairs.
pub(super) struct Pairs {
    many: Arc<dyn Operator>,
    one: Arc<dyn Operator>,
    rows: Vec<Pair>,
    meta: Arc<[RowMeta]>,
    op: PairOp,
    node: NodeRef,
}

impl Pairs {
    /// The pairs of a join. Rows of the "one" side that occur in several pairs are computed here.
    ///
    /// # Errors
    /// Returns any error of computing these rows.
    pub(super) fn new(
        evaluator: &mut Evaluator<'_>,
        join: Join,
        rows: Vec<PlacedRow<Pair>>,
    ) -> Result<Self, ExecError> {
        let (mut pairs, meta): (Vec<Pair>, Vec<RowMeta>) = rows.into_iter().map(|row| (row.source, row.meta)).unzip();
        let one = reusable(evaluator, join.one, &mut pairs)?;
        Ok(Self { many: join.many, one, rows: pairs, meta: meta.into(), op: join.op, node: join.node })
    }
}

/// The "one" side, computed if any of its rows occurs in several pairs.
fn reusable(
    evaluator: &mut Evaluator<'_>,
    one: Arc<dyn Operator>,
    pairs: &mut [Pair],
) -> Result<Arc<dyn Operator>, ExecError> {
    let mut n_uses = vec![0_u32; one.series().len()];
    pairs.iter().filter_map(|pair| pair.one).for_each(|row| n_uses[row as usize] += 1);
    if one.whole().is_some() || n_uses.iter().all(|n| *n < 2) {
        return Ok(one);
    }
    let used: Vec<u32> = (0..n_uses.len() as u32).filter(|row| n_uses[*row as usize] > 0).collect();
    let mut new_row = vec![0; n_uses.len()];
    used.iter().enumerate().for_each(|(i, row)| new_row[*row as usize] = i as u32);
    for row in pairs.iter_mut().filter_map(|pair| pair.one.as_mut()) {
        *row = new_row[*row as usize];
    }
    let used = Union::pick(&one, &used);
    let block = materialize(&used, evaluator.ctx, &mut evaluator.annotations)?;
    Ok(Arc::new(Materialized::new(used.series().clone(), block)))
}

impl Operator for Pairs {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.many.n_steps()
    }

    fn cell_weight(&self) -> usize {
        self.many.cell_weight().max(self.one.cell_weight())
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let pairs: Vec<Pair> = rows.iter().map(|row| self.rows[*row as usize]).collect();
        let mut own = self.many_rows(&pairs, task)?;
        let fresh;
        let other = if let Some(block) = self.one.whole() {
            OneRows { block, is_whole: true }
        } else {
            let wanted: Vec<u32> = pairs.iter().filter_map(|pair| pair.one).collect();
            fresh = self.one.block(&wanted, task)?;
            OneRows { block: &fresh, is_whole: false }
        };
        if self.is_plain(&pairs, &own, &other) {
            self.op.op.over_rows(self.op.is_swapped).apply(own.values_mut(), Operand::Cells(other.block.values()));
            return Ok(own);
        }
        let mut found = CellAnnotations::default();
        let mut n_read = 0;
        for (i, pair) in pairs.iter().enumerate() {
            let one_row = pair.one.map(|row| if other.is_whole { row as usize } else { n_read });
            n_read += usize::from(pair.one.is_some());
            self.compute_row(&mut own, i, *pair, one_row.map(|row| (other.block, row)), &mut found);
            own.count_row(i)?;
        }
        task.annotations.extend(found.of_node(self.op.op.op(), &self.node));
        Ok(own)
    }
}

/// The rows of the "one" side: all of them, or those of the requested pairs.
struct OneRows<'a> {
    block: &'a Block,
    is_whole: bool,
}

impl Pairs {
    /// The rows of the "many" side; the fill value if a pair has no such row.
    fn many_rows(&self, pairs: &[Pair], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let wanted: Vec<u32> = pairs.iter().filter_map(|pair| pair.many).collect();
        let block = self.many.block(&wanted, task)?;
        if wanted.len() == pairs.len() {
            return Ok(block);
        }
        let mut out = Block::empty(pairs.len(), self.n_steps(), &task.ctx.budget)?;
        let mut n_read = 0;
        for (i, pair) in pairs.iter().enumerate() {
            if pair.many.is_some() {
                out.copy_row(i, &block, n_read);
                n_read += 1;
            } else if let Some(fill) = self.op.fill_many {
                out.row_mut(i).fill(fill);
            }
        }
        Ok(out)
    }

    /// Whether all cells are floats and rows match one to one.
    fn is_plain(&self, pairs: &[Pair], own: &Block, other: &OneRows<'_>) -> bool {
        !other.is_whole
            && !self.op.fills()
            && other.block.n_rows() == pairs.len()
            && float::is_defined(self.op.op.op())
            && !own.has_histograms()
            && !other.block.has_histograms()
    }

    fn compute_row(
        &self,
        own: &mut Block,
        row_idx: usize,
        pair: Pair,
        one: Option<(&Block, usize)>,
        found: &mut CellAnnotations,
    ) {
        let one_cells = one.map(|(block, row)| (block.row(row), block.histogram_row(row)));
        let has_histograms =
            !own.histogram_row(row_idx).is_empty() || one_cells.is_some_and(|(_, histograms)| !histograms.is_empty());
        if has_histograms || !float::is_defined(self.op.op.op()) {
            self.compute_cells(own, row_idx, pair, one_cells, found);
            return;
        }
        let op = self.op.op.over_rows(self.op.is_swapped);
        let cells = own.row_mut(row_idx);
        match (one_cells, self.op.fill_one) {
            (Some((one, _)), fill_one) if fill_one.is_some() || self.op.fill_many.is_some() => {
                let mut one = one.to_vec();
                self.fill(pair, cells, &mut one);
                op.apply(cells, Operand::Cells(&one));
            }
            (Some((one, _)), _) => op.apply(cells, Operand::Cells(one)),
            (None, Some(fill)) => op.apply(cells, Operand::Const(fill)),
            (None, None) => {}
        }
    }

    /// Fills in empty cells where the other side has a sample.
    fn fill(&self, pair: Pair, many: &mut [f64], one: &mut [f64]) {
        for (many, one) in many.iter_mut().zip(one) {
            match (is_absent(*many), is_absent(*one)) {
                (true, false) => *many = self.op.fill_many.unwrap_or(*many),
                (false, true) if pair.many.is_some() => *one = self.op.fill_one.unwrap_or(*one),
                _ => {}
            }
        }
    }

    /// Computes a row cell by cell, including histograms.
    fn compute_cells(
        &self,
        own: &mut Block,
        row_idx: usize,
        pair: Pair,
        one: Option<(&[f64], &[HistogramCell])>,
        found: &mut CellAnnotations,
    ) {
        let histograms = own.take_histogram_row(row_idx);
        let values = own.row(row_idx).to_vec();
        own.row_mut(row_idx).fill(promenade_functions::samples::ABSENT);
        let mut many = pair.many.map(|_| RowCells::new(&values, &histograms));
        let mut one = one.map(|(values, histograms)| RowCells::new(values, histograms));
        let (mut results, mut sums) = (Vec::new(), RunWriter::default());
        for step_idx in 0..values.len() {
            let many = many.as_mut().and_then(|cells| cells.at(step_idx));
            let one = one.as_mut().and_then(|cells| cells.at(step_idx));
            if let Some(sum) = self.op.row_sum(many, one)
                && sums.push_sum(step_idx, sum, |v| v, &mut results)
            {
                continue;
            }
            match self.compute_cell(pair, step_idx, (many, one), found) {
                CellValue::None => {}
                CellValue::Float(v) => own.row_mut(row_idx)[step_idx] = v,
                CellValue::Histogram(h) => {
                    sums.finish(&mut results);
                    results.push((step_idx as u32, h));
                }
            }
        }
        sums.finish(&mut results);
        own.set_histogram_row(row_idx, results);
    }

    fn compute_cell(
        &self,
        pair: Pair,
        step_idx: usize,
        (many, one): (Option<Cell<'_>>, Option<Cell<'_>>),
        found: &mut CellAnnotations,
    ) -> CellValue {
        let filled_one = one.or(self.op.fill_one.map(Cell::Float));
        if let (Some(many), Some(one), Some(place)) = (many, filled_one, pair.many)
            && let Some(value) = self.op.attempt(many, one, (step_idx, place), found)
        {
            return value;
        }
        // A sample for which the operator is not defined counts as missing.
        let (Some(one), Some(fill)) = (one, self.op.fill_many) else { return CellValue::None };
        let place = self.op.place(Pair { many: None, ..pair });
        self.op.attempt(Cell::Float(fill), one, (step_idx, place), found).unwrap_or(CellValue::None)
    }
}
