//! Aggregations. All of them compute their result while they are built, streaming over tiles of their input.

mod count_values;
mod fold;
mod group_sums;
mod groups;
mod heap;
mod histograms;
mod param;
mod quantile;
mod ranked;
mod ratio;
mod sum_rows;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use promenade_functions::AggregatorDef;
use promenade_functions::aggregators::AggregatorKernel;
use promenade_functions::samples::RangeMode;
use promenade_model::value::SourceRange;
use promenade_model::{Annotation, ValueType};
use promenade_plan::{AggregateNode, Grid, Grouping, Node, NodeId, NodeKind};

use self::param::Param;
use crate::operator::Note;
use crate::physical::{Builder, Value};
use crate::tiles::run_tiles_of;
use crate::{ExecError, Operator, QueryContext};

/// Builds the operator. The parameter is evaluated before the vector.
pub(crate) fn build(
    builder: &mut Builder<'_>,
    node: &Node,
    aggregate: &AggregateNode,
    grid: Grid,
) -> Result<Value, ExecError> {
    let aggregation = Aggregation {
        def: aggregate.def,
        grouping: &aggregate.grouping,
        node: node.id,
        range: node.range.clone(),
        expr_range: aggregate.expr.range.clone(),
        is_input_silent: is_silent(&aggregate.expr),
        is_single: builder.is_single,
        param_range: aggregate.param.as_ref().map_or(node.range.clone(), |param| param.range.clone()),
    };
    let mut argument = Argument::None;
    if let Some(param) = &aggregate.param {
        argument = if param.value_type == ValueType::String {
            Argument::Text(count_values::checked_label(builder.string(param, grid)?)?)
        } else {
            Argument::Number(Param::new(builder.scalar(param, grid)?))
        };
    }
    let input = builder.vector(&aggregate.expr, grid)?;
    aggregation.run(builder.ctx, &mut builder.notes, &argument, input).map(Value::Vector)
}

/// Whether a node raises no annotation while its rows are computed: a plain selector does not.
fn is_silent(node: &Node) -> bool {
    match &node.kind {
        NodeKind::VectorSelector(selector) => selector.mode == RangeMode::Plain,
        NodeKind::StepInvariant(expr) => is_silent(expr),
        _ => false,
    }
}

/// What is to be computed, but for the input.
struct Aggregation<'a> {
    def: &'static AggregatorDef,
    grouping: &'a Grouping,
    node: NodeId,
    /// Place of the whole aggregation in the query.
    range: SourceRange,
    /// Place of what is aggregated.
    expr_range: SourceRange,
    /// Whether no row of the input can raise an annotation, so that rows that cannot matter need not be computed.
    is_input_silent: bool,
    /// Whether it is evaluated at a single time, so that the order of rows is that in which they were picked.
    is_single: bool,
    /// Place of the parameter.
    param_range: SourceRange,
}

/// The parameter of an aggregation.
enum Argument {
    None,
    Number(Param),
    Text(String),
}

impl Aggregation<'_> {
    fn run(
        &self,
        ctx: &QueryContext,
        notes: &mut Vec<Note>,
        argument: &Argument,
        input: Arc<dyn Operator>,
    ) -> Result<Arc<dyn Operator>, ExecError> {
        match (self.def.kernel, argument) {
            (AggregatorKernel::Fold(kernel), _) => fold::run(self, ctx, notes, kernel, input.as_ref()),
            (AggregatorKernel::Ranked(extreme), Argument::Number(k)) => {
                ranked::run(self, ctx, notes, ranked::Pick::Ranked(extreme), k, input.as_ref())
            }
            (AggregatorKernel::LimitK, Argument::Number(k)) => {
                ranked::run(self, ctx, notes, ranked::Pick::First, k, input.as_ref())
            }
            (AggregatorKernel::LimitRatio, Argument::Number(ratio)) => ratio::run(self, ctx, notes, ratio, input),
            (AggregatorKernel::Quantile, Argument::Number(q)) => quantile::run(self, ctx, notes, q, input.as_ref()),
            (AggregatorKernel::CountValues, Argument::Text(label)) => {
                count_values::run(self, ctx, notes, label, input.as_ref())
            }
            // The type checker lets no such plan through; a plan made by hand can be so.
            _ => Err(ExecError::IllTypedPlan { operation: self.def.name }),
        }
    }

    fn note(&self, annotation: Annotation) -> Note {
        Note { node: self.node, annotation }
    }

    /// Computes rows that are not needed, for the annotations that they raise.
    fn listen(
        &self,
        ctx: &QueryContext,
        notes: &mut Vec<Note>,
        input: &dyn Operator,
        rows: &[u32],
    ) -> Result<(), ExecError> {
        if self.is_input_silent {
            return Ok(());
        }
        run_tiles_of(input, rows, ctx, notes, |_, _, _| Ok(()), |()| Ok(()))
    }

    /// The info that histograms are left out of what is aggregated.
    fn histograms_ignored(&self) -> Note {
        self.note(Annotation::histogram_ignored_in_aggregation(self.def.name, self.expr_range.clone()))
    }
}
