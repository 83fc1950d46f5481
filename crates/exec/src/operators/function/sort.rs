//! Samples in the order of values or labels. The order shows in instant queries only.

use std::sync::Arc;

use promenade_functions::kernel::SortOrder;
use promenade_functions::samples::is_absent;
use promenade_functions::sort::{order_by_label, order_by_value};
use promenade_model::{Annotation, Labels};
use promenade_plan::{CallNode, Grid, Node};

use crate::operator::Note;
use crate::operators::Materialized;
use crate::operators::rowwise::Rowwise;
use crate::physical::{Builder, Value};
use crate::tiles::materialize;
use crate::{Block, ExecError, Operator};

/// `sort` and `sort_desc`. Histograms are dropped.
pub(crate) fn build(
    builder: &mut Builder<'_>,
    node: &Node,
    call: &CallNode,
    grid: Grid,
    order: SortOrder,
) -> Result<Value, ExecError> {
    let input = builder.vector(&call.args[0], grid)?;
    if grid.start_ms != grid.end_ms {
        warn(builder, node);
        let meta = input.series().clone();
        return Ok(Value::Vector(Arc::new(Rowwise { input, meta, map: Block::clear_histograms })));
    }
    let mut block = materialize(input.as_ref(), builder.ctx, &mut builder.notes)?;
    block.clear_histograms();
    let present: Vec<usize> = (0..block.n_rows()).filter(|i| !is_absent(block.row(*i)[0])).collect();
    let values: Vec<f64> = present.iter().map(|i| block.row(*i)[0]).collect();
    let rows: Vec<usize> = order_by_value(&values, order).into_iter().map(|i| present[i]).collect();
    pick(builder, input.as_ref(), block, &rows)
}

/// `sort_by_label` and `sort_by_label_desc`.
pub(crate) fn build_by_label(
    builder: &mut Builder<'_>,
    node: &Node,
    call: &CallNode,
    grid: Grid,
    order: SortOrder,
) -> Result<Value, ExecError> {
    let names = call.args[1..].iter().map(|arg| builder.string(arg, grid)).collect::<Result<Vec<_>, _>>()?;
    let input = builder.vector(&call.args[0], grid)?;
    if grid.start_ms != grid.end_ms {
        warn(builder, node);
        return Ok(Value::Vector(input));
    }
    let block = materialize(input.as_ref(), builder.ctx, &mut builder.notes)?;
    let present: Vec<usize> = (0..block.n_rows()).filter(|i| !block.is_row_empty(*i)).collect();
    let labels: Vec<&Labels> = present.iter().map(|i| &input.series()[*i].labels).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let rows: Vec<usize> = order_by_label(&labels, &names, order).into_iter().map(|i| present[i]).collect();
    pick(builder, input.as_ref(), block, &rows)
}

fn pick(builder: &Builder<'_>, input: &dyn Operator, block: Block, rows: &[usize]) -> Result<Value, ExecError> {
    let all = Materialized::new(input.series().clone(), block);
    Ok(Value::Vector(Arc::new(all.pick(rows, builder.ctx)?)))
}

fn warn(builder: &mut Builder<'_>, node: &Node) {
    let annotation = Annotation::sort_in_range_query(node.range.clone());
    builder.notes.push(Note { node: node.id, annotation });
}
