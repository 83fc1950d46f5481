//! Sort functions. The order is visible only in instant queries.

use std::sync::Arc;

use promenade_functions::kernel::SortOrder;
use promenade_functions::samples::is_absent;
use promenade_functions::sort::{order_by_label, order_by_value};
use promenade_model::{Annotation, Labels};
use promenade_plan::{Grid, Node};

use crate::evaluator::{Evaluated, Evaluator};
use crate::operator::NodeAnnotation;
use crate::operators::Materialized;
use crate::operators::rowwise::Rowwise;
use crate::tiles::materialize;
use crate::{Block, ExecError, Operator};

/// `sort` and `sort_desc`. Histograms are dropped.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    input: Arc<dyn Operator>,
    grid: Grid,
    order: SortOrder,
) -> Result<Evaluated, ExecError> {
    if !grid.is_single() {
        warn(evaluator, node);
        let meta = input.series().clone();
        return Ok(Evaluated::Vector(Arc::new(Rowwise { input, meta, map: Block::clear_histograms })));
    }
    let mut block = materialize(input.as_ref(), evaluator.ctx, &mut evaluator.annotations)?;
    block.clear_histograms();
    let present: Vec<usize> = (0..block.n_rows()).filter(|i| !is_absent(block.row(*i)[0])).collect();
    let values: Vec<f64> = present.iter().map(|i| block.row(*i)[0]).collect();
    let rows: Vec<usize> = order_by_value(&values, order).into_iter().map(|i| present[i]).collect();
    pick(evaluator, input.as_ref(), block, &rows)
}

/// `sort_by_label` and `sort_by_label_desc`.
pub(crate) fn build_by_label(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    (input, names): (Arc<dyn Operator>, &[String]),
    grid: Grid,
    order: SortOrder,
) -> Result<Evaluated, ExecError> {
    if !grid.is_single() {
        warn(evaluator, node);
        return Ok(Evaluated::Vector(input));
    }
    let block = materialize(input.as_ref(), evaluator.ctx, &mut evaluator.annotations)?;
    let present: Vec<usize> = (0..block.n_rows()).filter(|i| !block.is_row_empty(*i)).collect();
    let labels: Vec<&Labels> = present.iter().map(|i| &input.series()[*i].labels).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let rows: Vec<usize> = order_by_label(&labels, &names, order).into_iter().map(|i| present[i]).collect();
    pick(evaluator, input.as_ref(), block, &rows)
}

fn pick(evaluator: &Evaluator<'_>, input: &dyn Operator, block: Block, rows: &[usize]) -> Result<Evaluated, ExecError> {
    let all = Materialized::new(input.series().clone(), block);
    Ok(Evaluated::Vector(Arc::new(all.pick(rows, evaluator.ctx)?)))
}

fn warn(evaluator: &mut Evaluator<'_>, node: &Node) {
    let annotation = Annotation::sort_in_range_query(node.range.clone());
    evaluator.annotations.push(NodeAnnotation::new(node.id, annotation));
}
