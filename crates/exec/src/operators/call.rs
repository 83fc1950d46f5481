//! Function calls: builds the operator for a function's kernel.

use std::sync::Arc;

use promenade_functions::Kernel;
use promenade_functions::kernel::{ContextValue, RangeKernel};
use promenade_functions::samples::ScalarColumn;
use promenade_model::ValueType;
use promenade_model::duration::go_seconds;
use promenade_model::value::SourceRange;
use promenade_plan::{CallNode, Grid, Node, NodeKind};

use super::{Materialized, function};
use crate::evaluator::{Evaluated, Evaluator, node_ref};
use crate::scan::window::{WindowOperator, output_meta};
use crate::tiles::materialize;
use crate::{ExecError, Operator};

/// Builds the operator of a call over its arguments.
///
/// # Errors
/// Returns an error if an argument has the wrong type, or any error of computing the rows.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    call: &CallNode,
    args: Vec<Evaluated>,
    grid: Grid,
) -> Result<Evaluated, ExecError> {
    if let Kernel::Range(kernel) = call.def.kernel {
        return range(evaluator, node, call, args, kernel.get());
    }
    if matches!(call.def.kernel, Kernel::AbsentOverTime) {
        return function::absent::build_over_time(evaluator, node, call, args);
    }
    let mut args = Arguments::new(call, args);
    match call.def.kernel {
        Kernel::Math(f) => Ok(function::math::build(evaluator, args.vector()?, f)),
        Kernel::Elementwise(f) => {
            let input = args.vector()?;
            Ok(function::elementwise::build(evaluator, input, &args.scalars()?, f))
        }
        Kernel::Date(f) => function::date::build(evaluator, args.optional_vector()?, grid, f),
        Kernel::Histogram(f) => Ok(function::histogram::build(evaluator, args.vector()?, f.get())),
        Kernel::Scalar(f) => Ok(Evaluated::Scalar(scalar(&args.scalars()?, grid, f))),
        Kernel::Time => Ok(Evaluated::Scalar(per_step(grid, |t| t as f64 / 1000.0))),
        Kernel::Context(value) => Ok(Evaluated::constant(context_seconds(evaluator, value))),
        Kernel::Absent => function::absent::build(evaluator, &call.args[0], args.vector()?.as_ref()),
        Kernel::ToScalar => function::convert::to_scalar(evaluator, args.vector()?.as_ref()),
        Kernel::ToVector => function::convert::to_vector(evaluator, args.scalar()?, grid),
        Kernel::Timestamp => Ok(function::timestamp::build(evaluator, args.vector()?, grid)),
        Kernel::StartTimestamp => function::timestamp::nothing_of(evaluator, args.vector()?.as_ref()),
        Kernel::Sort(order) => function::sort::build(evaluator, node, args.vector()?, grid, order),
        Kernel::SortByLabel(order) => {
            let input = args.vector()?;
            function::sort::build_by_label(evaluator, node, (input, &args.strings()?), grid, order)
        }
        Kernel::HistogramQuantile => {
            let (quantile, input) = (args.scalar()?, args.vector()?);
            function::quantile::build(evaluator, node, call, (quantile, input.as_ref()), grid)
        }
        Kernel::HistogramQuantiles => {
            let (input, label) = (args.vector()?, args.string()?);
            function::quantile::build_several(evaluator, node, call, (input.as_ref(), label, args.scalars()?), grid)
        }
        Kernel::HistogramFraction => {
            let (lower, upper) = (args.scalar()?, args.scalar()?);
            function::fraction::build(evaluator, node, call, (lower, upper), args.vector()?.as_ref())
        }
        Kernel::Range(_) | Kernel::AbsentOverTime | Kernel::LabelReplace | Kernel::LabelJoin | Kernel::Info => {
            Err(missing(call))
        }
    }
}

/// The arguments of a call that are not consumed yet.
struct Arguments<'a> {
    call: &'a CallNode,
    rest: std::iter::Zip<std::slice::Iter<'a, Node>, std::vec::IntoIter<Evaluated>>,
}

impl<'a> Arguments<'a> {
    fn new(call: &'a CallNode, args: Vec<Evaluated>) -> Self {
        Self { call, rest: call.args.iter().zip(args) }
    }

    fn optional_vector(&mut self) -> Result<Option<Arc<dyn Operator>>, ExecError> {
        self.rest.next().map(|(node, arg)| arg.into_vector(node)).transpose()
    }

