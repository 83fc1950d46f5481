//! Aggregations: is there such an aggregator, may it be used, and do parameter and expression fit.

use promenade_functions::{AggregatorDef, Stability, aggregator, aggregators};
use promenade_model::ValueType;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::{AggregateExpr, LabelName};
use promenade_syntax::diagnostic::codes;
use promenade_syntax::variables::holds_variable;
use promenade_syntax::{Diagnostic, Expr};

use super::{Arguments, Checker, Outcome, count, unknown_name};
use crate::typed::{self, TypedExpr, TypedExprKind};

impl Checker<'_> {
    pub(super) fn aggregate(&mut self, aggregate: &AggregateExpr, range: &SourceRange) -> Outcome {
        let Some(def) = aggregator(&aggregate.op.text) else {
            if holds_variable(&aggregate.op.text) {
                return self.variable_call(&aggregate.op.text, &aggregate.args, Some(ValueType::Vector), range);
            }
            return self.unknown_aggregator(aggregate, range);
        };
        let enabled = self.aggregator_enabled(def, aggregate, range);
        let n_args_fit = enabled && self.aggregate_arg_count(def, aggregate, range);
        if !n_args_fit {
            for arg in &aggregate.args {
                self.expr(arg);
            }
            return Outcome::new(ValueType::Vector, range, None);
        }
        let kind = self.aggregate_args(def, aggregate).map(|(param, expr)| {
            TypedExprKind::Aggregate(TreeBox::new(typed::AggregateExpr {
                def,
                grouping: aggregate.grouping.iter().map(|label| label.text.clone()).collect(),
                has_variable: aggregate.grouping.iter().any(LabelName::holds_variable),
                without: aggregate.without,
                param: param.map(TreeBox::into_inner),
                expr: expr.into_inner(),
            }))
        });
        Outcome::new(ValueType::Vector, range, kind)
    }

    /// The parameter and the expression, where both are right. Prometheus looks at the expression first.
    fn aggregate_args(&mut self, def: &AggregatorDef, aggregate: &AggregateExpr) -> Option<ParamAndExpr> {
        let expr = aggregate.expr()?;
        let typed_expr = self.aggregate_arg(expr, ValueType::Vector, || format!("the expression of `{}`", def.name));
        let Some(want) = def.param.map(|param| param.value_type) else { return Some((None, typed_expr?)) };
        let param = aggregate.param()?;
        let typed_param = self.aggregate_arg(param, want, || format!("the parameter of `{}`", def.name));
        Some((Some(typed_param?), typed_expr?))
    }

    fn aggregate_arg(
        &mut self,
        arg: &Expr,
        want: ValueType,
        place: impl FnOnce() -> String,
    ) -> Option<TreeBox<TypedExpr>> {
        let mut outcome = self.expr(arg);
        let fits = self.expect(&mut outcome, want, arg, place);
        outcome.typed.filter(|_| fits)
    }

    fn unknown_aggregator(&mut self, aggregate: &AggregateExpr, range: &SourceRange) -> Outcome {
        for arg in &aggregate.args {
            self.expr(arg);
        }
        if self.is_full() {
            return Outcome::new(ValueType::Vector, range, None);
        }
        let names = aggregators().map(|a| a.name);
        let diagnostic = unknown_name(codes::UNKNOWN_AGGREGATOR, "aggregation", &aggregate.op, names);
        self.report_aggregate(diagnostic, aggregate, range);
        Outcome::new(ValueType::Vector, range, None)
    }

    fn aggregator_enabled(&mut self, def: &AggregatorDef, aggregate: &AggregateExpr, range: &SourceRange) -> bool {
        if def.stability == Stability::Stable || self.features.experimental_functions {
            return true;
        }
        let diagnostic = Diagnostic::error(
            codes::EXPERIMENTAL,
            aggregate.op.range.clone(),
            format!(
                "the aggregation `{}` is experimental: enable the feature `promql-experimental-functions`",
                def.name
            ),
        );
        self.report_aggregate(diagnostic, aggregate, range);
        false
    }

    fn aggregate_arg_count(&mut self, def: &AggregatorDef, aggregate: &AggregateExpr, range: &SourceRange) -> bool {
        let (want, got) = (1 + usize::from(def.param.is_some()), aggregate.args.len());
        if got == want {
            return true;
        }
        if self.aggregate_arguments(aggregate, range) != Arguments::Closed {
            return false;
        }
        let takes = match def.param {
            Some(param) => format!("a {} and an instant vector", param.value_type.documented_name()),
            None => "an instant vector".to_owned(),
        };
        let given =
            if got == 1 { "1 argument is given".to_owned() } else { format!("{} are given", count(got, "argument")) };
        let message = format!("`{}` takes {takes}, but {given}", def.name);
        let diagnostic = Diagnostic::error(codes::WRONG_ARGUMENT_COUNT, range.clone(), message);
        self.report_aggregate(diagnostic, aggregate, range);
        false
    }

    /// Prometheus has to look at what follows, which may be a modifier, unless there is one already.
    fn report_aggregate(&mut self, diagnostic: Diagnostic, aggregate: &AggregateExpr, range: &SourceRange) {
        let args = self.aggregate_arguments(aggregate, range);
        self.report_parsing(diagnostic, args, range, aggregate.modifier_range.is_none());
    }

    fn aggregate_arguments(&self, aggregate: &AggregateExpr, range: &SourceRange) -> Arguments {
        self.arguments(&aggregate.op, aggregate.modifier_range.as_ref(), &aggregate.args, range)
    }
}

type ParamAndExpr = (Option<TreeBox<TypedExpr>>, TreeBox<TypedExpr>);
