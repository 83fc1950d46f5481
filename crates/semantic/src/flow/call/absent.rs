//! `absent` and `absent_over_time`: one series if the argument is empty.

use promenade_functions::absent::absent_labels;
use promenade_model::Matcher;
use promenade_model::value::SourceRange;

use super::super::FlowNode;
use super::super::bounds::Bounds;
use super::super::facts::{Cause, LabelFact, LabelFacts};
use super::super::source::{Cardinality, DropsName, Flow, SeriesCount, Source};
use super::super::values::Values;
use super::plain;
use crate::typed::TypedExprKind;

pub(super) fn flow(input: &FlowNode<'_>, range: &SourceRange, cause: &Cause, drops_name: DropsName) -> Flow {
    let selector = match &plain(input.expr).kind {
        TypedExprKind::Vector(selector) => Some(&**selector),
        TypedExprKind::Matrix(matrix) => Some(&matrix.selector),
        _ => None,
    };
    let labels = if selector.is_some_and(|selector| selector.has_variable) {
        LabelFacts::unknown()
    } else {
        labels(selector.map_or(&[], |selector| &selector.matchers), cause)
    };
    let mut source = Source::generated(range, labels, Bounds::Constant(1.0));
    if input.flow.always_returns() {
        source.kill(cause);
    }
    let count = SeriesCount { always: input.flow.never_returns(), max: Cardinality::One };
    Flow::vector(vec![source], count, drops_name)
}

/// The labels of the result for a selector; `None` for any other expression.
fn labels(matchers: &[Matcher], cause: &Cause) -> LabelFacts {
    let mut labels = LabelFacts::none(cause);
    for (name, value) in &absent_labels(matchers) {
        labels.set(name, LabelFact::new(Values::exactly(value), cause));
    }
    labels
}
