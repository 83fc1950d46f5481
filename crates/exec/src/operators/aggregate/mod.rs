//! Aggregations. All of them compute their result while they are built, streaming over tiles of the input.

mod count_values;
mod fold;
mod group_sums;
mod groups;
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
use promenade_model::Annotation;
use promenade_model::value::SourceRange;
use promenade_plan::{AggregateNode, Grouping, Node, NodeId};

use self::param::Param;
use crate::evaluator::{Evaluated, Evaluator, Scope};
use crate::operator::NodeAnnotation;
use crate::{ExecError, Operator, QueryContext};

/// Builds the operator over the parameter and the vector.
///
/// # Errors
/// Returns an error if the parameter is invalid for the aggregator, and any error of computing rows.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    aggregate: &AggregateNode,
    (argument, input): (&Argument, Arc<dyn Operator>),
    scope: Scope,
) -> Result<Evaluated, ExecError> {
    let aggregation = Aggregation {
        def: aggregate.def,
        grouping: &aggregate.grouping,
        node: node.id,
        range: node.range.clone(),
        expr_range: aggregate.expr.range.clone(),
        is_single: scope.grid.is_single(),
        param_range: aggregate.param.as_ref().map_or(node.range.clone(), |param| param.range.clone()),
    };
    aggregation.run(evaluator.ctx, &mut evaluator.annotations, argument, input).map(Evaluated::Vector)
}

/// An aggregation without its input.
struct Aggregation<'a> {
    def: &'static AggregatorDef,
    grouping: &'a Grouping,
    node: NodeId,
    /// The position of the whole aggregation in the query.
    range: SourceRange,
    /// The position of the aggregated expression.
    expr_range: SourceRange,
    /// Whether there is a single step, so that the rows of the result keep the order in which they were picked.
    is_single: bool,
    /// The position of the parameter.
    param_range: SourceRange,
}

/// The parameter of an aggregation.
pub(crate) enum Argument {
    /// No parameter.
    None,
    /// A number per step.
    Number(Param),
    /// A label name.
    Text(String),
}

impl Argument {
    /// Converts the value of the parameter.
    ///
    /// # Errors
    /// Returns an error if a string is not a label name.
    pub(crate) fn new(param: Option<Evaluated>) -> Result<Self, ExecError> {
        Ok(match param {
            Some(Evaluated::String(text)) => Self::Text(count_values::checked_label(text)?),
            Some(Evaluated::Scalar(column)) => Self::Number(Param::new(column)),
            Some(Evaluated::Vector(_) | Evaluated::Matrix(_)) | None => Self::None,
        })
    }
}

impl Aggregation<'_> {
    fn run(
        &self,
        ctx: &QueryContext,
        annotations: &mut Vec<NodeAnnotation>,
        argument: &Argument,
        input: Arc<dyn Operator>,
    ) -> Result<Arc<dyn Operator>, ExecError> {
        match (self.def.kernel, argument) {
            (AggregatorKernel::Fold(fold), _) => fold::run(self, ctx, annotations, fold, input.as_ref()),
            (AggregatorKernel::Ranked(extreme), Argument::Number(k)) => {
                ranked::run(self, ctx, annotations, ranked::Pick::Ranked(extreme), k, input.as_ref())
            }
            (AggregatorKernel::LimitK, Argument::Number(k)) => {
                ranked::run(self, ctx, annotations, ranked::Pick::First, k, input.as_ref())
            }
            (AggregatorKernel::LimitRatio, Argument::Number(ratio)) => ratio::run(self, ctx, annotations, ratio, input),
            (AggregatorKernel::Quantile, Argument::Number(q)) => {
                quantile::run(self, ctx, annotations, q, input.as_ref())
            }
            (AggregatorKernel::CountValues, Argument::Text(label)) => {
                count_values::run(self, ctx, annotations, label, input.as_ref())
            }
            // Rejected by the type checker, but possible in a hand-made plan.
            _ => Err(ExecError::IllTypedPlan { operation: self.def.name }),
        }
    }

    fn note(&self, annotation: Annotation) -> NodeAnnotation {
        NodeAnnotation::new(self.node, annotation)
    }

    /// The annotation that the aggregation ignored histograms.
    fn histograms_ignored(&self) -> NodeAnnotation {
        self.note(Annotation::histogram_ignored_in_aggregation(self.def.name, self.expr_range.clone()))
    }
}
