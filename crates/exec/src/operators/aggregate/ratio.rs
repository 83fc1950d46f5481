//! `limit_ratio`: picks rows by the hash of their labels. Rows that no step picks are computed only if they may raise
//! annotations.

use std::sync::Arc;

use promenade_functions::aggregators::Extreme;
use promenade_functions::aggregators::heap::{Entry, HeapOrder};
use promenade_functions::aggregators::limit::{ratio_offset, ratio_picks};
use promenade_functions::samples::ABSENT;
use promenade_model::Annotation;

use super::Aggregation;
use super::groups::Groups;
use super::param::Param;
use crate::operator::NodeAnnotation;
use crate::operators::Materialized;
use crate::tiles::{evaluate_for_annotations, materialize};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

pub(super) fn run(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    ratio: &Param,
    input: Arc<dyn Operator>,
) -> Result<Arc<dyn Operator>, ExecError> {
    let is_zero = ratio.max == 0.0 && ratio.min == 0.0;
    if !is_zero {
        check(aggregation, annotations, ratio)?;
    }
    let n_steps = input.n_steps();
    let ratios: Vec<f64> = (0..n_steps).map(|step| ratio.at(step).clamp(-1.0, 1.0)).collect();
    let mut others = Vec::new();
    let mut share = Share { input, rows: Vec::new(), offsets: Vec::new(), ratios, meta: [].into() };
    for (row, meta) in share.input.series().iter().enumerate() {
        let offset = ratio_offset(&meta.labels);
        if share.ratios.iter().any(|ratio| ratio_picks(*ratio, offset)) {
            share.rows.push(row as u32);
            share.offsets.push(offset);
        } else {
            others.push(row as u32);
        }
    }
    share.meta = share.rows.iter().map(|row| share.input.series()[*row as usize].clone()).collect();
    evaluate_for_annotations(share.input.as_ref(), &others, ctx, annotations)?;
    if aggregation.is_single { in_heaps(aggregation, ctx, annotations, &share) } else { Ok(Arc::new(share)) }
}

/// The rows of a single step in Prometheus's order: that of a heap per group, smallest value on top. The order is
/// part of the result of an instant query, and an outer expression may depend on it: a mean over incompatible
/// histograms raises another annotation if floats come first.
fn in_heaps(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    share: &Share,
) -> Result<Arc<dyn Operator>, ExecError> {
    let groups = Groups::new(share.input.series(), aggregation.grouping, ctx)?;
    let rows = Materialized::new(share.meta.clone(), materialize(share, ctx, annotations)?);
    let mut heaps: Vec<Vec<Entry>> = vec![Vec::new(); groups.len()];
    for (row, input_row) in (0..).zip(&share.rows) {
        if rows.rows().is_present(row as usize, 0) {
            // Histograms have no value to order them by.
            let value = rows.rows().histogram(row as usize, 0).map_or(rows.rows().row(row as usize)[0], |_| 0.0);
            let heap = &mut heaps[groups.of_row[*input_row as usize] as usize];
            heap.push(Entry { value, row });
            HeapOrder(Extreme::Largest).push_last(heap);
        }
    }
    let order: Vec<usize> = heaps.iter().flatten().map(|entry| entry.row as usize).collect();
    Ok(Arc::new(rows.pick(&order, ctx)?))
}

fn check(aggregation: &Aggregation<'_>, annotations: &mut Vec<NodeAnnotation>, ratio: &Param) -> Result<(), ExecError> {
    if ratio.has_nan {
        return Err(ExecError::NanParameter { parameter: "Ratio" });
    }
    let mut warn = |found: f64, used: f64| {
        let annotation = Annotation::invalid_ratio(found, used, aggregation.param_range.clone());
        annotations.push(aggregation.note(annotation));
    };
    if ratio.max > 1.0 {
        warn(ratio.max, 1.0);
    }
    if ratio.min < -1.0 {
        warn(ratio.min, -1.0);
    }
    Ok(())
}

/// The picked rows of the input.
struct Share {
    input: Arc<dyn Operator>,
    /// The rows that any step picks.
    rows: Vec<u32>,
    /// The hash of each row's labels as a fraction of the range of hashes.
    offsets: Vec<f64>,
    /// The ratio of rows picked at each step.
    ratios: Vec<f64>,
    meta: Arc<[RowMeta]>,
}

impl Operator for Share {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.ratios.len()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let input_rows: Vec<u32> = rows.iter().map(|row| self.rows[*row as usize]).collect();
        let mut block = self.input.block(&input_rows, task)?;
        for (i, row) in rows.iter().enumerate() {
            let offset = self.offsets[*row as usize];
            let picks = |step: usize| ratio_picks(self.ratios[step], offset);
            for (step, v) in block.row_mut(i).iter_mut().enumerate() {
                *v = if picks(step) { *v } else { ABSENT };
            }
            let mut cells = block.take_histogram_row(i);
            cells.retain(|(step, _)| picks(*step as usize));
            block.set_histogram_row(i, cells);
        }
        Ok(block)
    }
}
