//! `quantile`. Rows are read group by group: only those of one group and of some tiles are held at once.

use std::sync::Arc;

use promenade_functions::aggregators::quantile::quantile_of;
use promenade_functions::samples::is_absent;
use promenade_model::Annotation;

use super::Aggregation;
use super::groups::Groups;
use super::param::Param;
use crate::budget::Reservation;
use crate::operator::NodeAnnotation;
use crate::operators::Materialized;
use crate::parallel::prelude::*;
use crate::tiles::{in_pool, run_tiles_of};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta};

pub(super) fn run(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    q: &Param,
    input: &dyn Operator,
) -> Result<Arc<dyn Operator>, ExecError> {
    warn(aggregation, annotations, q);
    let groups = Groups::new(input.series(), aggregation.grouping, ctx)?;
    let mut rows: Vec<u32> = (0..input.series().len() as u32).collect();
    rows.sort_by_key(|row| groups.of_row[*row as usize]);
    let meta = groups.meta();
    let mut collector = Collector {
        ctx,
        q,
        sizes: groups.sizes(),
        out: Block::empty(groups.len(), input.n_steps(), &ctx.budget)?,
        drop_names: vec![false; groups.len()],
        rows: Vec::new(),
        memory: ctx.budget.reserve(0)?,
    };
    let mut ignored_histograms = false;
    run_tiles_of(
        input,
        &rows,
        ctx,
        annotations,
        |rows, block, _| Ok((rows.to_vec(), block)),
        |(rows, block)| {
            ignored_histograms |= block.has_histograms();
            collector.take(&groups, input, &rows, &block)
        },
    )?;
    if ignored_histograms {
        annotations.push(aggregation.histograms_ignored());
    }
    let drop = |(row, drop_name): (&RowMeta, &bool)| RowMeta { drop_name: *drop_name, ..row.clone() };
    let meta = meta.iter().zip(&collector.drop_names).map(drop).collect();
    Ok(Arc::new(Materialized::new(meta, collector.out).without_empty_rows(ctx)?))
}

fn warn(aggregation: &Aggregation<'_>, annotations: &mut Vec<NodeAnnotation>, q: &Param) {
    let found = [(q.has_nan, f64::NAN), (q.max > 1.0, q.max), (q.min < 0.0, q.min)];
    let found = found.iter().filter(|(is_invalid, _)| *is_invalid);
    let warnings = found.map(|(_, q)| Annotation::invalid_quantile(*q, aggregation.param_range.clone()));
    annotations.extend(warnings.map(|annotation| aggregation.note(annotation)));
}

/// The number of steps whose values are gathered at once.
const CHUNK_STEPS: usize = 16;

/// Gathers the rows of a group until it is complete.
struct Collector<'a> {
    ctx: &'a QueryContext,
    q: &'a Param,
    /// The number of rows of each group.
    sizes: Vec<u32>,
    out: Block,
    drop_names: Vec<bool>,
    /// The rows of the current group, concatenated.
    rows: Vec<f64>,
    memory: Reservation,
}

impl Collector<'_> {
    fn take(&mut self, groups: &Groups, input: &dyn Operator, rows: &[u32], block: &Block) -> Result<(), ExecError> {
        let n_steps = block.n_steps();
        for (i, row) in rows.iter().enumerate() {
            let group = groups.of_row[*row as usize] as usize;
            let size = self.sizes[group] as usize;
            if self.rows.is_empty() {
                self.memory.grow(size * n_steps * size_of::<f64>())?;
            }
            self.rows.extend_from_slice(block.row(i));
            self.drop_names[group] |= input.series()[*row as usize].drop_name;
            if self.rows.len() == size * n_steps {
                self.finish(group)?;
            }
        }
        Ok(())
    }

    /// Computes the result of a group whose rows are complete.
    fn finish(&mut self, group: usize) -> Result<(), ExecError> {
        let rows = std::mem::take(&mut self.rows);
        let n_steps = self.out.n_steps();
        let q = self.q;
        let chunk = |(i, out): (usize, &mut [f64])| {
            let mut columns = vec![Vec::new(); out.len()];
            for row in rows.chunks(n_steps) {
                for (column, v) in columns.iter_mut().zip(&row[i * CHUNK_STEPS..]) {
                    if !is_absent(*v) {
                        column.push(*v);
                    }
                }
            }
            for (j, (out, column)) in out.iter_mut().zip(&mut columns).enumerate() {
                *out = quantile_of(q.at(i * CHUNK_STEPS + j), column);
            }
        };
        let out = self.out.row_mut(group);
        if rows.len() > PARALLEL_CELLS {
            in_pool(self.ctx, || out.par_chunks_mut(CHUNK_STEPS).enumerate().for_each(chunk));
        } else {
            out.chunks_mut(CHUNK_STEPS).enumerate().for_each(chunk);
        }
        self.memory = self.ctx.budget.reserve(0)?;
        Ok(())
    }
}

/// The number of cells of a group from which it is computed in parallel.
const PARALLEL_CELLS: usize = 4096;
