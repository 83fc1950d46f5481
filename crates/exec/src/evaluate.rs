//! Builds operators from a plan: the only recursion over plan nodes. Children are evaluated first, and the node becomes
//! an operator over their values.

use promenade_functions::Kernel;
use promenade_model::ValueType;
use promenade_model::stack::deeper;
use promenade_plan::{AggregateNode, CallNode, Node, NodeKind, Subquery};

use crate::ExecError;
use crate::evaluator::{Evaluated, Evaluator, Scope};
use crate::operators::{aggregate, binary, call, function, invariant, merge, negate};
use crate::scan::{instant, range, subquery};

/// Evaluates a node at the steps of `scope`. Operators that combine series compute their result here.
///
/// # Errors
/// Returns any error of evaluating the node or its children.
pub(crate) fn evaluate(evaluator: &mut Evaluator<'_>, node: &Node, scope: Scope) -> Result<Evaluated, ExecError> {
    evaluator.ctx.check()?;
    let value = deeper(|| of_kind(evaluator, node, scope.below()))?;
    evaluator.finish(node, scope, value)
}

fn of_kind(evaluator: &mut Evaluator<'_>, node: &Node, scope: Scope) -> Result<Evaluated, ExecError> {
    match &node.kind {
        NodeKind::Number(value) => Ok(Evaluated::constant(*value)),
        NodeKind::String(text) => Ok(Evaluated::String(text.clone())),
        NodeKind::VectorSelector(selector) => instant::build(evaluator, node, selector, scope),
        NodeKind::MatrixSelector(matrix) => range::build(evaluator, node, matrix, scope),
        NodeKind::Subquery(subquery) => of_subquery(evaluator, subquery, scope),
        NodeKind::Call(call) => of_call(evaluator, node, call, scope),
        NodeKind::Aggregate(aggregate) => of_aggregate(evaluator, node, aggregate, scope),
        NodeKind::Binary(binary) => {
            let lhs = evaluate(evaluator, &binary.lhs, scope)?;
            let rhs = evaluate(evaluator, &binary.rhs, scope)?;
            binary::build(evaluator, node, binary, (lhs, rhs), scope)
        }
        NodeKind::Plus(inner) => evaluate(evaluator, inner, scope),
        NodeKind::Negate(inner) => evaluate(evaluator, inner, scope).map(|value| negate::build(evaluator, value)),
        NodeKind::StepInvariant(inner) => {
            let once = scope.once(&mut evaluator.frames);
            Ok(invariant::repeat(evaluate(evaluator, inner, once)?, scope.grid))
        }
        NodeKind::Merge(inner) => {
            let operator = evaluate(evaluator, inner, scope)?.into_vector(inner)?;
            merge::build(evaluator, operator).map(Evaluated::Vector)
        }
        NodeKind::DropNames(inner) => {
            let operator = evaluate(evaluator, inner, scope)?.into_vector(inner)?;
            merge::build_without_names(evaluator, operator).map(Evaluated::Vector)
        }
    }
}

fn of_subquery(evaluator: &mut Evaluator<'_>, subquery: &Subquery, scope: Scope) -> Result<Evaluated, ExecError> {
    let Some(inside) = subquery::inside(evaluator, subquery, scope)? else {
        // Nothing inside is evaluated, so it raises no annotations.
        return subquery::without_steps(evaluator, subquery, scope.grid);
    };
    let value = evaluate(evaluator, &subquery.expr, inside)?;
    subquery::build(evaluator, subquery, value, (scope.grid, inside.grid))
}

/// The parameter is evaluated before the vector.
fn of_aggregate(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    aggregate: &AggregateNode,
    scope: Scope,
) -> Result<Evaluated, ExecError> {
    let param = aggregate.param.as_ref().map(|param| evaluate(evaluator, param, scope)).transpose()?;
    let argument = aggregate::Argument::new(param)?;
    let input = evaluate(evaluator, &aggregate.expr, scope)?.into_vector(&aggregate.expr)?;
    aggregate::build(evaluator, node, aggregate, (&argument, input), scope)
}

fn of_call(evaluator: &mut Evaluator<'_>, node: &Node, call: &CallNode, scope: Scope) -> Result<Evaluated, ExecError> {
    match (call.def.kernel, call.args.as_slice()) {
        (Kernel::Timestamp | Kernel::StartTimestamp, [arg]) if matches!(arg.kind, NodeKind::VectorSelector(_)) => {
            function::timestamp::of_selector(evaluator, call, arg, scope)
        }
        (Kernel::Info, [base, selector]) => {
            let base = evaluate(evaluator, base, scope)?.into_vector(base)?;
            function::info::build(evaluator, selector, &base, scope)
        }
        (Kernel::LabelReplace | Kernel::LabelJoin, [input, texts @ ..]) => {
            let relabeling = function::labels::Relabeling::new(call.def.kernel, texts)?;
            let input = evaluate(evaluator, input, scope)?.into_vector(input)?;
            function::labels::build(evaluator, &relabeling, input)
        }
        _ => {
            let args = arguments(evaluator, call, scope)?;
            call::build(evaluator, node, call, args, scope.grid)
        }
    }
}

/// The arguments of a call in order, except that a range vector is evaluated first.
fn arguments(evaluator: &mut Evaluator<'_>, call: &CallNode, scope: Scope) -> Result<Vec<Evaluated>, ExecError> {
    let is_range = |arg: &Node| arg.value_type == ValueType::Matrix;
    let range_idx = call.args.iter().position(is_range);
    let range = range_idx.map(|idx| evaluate(evaluator, &call.args[idx], scope)).transpose()?;
    let others = call.args.iter().filter(|arg| !is_range(arg));
    let mut args = others.map(|arg| evaluate(evaluator, arg, scope)).collect::<Result<Vec<_>, _>>()?;
    if let (Some(idx), Some(range)) = (range_idx, range) {
        args.insert(idx, range);
    }
    Ok(args)
}
