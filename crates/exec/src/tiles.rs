//! Runs an operator tile by tile, in parallel, with results in the order of the rows.

use promenade_storage::{MaybeSend, MaybeSync};

use crate::operator::NodeAnnotation;
use crate::parallel::prelude::*;
use crate::{Block, ExecError, Operator, QueryContext, Task};

/// The number of cells in a tile, which fits a core's cache together with the samples read.
const TILE_CELLS: usize = 64 * 1024;
/// The maximum number of rows in a tile.
const MAX_TILE_ROWS: usize = 1024;

/// The number of tiles per thread that are computed before their results are merged. It bounds the memory of a query.
/// Results do not depend on it, since tiles are always merged in the order of the rows.
const WAVE: usize = 8;

/// Computes all rows of `operator` in tiles: `map` runs on the tiles in parallel, and `merge` takes the results one
/// by one in the order of the rows. The division into tiles depends only on the number of rows, their weight and the
/// number of steps, so results are bit-identical for any number of threads.
///
/// `map` gets the indices of the tile's rows and their block.
///
/// # Errors
/// Returns the first error in the order of the rows.
pub fn run_tiles<T: MaybeSend>(
    operator: &dyn Operator,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    map: impl Fn(&[u32], Block, &mut Task<'_>) -> Result<T, ExecError> + MaybeSync,
    merge: impl FnMut(T) -> Result<(), ExecError>,
) -> Result<(), ExecError> {
    let rows: Vec<u32> = (0..operator.n_rows() as u32).collect();
    run_tiles_of(operator, &rows, ctx, annotations, map, merge)
}

/// Same as [`run_tiles`], for these rows in this order.
///
/// # Errors
/// Returns the first error in the order of the rows.
pub fn run_tiles_of<T: MaybeSend>(
    operator: &dyn Operator,
    rows: &[u32],
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    map: impl Fn(&[u32], Block, &mut Task<'_>) -> Result<T, ExecError> + MaybeSync,
    merge: impl FnMut(T) -> Result<(), ExecError>,
) -> Result<(), ExecError> {
    let tiles: Vec<&[u32]> =
        rows.chunks(tile_rows(operator.n_steps().saturating_mul(operator.cell_weight()))).collect();
    run_chosen_tiles(operator, &tiles, ctx, annotations, map, merge)
}

/// Same as [`run_tiles`], with tiles chosen by the caller.
///
/// # Errors
/// Same as [`run_tiles`].
pub fn run_chosen_tiles<T: MaybeSend>(
    operator: &dyn Operator,
    tiles: &[&[u32]],
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    map: impl Fn(&[u32], Block, &mut Task<'_>) -> Result<T, ExecError> + MaybeSync,
    mut merge: impl FnMut(T) -> Result<(), ExecError>,
) -> Result<(), ExecError> {
    let run = |tile: &&[u32]| {
        let mut task = Task::new(ctx);
        let block = ctx.check().and_then(|()| operator.block(tile, &mut task)).and_then(counted);
        let result = block.and_then(|block| map(tile, block, &mut task));
        (result, task.annotations)
    };
    for wave in tiles.chunks(WAVE * ctx.options.threads.count()) {
        let results: Vec<_> = if wave.len() == 1 {
            wave.iter().map(run).collect()
        } else {
            in_pool(ctx, || wave.par_iter().map(run).collect())
        };
        for (result, tile_notes) in results {
            annotations.extend(tile_notes);
            merge(result?)?;
        }
    }
    Ok(())
}

/// Computes rows that the result does not need, for their annotations.
///
/// # Errors
/// Returns any error of computing the rows.
pub(crate) fn evaluate_for_annotations(
    operator: &dyn Operator,
    rows: &[u32],
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
) -> Result<(), ExecError> {
    if operator.is_silent() {
        return Ok(());
    }
    run_tiles_of(operator, rows, ctx, annotations, |_, _, _| Ok(()), |()| Ok(()))
}

/// Computes all rows of an operator into one block.
///
/// # Errors
/// Returns any error of computing the rows, or an error if the query exceeds its memory limit.
pub fn materialize(
    operator: &dyn Operator,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
) -> Result<Block, ExecError> {
    let mut whole = Block::empty(operator.n_rows(), operator.n_steps(), &ctx.budget)?;
    run_tiles(
        operator,
        ctx,
        annotations,
        |rows, block, _| Ok((rows.to_vec(), block)),
        |(rows, mut block)| {
            for (i, row) in rows.into_iter().enumerate() {
                whole.row_mut(row as usize).copy_from_slice(block.row(i));
                whole.set_histogram_row(row as usize, block.take_histogram_row(i));
                whole.count_row(row as usize)?;
            }
            Ok(())
        },
    )?;
    Ok(whole)
}

/// Counts the memory of a block's histograms.
fn counted(mut block: Block) -> Result<Block, ExecError> {
    if block.has_histograms() {
        block.count_histograms()?;
    }
    Ok(block)
}

/// The number of rows in a tile with so many steps. Heavier cells count as several steps.
pub(crate) fn tile_rows(n_steps: usize) -> usize {
    (TILE_CELLS / n_steps.max(1)).clamp(1, MAX_TILE_ROWS)
}

/// The number of rows of an operator that are computed at once.
pub(crate) fn wave_rows(operator: &dyn Operator, ctx: &QueryContext) -> usize {
    let of_tile = tile_rows(operator.n_steps().saturating_mul(operator.cell_weight()));
    of_tile * WAVE * ctx.options.threads.count()
}

/// Runs `f` on the query's threads.
pub(crate) fn in_pool<T: MaybeSend>(ctx: &QueryContext, f: impl FnOnce() -> T + MaybeSend) -> T {
    ctx.options.threads.install(f)
}
