//! Rows whose labels have become equal: merged where they never meet, an error where they do.

use std::sync::Arc;

use promenade_functions::samples::is_absent;
use promenade_model::Labels;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Materialized;
use crate::physical::Builder;
use crate::tiles::materialize;
use crate::{Block, ExecError, Operator, QueryContext, RowMeta};

/// Whether several rows have the same labels.
pub(crate) fn has_duplicates(meta: &[RowMeta]) -> bool {
    let mut seen = FxHashSet::with_capacity_and_hasher(meta.len(), rustc_hash::FxBuildHasher);
    !meta.iter().all(|row| seen.insert(&row.labels))
}

/// For operators that Prometheus evaluates step by step: rows of equal labels become one row. Two samples at one step
/// are an error.
///
/// With delayed name removal an evaluation at a single time lets duplicates pass here; the end of the query looks for them.
///
/// # Errors
/// [`ExecError::DuplicateLabelset`], and whatever goes wrong while the rows are computed.
pub(crate) fn merge(builder: &mut Builder<'_>, operator: Arc<dyn Operator>) -> Result<Arc<dyn Operator>, ExecError> {
    if builder.ctx.delays_name_removal() && builder.is_single {
        return Ok(operator);
    }
    merge_always(builder, operator)
}

/// As [`merge`], in instant queries with delayed name removal too.
///
/// # Errors
/// As [`merge`].
pub(crate) fn merge_always(
    builder: &mut Builder<'_>,
    operator: Arc<dyn Operator>,
) -> Result<Arc<dyn Operator>, ExecError> {
    if !has_duplicates(operator.series()) {
        return Ok(operator);
    }
    let block = materialize(operator.as_ref(), builder.ctx, &mut builder.notes)?;
    let (meta, block) = merge_rows(operator.series(), &block, builder.ctx)?;
    Ok(Arc::new(Materialized::new(meta, block)))
}

/// For operators that Prometheus evaluates series by series: as [`merge`], but with delayed name removal the end of the query
/// looks for duplicates whatever its steps.
///
/// # Errors
/// As [`merge`].
pub(crate) fn merge_series(
    builder: &mut Builder<'_>,
    operator: Arc<dyn Operator>,
) -> Result<Arc<dyn Operator>, ExecError> {
    if builder.ctx.delays_name_removal() { Ok(operator) } else { merge_always(builder, operator) }
}

/// Merges rows of equal labels; the first of them gives the row its place.
///
/// # Errors
/// [`ExecError::DuplicateLabelset`], or where the query's memory does not suffice.
pub(crate) fn merge_rows(
    meta: &[RowMeta],
    block: &Block,
    ctx: &QueryContext,
) -> Result<(Arc<[RowMeta]>, Block), ExecError> {
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
