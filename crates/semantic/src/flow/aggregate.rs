//! Aggregations: `by` keeps labels, `without` removes them, and some aggregators return samples of their input.

use promenade_functions::aggregators::{AggregatorKernel, HistogramFold, ValueUse};
use promenade_model::labels::{METADATA_LABELS, is_metadata_label};
use promenade_model::value::SourceRange;
use promenade_syntax::variables::holds_variable;

use super::bounds::Bounds;
use super::facts::{Cause, CauseKind, LabelFact, LabelFacts};
use super::source::{Cardinality, DropsName, Flow, SampleKind, SeriesCount, Source};
use super::values::Values;
use crate::typed::{AggregateExpr, TypedExprKind};

pub(super) fn flow(aggregate: &AggregateExpr, range: &SourceRange, param: Option<&Flow>, inner: &Flow) -> Flow {
    let number = param.map_or(Bounds::Any, |param| param.scalar);
    if aggregate.def.selects() {
        return picked(aggregate, range, &number, inner);
    }
    let cause = Cause { kind: CauseKind::Aggregation, range: range.clone() };
    let mut sources = inner.sources.clone();
    for source in &mut sources {
        group(aggregate, &mut source.labels, &cause);
        (source.value, source.samples) = values(aggregate.def.kernel, source);
    }
    let drops_name = match aggregate.def.kernel {
        AggregatorKernel::CountValues => DropsName::No,
        // A group whose samples are marked for name removal is marked too.
        _ => inner.drops_name,
    };
    Flow::vector(sources, count(aggregate, inner), drops_name)
}

/// The labels of groups.
fn group(aggregate: &AggregateExpr, labels: &mut LabelFacts, cause: &Cause) {
    let value_name = value_label(aggregate);
    if aggregate.grouping.iter().map(String::as_str).chain(value_name).any(holds_variable) {
        *labels = LabelFacts::unknown();
        return;
    }
    let names: Vec<&str> = aggregate.grouping.iter().map(String::as_str).collect();
    if aggregate.without {
        labels.remove(names.iter().copied().chain(METADATA_LABELS), cause);
    } else {
        labels.keep(&names, cause);
    }
    if let Some(label) = value_name {
        let is_left_out = aggregate.without && (is_metadata_label(label) || names.contains(&label));
        let values = if is_left_out { Values::absent() } else { Values::present() };
        labels.set(label, LabelFact::new(values, cause));
    }
}

/// The label to which an aggregator writes values.
pub(super) fn value_label(aggregate: &AggregateExpr) -> Option<&str> {
    if !matches!(aggregate.def.kernel, AggregatorKernel::CountValues) {
        return None;
    }
    match &aggregate.param.as_ref()?.unparenthesized().kind {
        TypedExprKind::String(label) => Some(&label.value),
        _ => None,
    }
}

/// The possible results of groups.
fn values(kernel: AggregatorKernel, source: &Source) -> (Bounds, SampleKind) {
    match kernel {
        AggregatorKernel::CountValues => (Bounds::Between(1.0, f64::INFINITY), SampleKind::Float),
        AggregatorKernel::Fold(fold) if fold.values == ValueUse::Ignored => {
            (Bounds::Between(1.0, f64::INFINITY), SampleKind::Float)
        }
        AggregatorKernel::Fold(fold) => match fold.histograms {
            HistogramFold::Ignore | HistogramFold::Presence => (Bounds::Any, SampleKind::Float),
            HistogramFold::Sum | HistogramFold::Mean => (Bounds::Any, source.samples),
        },
        AggregatorKernel::Ranked(_)
        | AggregatorKernel::LimitK
        | AggregatorKernel::LimitRatio
        | AggregatorKernel::Quantile => (Bounds::Any, SampleKind::Float),
    }
}

/// The number of groups. A group with histograms may have no result.
fn count(aggregate: &AggregateExpr, inner: &Flow) -> SeriesCount {
    let takes_any = match aggregate.def.kernel {
        AggregatorKernel::Fold(fold) => fold.histograms == HistogramFold::Presence,
        AggregatorKernel::CountValues => true,
        _ => false,
    };
    let is_one_group = !aggregate.without && aggregate.grouping.is_empty() && value_label(aggregate).is_none();
    let count = if takes_any { inner.count } else { inner.count_of_floats() };
    if is_one_group { SeriesCount { max: count.max.min(Cardinality::One), ..count } } else { count }
}

/// Aggregators whose results are samples of the input with their own labels.
fn picked(aggregate: &AggregateExpr, range: &SourceRange, number: &Bounds, inner: &Flow) -> Flow {
    let n = number.constant();
    let is_float_only = matches!(aggregate.def.kernel, AggregatorKernel::Ranked(_));
    let (picks_none, picks_any, picks_one) = match aggregate.def.kernel {
        AggregatorKernel::LimitRatio => (n == Some(0.0), false, false),
        _ => (n.is_some_and(|n| n < 1.0), n.is_some_and(|n| n >= 1.0), n.is_some_and(|n| (1.0..2.0).contains(&n))),
    };
    let mut flow = inner.clone();
    if is_float_only {
        flow.count = flow.count_of_floats();
        flow.sources.iter_mut().for_each(|source| source.samples = SampleKind::Float);
    }
    flow.count.always &= picks_any;
    if picks_one && !aggregate.without && aggregate.grouping.is_empty() {
        flow.count.max = flow.count.max.min(Cardinality::One);
    }
    if picks_none {
        let cause = Cause { kind: CauseKind::Parameter, range: range.clone() };
        flow.sources.iter_mut().for_each(|source| source.kill(&cause));
    }
    flow.settled()
}
