//! Function calls: labels and values follow from the function's kernel and behaviour.

mod absent;
mod histogram;
mod info;
mod relabel;

use promenade_functions::samples::is_absent;
use promenade_functions::{FunctionDef, Kernel, ValueRange};
use promenade_model::ValueType;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::{StringLiteral, UnaryOp};
use promenade_syntax::variables::holds_variable;

use super::bounds::Bounds;
use super::facts::{Cause, CauseKind, LabelFacts};
use super::source::{DropsName, Flow, SampleKind, SeriesCount, Source};
use super::{Analyzer, FlowNode, is_vector};
use crate::typed::{Call, TypedExpr, TypedExprKind};

pub(super) fn flow(analyzer: &Analyzer<'_>, call: &Call, range: &SourceRange, args: &[FlowNode<'_>]) -> Flow {
    let cause = Cause { kind: CauseKind::Function(call.def), range: range.clone() };
    let scalars = || args.iter().filter(|arg| arg.expr.value_type == ValueType::Scalar).map(|arg| arg.flow.scalar);
    let Some(input) = input(args) else { return without_input(call.def, range, &cause, scalars()) };
    match call.def.kernel {
        Kernel::ToScalar => Flow::scalar(only_value(&input.flow)),
        Kernel::Absent => absent::flow(input, range, &cause, DropsName::No),
        Kernel::AbsentOverTime => absent::flow(input, range, &cause, DropsName::Yes),
        Kernel::LabelReplace => relabel::replace(call, &input.flow, &cause),
        Kernel::LabelJoin => relabel::join(call, &input.flow, &cause),
        Kernel::Info => info::flow(call, &input.flow, &cause),
        Kernel::HistogramQuantile | Kernel::HistogramFraction | Kernel::HistogramQuantiles => {
            histogram::flow(analyzer, call, &input.flow, &cause)
        }
        Kernel::StartTimestamp if !has_start_timestamps(analyzer, input.expr) => nothing(&input.flow, &cause),
        Kernel::Math(_)
        | Kernel::Elementwise(_)
        | Kernel::Date(_)
        | Kernel::Histogram(_)
        | Kernel::Scalar(_)
        | Kernel::Time
        | Kernel::Context(_)
        | Kernel::Range(_)
        | Kernel::ToVector
        | Kernel::Timestamp
        | Kernel::StartTimestamp
        | Kernel::Sort(_)
        | Kernel::SortByLabel(_) => {
            let mut flow = input.flow.clone();
            if !(call.def.behavior.keeps_name && flow.drops_name != DropsName::Yes) {
                analyzer.drop_name(&mut flow, range);
            } else if flow.drops_name == DropsName::Maybe {
                flow.forget_names(&Cause { kind: CauseKind::NameDropped, range: range.clone() });
            }
            apply(call.def, &mut flow, &scalars().collect::<Vec<_>>(), &cause);
            flow
        }
    }
}

/// The argument whose series the result has: the first vector or range vector.
fn input<'f, 'a>(args: &'f [FlowNode<'a>]) -> Option<&'f FlowNode<'a>> {
    args.iter().find(|arg| is_vector(arg.expr) || arg.expr.value_type == ValueType::Matrix)
}

/// Functions without input series: scalars, and vectors of one series without labels.
fn without_input(def: &FunctionDef, range: &SourceRange, cause: &Cause, args: impl Iterator<Item = Bounds>) -> Flow {
    let args: Vec<Bounds> = args.collect();
    let constants: Option<Vec<f64>> = args.iter().map(Bounds::constant).collect();
    if def.signature.returns == ValueType::Scalar {
        return Flow::scalar(match (def.kernel, constants) {
            (Kernel::Scalar(f), Some(constants)) => Bounds::Constant(f(&constants)),
            _ => Bounds::Any,
        });
    }
    let value = match def.kernel {
        Kernel::ToVector => args.first().copied().unwrap_or(Bounds::Any),
        _ => of_value_range(def),
    };
    let source = Source::generated(range, LabelFacts::none(cause), value);
    Flow::vector(vec![source], SeriesCount::ONE, DropsName::No)
}

