//! `histogram_fraction`.

use promenade_functions::samples::ScalarColumn;
use promenade_model::histogram::HistogramView;
use promenade_model::quantile::{ClassicBucket, classic_fraction, native_fraction};
use promenade_model::{Labels, value::SourceRange};
use promenade_plan::{CallNode, Grid, Node, NodeId};

use super::buckets::{At, HistogramFunction, evaluate};
use crate::physical::{Builder, Value};
use crate::{ExecError, Task};

/// Builds the operator.
pub(crate) fn build(builder: &mut Builder<'_>, node: &Node, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    let lower = builder.scalar(&call.args[0], grid)?;
    let upper = builder.scalar(&call.args[1], grid)?;
    let input = builder.vector(&call.args[2], grid)?;
    let function = Fraction { node: node.id, lower, upper, vector_range: call.args[2].range.clone() };
    evaluate(builder, input.as_ref(), node, &call.args[2], &function)
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
