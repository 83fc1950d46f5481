//! `histogram_fraction`.

use promenade_functions::samples::ScalarColumn;
use promenade_model::histogram::HistogramView;
use promenade_model::quantile::{ClassicBucket, classic_fraction, native_fraction};
use promenade_model::{Labels, value::SourceRange};
use promenade_plan::{CallNode, Node, NodeId};

use super::buckets::{At, HistogramFunction, evaluate};
use crate::evaluator::{Evaluated, Evaluator};
use crate::{ExecError, Operator, Task};

/// Builds the operator.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    call: &CallNode,
    (lower, upper): (ScalarColumn, ScalarColumn),
    input: &dyn Operator,
) -> Result<Evaluated, ExecError> {
    let function = Fraction { node: node.id, lower, upper, vector_range: call.args[2].range.clone() };
    evaluate(evaluator, input, node, &call.args[2], &function)
}

struct Fraction {
    node: NodeId,
    lower: ScalarColumn,
    upper: ScalarColumn,
    vector_range: SourceRange,
}

impl HistogramFunction for Fraction {
    fn n_outputs(&self) -> usize {
        1
    }

    fn labels(&self, _: usize, labels: &Labels) -> Labels {
        labels.clone()
    }

    fn classic(&self, at: &At<'_>, buckets: &mut Vec<ClassicBucket>, _: &mut Task<'_>) -> f64 {
        classic_fraction(self.lower.at(at.step_idx), self.upper.at(at.step_idx), buckets)
    }

    fn native(&self, at: &At<'_>, histogram: &HistogramView<'_>, task: &mut Task<'_>) -> f64 {
        let fraction = native_fraction(self.lower.at(at.step_idx), self.upper.at(at.step_idx), histogram);
        if let Some(annotation) = fraction.annotation(at.metric_name, self.vector_range.clone()) {
            task.annotate(self.node, annotation);
        }
        fraction.value
    }
}