/// The effect on samples. Labels are already final.
fn apply(def: &FunctionDef, flow: &mut Flow, scalars: &[Bounds], cause: &Cause) {
    let floats = flow.count_of_floats();
    // The number of series, and whether the samples may include histograms.
    let (count, keeps_histograms) = match def.kernel {
        Kernel::SortByLabel(_) => (flow.count, true),
        Kernel::Timestamp => (flow.count, false),
        // Such a function may drop samples, unless its result is known.
        Kernel::Elementwise(_) if flow.live().any(|source| folded(def, source, scalars).is_none()) => {
            (floats.or_none(), false)
        }
        Kernel::Elementwise(_) | Kernel::Math(_) | Kernel::Date(_) | Kernel::Sort(_) => (floats, false),
        Kernel::Histogram(_) | Kernel::StartTimestamp => (flow.count.or_none(), false),
        // One step may see series that exist at different times. The other kernels have a flow of their own or take no
        // series.
        Kernel::Range(_)
        | Kernel::Scalar(_)
        | Kernel::Time
        | Kernel::Context(_)
        | Kernel::Absent
        | Kernel::AbsentOverTime
        | Kernel::ToScalar
        | Kernel::ToVector
        | Kernel::LabelReplace
        | Kernel::LabelJoin
        | Kernel::HistogramQuantile
        | Kernel::HistogramQuantiles
        | Kernel::HistogramFraction
        | Kernel::Info => (flow.count.or_none(), true),
    };
    flow.count = count;
    for source in &mut flow.sources {
        if matches!(def.kernel, Kernel::Histogram(_)) && source.samples == SampleKind::Float {
            source.kill(cause);
        }
        if let Some(value) = value(def, source, scalars) {
            source.value = value;
        } else {
            flow.count.always = false;
            source.kill(cause);
        }
        if !keeps_histograms {
            source.samples = SampleKind::Float;
        }
    }
    *flow = flow.clone().settled();
}

/// The floats of the result; `None` if every sample is dropped.
fn value(def: &FunctionDef, source: &Source, scalars: &[Bounds]) -> Option<Bounds> {
    Some(match (def.kernel, source.value.constant()) {
        (Kernel::Math(f) | Kernel::Date(f), Some(value)) => Bounds::Constant(f(value)),
        (Kernel::Elementwise(_), _) => match folded(def, source, scalars) {
            Some(dropped) if is_absent(dropped) => return None,
            Some(result) => Bounds::Constant(result),
            None => Bounds::Any,
        },
        (Kernel::Sort(_) | Kernel::SortByLabel(_), _) => source.value,
        _ => of_value_range(def),
    })
}

/// The result of a function with parameters if all of them and the samples are constant.
fn folded(def: &FunctionDef, source: &Source, scalars: &[Bounds]) -> Option<f64> {
    let Kernel::Elementwise(f) = def.kernel else { return None };
    let constants: Option<Vec<f64>> = scalars.iter().map(Bounds::constant).collect();
    Some(f(source.value.constant()?, &constants?))
}

/// The value range from the definition.
fn of_value_range(def: &FunctionDef) -> Bounds {
    match (def.behavior.value_range, def.behavior.value_range.bounds()) {
        (ValueRange::Any, _) => Bounds::Any,
        (ValueRange::Only(_), (value, _)) => Bounds::Constant(value),
        (ValueRange::AtLeast(_) | ValueRange::Between(..), (min, max)) => Bounds::Between(min, max),
    }
}

/// Start timestamps are known only for selectors, and only with the feature flag.
fn has_start_timestamps(analyzer: &Analyzer<'_>, arg: &TypedExpr) -> bool {
    analyzer.options.features.use_start_timestamps && matches!(plain(arg).kind, TypedExprKind::Vector(_))
}

fn nothing(input: &Flow, cause: &Cause) -> Flow {
    let mut flow = input.clone();
    flow.sources.iter_mut().for_each(|source| source.kill(cause));
    flow.settled()
}

/// The value of a vector that always has exactly one float.
fn only_value(input: &Flow) -> Bounds {
    if input.count != SeriesCount::ONE || !input.is_float() {
        return Bounds::Any;
    }
    input.live().map(|source| source.value).reduce(|a, b| a.union(&b)).unwrap_or(Bounds::Any)
}

/// The expression without surrounding parentheses and plus signs, as the planner sees it.
fn plain(expr: &TypedExpr) -> &TypedExpr {
    let mut expr = expr;
    while let TypedExprKind::Paren(inner) | TypedExprKind::Unary(UnaryOp::Plus, inner) = &expr.kind {
        expr = inner;
    }
    expr
}

/// The string of an argument; `None` if it is not UTF-8 or may contain a variable.
fn text(arg: Option<&TypedExpr>) -> Option<&str> {
    match &arg?.unparenthesized().kind {
        TypedExprKind::String(StringLiteral { value, bytes: None }) if !holds_variable(value) => Some(value),
        _ => None,
    }
}
