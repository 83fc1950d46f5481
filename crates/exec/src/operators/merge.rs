//! Merges rows with equal labels; an error if two of them have a sample at the same step.

use std::sync::Arc;

use promenade_functions::samples::is_absent;
use promenade_model::Labels;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Materialized;
use crate::evaluator::Evaluator;
use crate::operator::SparseRows;
use crate::tiles::materialize;
use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

/// Whether several rows have the same labels.
pub(crate) fn has_duplicates(meta: &[RowMeta]) -> bool {
    let mut seen = FxHashSet::with_capacity_and_hasher(meta.len(), rustc_hash::FxBuildHasher);
    !meta.iter().all(|row| seen.insert(&row.labels))
}

/// Merges rows with equal labels.
///
/// # Errors
/// Returns [`ExecError::DuplicateLabelset`] if two of them have a sample at the same step, or any error of computing
/// the rows.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    operator: Arc<dyn Operator>,
) -> Result<Arc<dyn Operator>, ExecError> {
    if operator.has_distinct_labels() || !has_duplicates(operator.series()) {
        return Ok(operator);
    }
    let block = materialize(operator.as_ref(), evaluator.ctx, &mut evaluator.annotations)?;
    let (meta, block) = merge_rows(operator.series(), &block, evaluator.ctx)?;
    Ok(Arc::new(Materialized::new(meta, block)))
}

/// Removes the metric names that are dropped at the end of the query, and merges rows with equal labels.
///
/// # Errors
/// Same as [`build`].
pub(crate) fn build_without_names(
    evaluator: &mut Evaluator<'_>,
    operator: Arc<dyn Operator>,
) -> Result<Arc<dyn Operator>, ExecError> {
    if !operator.series().iter().any(|row| row.drop_name) && !has_duplicates(operator.series()) {
        return Ok(operator);
    }
    let meta = operator.series().iter().map(without_dropped_name).collect();
    build(evaluator, Arc::new(Renamed { input: operator, meta }))
}

fn without_dropped_name(row: &RowMeta) -> RowMeta {
    let labels = if row.drop_name { row.labels.without_metadata() } else { row.labels.clone() };
    RowMeta { labels, drop_name: false }
}

/// Rows with other labels.
struct Renamed {
    input: Arc<dyn Operator>,
    meta: Arc<[RowMeta]>,
}

impl Operator for Renamed {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.input.n_steps()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        self.input.block(rows, task)
    }

    fn whole(&self) -> Option<&Block> {
        self.input.whole()
    }

    fn sparse(&self) -> Option<&dyn SparseRows> {
        self.input.sparse()
    }

    fn cell_weight(&self) -> usize {
        self.input.cell_weight()
    }

    fn is_silent(&self) -> bool {
        self.input.is_silent()
    }
}

/// Merges rows with equal labels, each at the position of the first.
///
/// # Errors
/// Returns [`ExecError::DuplicateLabelset`], or an error if the query exceeds its memory limit.
fn merge_rows(meta: &[RowMeta], block: &Block, ctx: &QueryContext) -> Result<(Arc<[RowMeta]>, Block), ExecError> {
    let mut place: FxHashMap<&Labels, usize> = FxHashMap::default();
    let mut merged_meta: Vec<RowMeta> = Vec::new();
    let mut targets = Vec::with_capacity(meta.len());
    for (i, row) in meta.iter().enumerate() {
        if block.is_row_empty(i) {
            targets.push(None);
            continue;
        }
        let target = *place.entry(&row.labels).or_insert_with(|| {
            merged_meta.push(row.clone());
            merged_meta.len() - 1
        });
        targets.push(Some(target));
    }
    let mut out = Block::empty(merged_meta.len(), block.n_steps(), &ctx.budget)?;
    for (i, target) in targets.into_iter().enumerate() {
        if let Some(target) = target {
            merge_row(&mut out, target, block, i)?;
        }
    }
    Ok((merged_meta.into(), out))
}

fn merge_row(out: &mut Block, target: usize, block: &Block, row_idx: usize) -> Result<(), ExecError> {
    for (step_idx, v) in block.row(row_idx).iter().enumerate().filter(|(_, v)| !is_absent(**v)) {
        if out.is_present(target, step_idx) {
            return Err(ExecError::DuplicateLabelset);
        }
        out.row_mut(target)[step_idx] = *v;
    }
    let cells = block.histogram_row(row_idx);
    if cells.is_empty() {
        return Ok(());
    }
    if cells.iter().any(|(step, _)| out.is_present(target, *step as usize)) {
        return Err(ExecError::DuplicateLabelset);
    }
    let mut all = out.take_histogram_row(target);
    all.extend_from_slice(cells);
    all.sort_by_key(|(step, _)| *step);
    out.set_histogram_row(target, all);
    Ok(())
}
