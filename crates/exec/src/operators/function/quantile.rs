//! `histogram_quantile` and `histogram_quantiles`.

use promenade_functions::histogram::quantile::quantile_label;
use promenade_functions::samples::ScalarColumn;
use promenade_model::histogram::HistogramView;
use promenade_model::quantile::{ClassicBucket, classic_quantile, native_quantile, sound_quantiles};
use promenade_model::{Annotation, Labels, value::SourceRange};
use promenade_plan::{CallNode, Grid, Node, NodeId};

use super::buckets::{At, HistogramFunction, evaluate};
use crate::evaluator::{Evaluated, Evaluator};
use crate::operator::NodeAnnotation;
use crate::{ExecError, Operator, Task};

/// Builds the operator of `histogram_quantile`.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    call: &CallNode,
    (quantile, input): (ScalarColumn, &dyn Operator),
    grid: Grid,
) -> Result<Evaluated, ExecError> {
    validate(evaluator, node.id, &quantile, &call.args[0].range, grid);
    let function = Quantiles {
        node: node.id,
        grid,
        label: None,
        values: vec![quantile],
        vector_range: call.args[1].range.clone(),
    };
    evaluate(evaluator, input, node, &call.args[1], &function)
}

/// Builds the operator of `histogram_quantiles`.
pub(crate) fn build_several(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    call: &CallNode,
    (input, label, columns): (&dyn Operator, String, Vec<ScalarColumn>),
    grid: Grid,
) -> Result<Evaluated, ExecError> {
    let mut quantiles = Vec::new();
    for (arg, quantile) in call.args[2..].iter().zip(columns) {
        validate(evaluator, node.id, &quantile, &arg.range, grid);
        quantiles.extend(split(quantile));
    }
    let function = Quantiles {
        node: node.id,
        grid,
        label: Some(label),
        values: quantiles,
        vector_range: call.args[0].range.clone(),
    };
    evaluate(evaluator, input, node, &call.args[0], &function)
}

/// Warns about quantiles outside 0..1.
fn validate(evaluator: &mut Evaluator<'_>, node: NodeId, quantile: &ScalarColumn, range: &SourceRange, grid: Grid) {
    let mut warn = |q: f64| {
        if !(0.0..=1.0).contains(&q) {
            evaluator.annotations.push(NodeAnnotation::new(node, Annotation::invalid_quantile(q, range.clone())));
        }
    };
    match quantile {
        ScalarColumn::Const(q) if grid.n_steps() > 0 => warn(*q),
        ScalarColumn::Const(_) => {}
        ScalarColumn::PerStep(values) => values.iter().for_each(|q| warn(*q)),
    }
}

/// Splits a column by value, with an absent value at other steps, so that each output row has one label value.
fn split(column: ScalarColumn) -> Vec<ScalarColumn> {
    match column {
        ScalarColumn::Const(_) => vec![column],
        ScalarColumn::PerStep(values) => {
            let mut distinct: Vec<f64> = Vec::new();
            for v in &values {
                if !distinct.iter().any(|d| d.to_bits() == v.to_bits()) {
                    distinct.push(*v);
                }
            }
            if distinct.len() == 1 {
                return vec![ScalarColumn::Const(distinct[0])];
            }
            let only = |d: &f64| {
                let keep = |v: &f64| if v.to_bits() == d.to_bits() { *v } else { promenade_functions::samples::ABSENT };
                ScalarColumn::PerStep(values.iter().map(keep).collect())
            };
            distinct.iter().map(only).collect()
        }
    }
}

/// An output row for each quantile.
struct Quantiles {
    node: NodeId,
    grid: Grid,
    /// The label that holds the quantile, for `histogram_quantiles`.
    label: Option<String>,
    /// An absent quantile gives no value at its step.
    values: Vec<ScalarColumn>,
    vector_range: SourceRange,
}

impl HistogramFunction for Quantiles {
    fn n_outputs(&self) -> usize {
        self.values.len()
    }

    fn labels(&self, output_idx: usize, labels: &Labels) -> Labels {
        let Some(label) = &self.label else { return labels.clone() };
        let q = match &self.values[output_idx] {
            ScalarColumn::Const(q) => *q,
            ScalarColumn::PerStep(values) => {
                let present = values.iter().find(|v| !promenade_functions::samples::is_absent(**v));
                present.copied().unwrap_or(f64::NAN)
            }
        };
        labels.to_builder().set(label, &quantile_label(q)).build()
    }

    fn classic(&self, at: &At<'_>, buckets: &mut Vec<ClassicBucket>, task: &mut Task<'_>) -> f64 {
        let q = self.values[at.output_idx].at(at.step_idx);
        if promenade_functions::samples::is_absent(q) {
            return q;
        }
        let quantile = classic_quantile(q, buckets);
        if let Some(fix) = quantile.forced_monotonicity {
            let annotation = Annotation::histogram_quantile_forced_monotonicity(
                at.metric_name,
                self.vector_range.clone(),
                self.grid.at(at.step_idx),
                fix.min_bucket,
                fix.max_bucket,
                fix.max_difference,
            );
            // Prometheus counts the samples of a step again at each later step, and the count is part of the message.
            task.annotate(self.node, annotation.before_steps(self.grid.n_steps() - 1 - at.step_idx));
        }
        quantile.value
    }

    fn classic_steps(
        &self,
        output_idx: usize,
        bounds: &[f64],
        counts: &[&[f64]],
        out: &mut [f64],
        is_done: &mut [bool],
    ) {
        if let ScalarColumn::Const(q) = &self.values[output_idx] {
            sound_quantiles(*q, bounds, counts, out, is_done);
        }
    }

    fn native(&self, at: &At<'_>, histogram: &HistogramView<'_>, task: &mut Task<'_>) -> f64 {
        let q = self.values[at.output_idx].at(at.step_idx);
        if promenade_functions::samples::is_absent(q) {
            return q;
        }
        let quantile = native_quantile(q, histogram);
        if let Some(annotation) = quantile.annotation(at.metric_name, self.vector_range.clone()) {
            task.annotate(self.node, annotation);
        }
        quantile.value
    }
}
