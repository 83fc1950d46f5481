//! Function calls: which operator a function's kernel asks for.

use std::sync::Arc;

use promenade_functions::Kernel;
use promenade_functions::kernel::{ContextValue, RangeKernel};
use promenade_functions::samples::ScalarColumn;
use promenade_model::ValueType;
use promenade_model::duration::go_seconds;
use promenade_model::value::SourceRange;
use promenade_plan::{CallNode, Grid, Node, NodeKind};

use super::{Materialized, duplicates, function};
use crate::ExecError;
use crate::physical::{Builder, Value, node_ref};
use crate::scan::window::{WindowOperator, output_meta};
use crate::tiles::materialize;

/// Builds the operator of a call.
pub(crate) fn build(builder: &mut Builder<'_>, node: &Node, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    match call.def.kernel {
        Kernel::Math(f) => function::math::build(builder, call, grid, f),
        Kernel::Elementwise(f) => function::elementwise::build(builder, call, grid, f),
        Kernel::Date(f) => function::date::build(builder, call, grid, f),
        Kernel::Histogram(f) => function::histogram::build(builder, call, grid, f),
        Kernel::Scalar(f) => scalar(builder, call, grid, f),
        Kernel::Time => Ok(Value::Scalar(per_step(grid, |t| t as f64 / 1000.0))),
        Kernel::Context(value) => Ok(Value::Scalar(ScalarColumn::Const(context_seconds(builder, value)))),
        Kernel::Range(kernel) => range(builder, node, call, grid, kernel),
        Kernel::Absent => function::absent::build(builder, call, grid),
        Kernel::AbsentOverTime => function::absent::build_over_time(builder, node, call, grid),
        Kernel::ToScalar => function::convert::to_scalar(builder, call, grid),
        Kernel::ToVector => function::convert::to_vector(builder, call, grid),
        Kernel::Timestamp => function::timestamp::build(builder, call, grid),
        Kernel::StartTimestamp => function::timestamp::build_start(builder, call, grid),
        Kernel::Sort(order) => function::sort::build(builder, node, call, grid, order),
        Kernel::SortByLabel(order) => function::sort::build_by_label(builder, node, call, grid, order),
        Kernel::LabelReplace => function::labels::build_replace(builder, call, grid),
        Kernel::LabelJoin => function::labels::build_join(builder, call, grid),
        Kernel::HistogramQuantile => function::quantile::build(builder, node, call, grid),
        Kernel::HistogramQuantiles => function::quantile::build_several(builder, node, call, grid),
        Kernel::HistogramFraction => function::fraction::build(builder, node, call, grid),
        Kernel::Info => function::info::build(builder, node, call, grid),
    }
}

/// A column of a function of the evaluation time in milliseconds.
pub(crate) fn per_step(grid: Grid, f: impl Fn(i64) -> f64) -> ScalarColumn {
    ScalarColumn::PerStep((0..grid.n_steps()).map(|i| f(grid.at(i))).collect())
}

fn context_seconds(builder: &Builder<'_>, value: ContextValue) -> f64 {
    let grid = builder.ctx.query_grid;
    match value {
        ContextValue::Start => grid.start_ms as f64 / 1000.0,
        ContextValue::End => grid.end_ms as f64 / 1000.0,
        ContextValue::Step => go_seconds(grid.step_ms),
        ContextValue::Range => go_seconds(grid.end_ms.saturating_sub(grid.start_ms)),
    }
}

fn scalar(builder: &mut Builder<'_>, call: &CallNode, grid: Grid, f: fn(&[f64]) -> f64) -> Result<Value, ExecError> {
    let args = call.args.iter().map(|arg| builder.scalar(arg, grid)).collect::<Result<Vec<_>, _>>()?;
    let at = |step_idx: usize| f(&args.iter().map(|arg| arg.at(step_idx)).collect::<Vec<_>>());
    if args.iter().all(|arg| matches!(arg, ScalarColumn::Const(_))) {
        return Ok(Value::Scalar(ScalarColumn::Const(at(0))));
    }
    Ok(Value::Scalar(ScalarColumn::PerStep((0..grid.n_steps()).map(at).collect())))
}

/// Builds the operator of a function over windows.
fn range(
    builder: &mut Builder<'_>,
    node: &Node,
    call: &CallNode,
    grid: Grid,
    kernel: &'static dyn RangeKernel,
) -> Result<Value, ExecError> {
    let operator = windows(builder, node, call, grid, kernel)?;
    if kernel.may_refuse(&operator.args) {
        let block = materialize(&operator, builder.ctx, &mut builder.notes)?;
        let rows = Arc::new(Materialized::new(operator.meta, block));
        return Ok(Value::Vector(duplicates::merge_series(builder, rows)?));
    }
    if operator.has_distinct_labels() {
        return Ok(Value::Vector(Arc::new(operator)));
    }
    Ok(Value::Vector(duplicates::merge_series(builder, Arc::new(operator))?))
}

/// Builds the operator that runs a kernel over the windows of a call's range vector.
///
/// # Errors
/// Whatever goes wrong while the arguments are built.
pub(crate) fn windows(
    builder: &mut Builder<'_>,
    node: &Node,
    call: &CallNode,
    grid: Grid,
    kernel: &'static dyn RangeKernel,
) -> Result<WindowOperator, ExecError> {
    let is_range = |arg: &Node| arg.value_type == ValueType::Matrix;
    let range_arg_idx = call.args.iter().position(is_range).unwrap_or_default();
    let source = builder.matrix(&call.args[range_arg_idx], grid)?;
    let scalars = call.args.iter().filter(|arg| !is_range(arg));
    let args = scalars.map(|arg| builder.scalar(arg, grid)).collect::<Result<Vec<_>, _>>()?;
    let meta = output_meta(call.def.behavior, source.as_ref(), builder.ctx);
    let held = builder.held_windows(node, source.as_ref())?;
    let arg_ranges = call.args.iter().map(annotated_range).collect();
    let node = node_ref(node);
    let behavior = call.def.behavior;
    Ok(WindowOperator { behavior, kernel, source, meta, args, arg_ranges, range_arg_idx, node, is_counted: true, held })
}

/// The place of an argument as annotations tell it. Prometheus puts a selector without a place where a subquery stood
/// before it calls the function, so that all that is said of it points at the start of the query.
fn annotated_range(arg: &Node) -> SourceRange {
    if matches!(arg.kind, NodeKind::Subquery(_)) { 0..0 } else { arg.range.clone() }
}