    fn vector(&mut self) -> Result<Arc<dyn Operator>, ExecError> {
        self.optional_vector()?.ok_or_else(|| missing(self.call))
    }

    fn scalar(&mut self) -> Result<ScalarColumn, ExecError> {
        let (node, arg) = self.rest.next().ok_or_else(|| missing(self.call))?;
        arg.into_scalar(node)
    }

    fn string(&mut self) -> Result<String, ExecError> {
        let (node, arg) = self.rest.next().ok_or_else(|| missing(self.call))?;
        arg.into_string(node)
    }

    /// The remaining arguments, which must be scalars.
    fn scalars(&mut self) -> Result<Vec<ScalarColumn>, ExecError> {
        self.rest.by_ref().map(|(node, arg)| arg.into_scalar(node)).collect()
    }

    /// The remaining arguments, which must be strings.
    fn strings(&mut self) -> Result<Vec<String>, ExecError> {
        self.rest.by_ref().map(|(node, arg)| arg.into_string(node)).collect()
    }
}

/// Rejected by the type checker, but possible in a hand-made plan.
fn missing(call: &CallNode) -> ExecError {
    ExecError::IllTypedPlan { operation: call.def.name }
}

/// A column with the value of a function of the evaluation time in milliseconds.
pub(crate) fn per_step(grid: Grid, f: impl Fn(i64) -> f64) -> ScalarColumn {
    ScalarColumn::PerStep((0..grid.n_steps()).map(|i| f(grid.at(i))).collect())
}

fn context_seconds(evaluator: &Evaluator<'_>, value: ContextValue) -> f64 {
    let grid = evaluator.ctx.query_grid;
    match value {
        ContextValue::Start => grid.start_ms as f64 / 1000.0,
        ContextValue::End => grid.end_ms as f64 / 1000.0,
        ContextValue::Step => go_seconds(grid.step_ms),
        ContextValue::Range => go_seconds(grid.end_ms.saturating_sub(grid.start_ms)),
    }
}

fn scalar(args: &[ScalarColumn], grid: Grid, f: fn(&[f64]) -> f64) -> ScalarColumn {
    let at = |step_idx: usize| f(&args.iter().map(|arg| arg.at(step_idx)).collect::<Vec<_>>());
    if args.iter().all(|arg| matches!(arg, ScalarColumn::Const(_))) {
        return ScalarColumn::Const(at(0));
    }
    ScalarColumn::PerStep((0..grid.n_steps()).map(at).collect())
}

/// Builds the operator of a function over windows.
fn range(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    call: &CallNode,
    args: Vec<Evaluated>,
    kernel: &'static dyn RangeKernel,
) -> Result<Evaluated, ExecError> {
    let operator = windows(evaluator, node, call, args, kernel)?;
    if kernel.may_refuse(&operator.args) {
        let block = materialize(&operator, evaluator.ctx, &mut evaluator.annotations)?;
        return Ok(Evaluated::Vector(Arc::new(Materialized::new(operator.meta, block))));
    }
    Ok(Evaluated::Vector(Arc::new(operator)))
}

/// Builds the operator that runs a kernel over the windows of a call's range vector.
///
/// # Errors
/// Returns an error if an argument has the wrong type or the query exceeds its memory limit.
pub(crate) fn windows(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    call: &CallNode,
    args: Vec<Evaluated>,
    kernel: &'static dyn RangeKernel,
) -> Result<WindowOperator, ExecError> {
    let (mut range, mut scalars) = (None, Vec::new());
    for (idx, (arg, value)) in call.args.iter().zip(args).enumerate() {
        if arg.value_type == ValueType::Matrix {
            range = Some((idx, value.into_matrix(arg)?));
        } else {
            scalars.push(value.into_scalar(arg)?);
        }
    }
    let (range_arg_idx, source) = range.ok_or_else(|| missing(call))?;
    let behavior = call.def.behavior;
    Ok(WindowOperator {
        behavior,
        kernel,
        meta: output_meta(behavior, source.as_ref(), evaluator.ctx),
        held: evaluator.held_windows(node, source.as_ref())?,
        source,
        args: scalars,
        arg_ranges: call.args.iter().map(annotated_range).collect(),
        range_arg_idx,
        node: node_ref(node),
        is_counted: true,
    })
}

/// The position of an argument in annotations. Prometheus replaces a subquery by a selector without a position before
/// it calls the function, so annotations about it point at the start of the query.
fn annotated_range(arg: &Node) -> SourceRange {
    if matches!(arg.kind, NodeKind::Subquery(_)) { 0..0 } else { arg.range.clone() }
}
