//! Aggregations: name, feature flags, parameter and expression.

use promenade_functions::{AggregatorDef, Stability, aggregator, aggregators};
use promenade_model::ValueType;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::{AggregateExpr, LabelName};
use promenade_syntax::diagnostic::codes;
use promenade_syntax::variables::holds_variable;
use promenade_syntax::{Diagnostic, Expr};

use super::{Arguments, Checker, Outcome, count, unknown_name};
use crate::facts::Definition;
use crate::typed::{self, TypedExpr, TypedExprKind};

impl Checker<'_> {
    pub(super) fn aggregate(&mut self, aggregate: &AggregateExpr, expr: &Expr) -> Outcome {
        let range = &expr.range;
        let Some(def) = aggregator(&aggregate.op.text) else {
            if holds_variable(&aggregate.op.text) {
                return self.variable_call(&aggregate.op.text, &aggregate.args, Some(ValueType::Vector), range);
            }
            return self.unknown_aggregator(aggregate, range);
        };
        self.definitions.insert(expr.id, Definition::Aggregator(def));
        let enabled = self.aggregator_enabled(def, aggregate, range);
        if !(enabled && self.aggregate_arg_count(def, aggregate, range)) {
            return Outcome::unknown(Some(ValueType::Vector), range, self.exprs(&aggregate.args));
        }
        let (param, expr, is_sound) = match self.aggregate_args(def, aggregate) {
            Ok(args) => args,
            Err(parts) => return Outcome::unknown(Some(ValueType::Vector), range, parts),
        };
        let kind = TypedExprKind::Aggregate(TreeBox::new(typed::AggregateExpr {
            def,
            grouping: aggregate.grouping.iter().map(|label| label.text.clone()).collect(),
            has_variable: aggregate.grouping.iter().any(LabelName::holds_variable),
            without: aggregate.without,
            param,
            expr,
        }));
        Outcome::new(ValueType::Vector, range, kind).sound_if(is_sound)
    }
    /// The parameter and the expression, and whether they are without errors; unchanged if one has the wrong type.
    /// Prometheus checks the expression first.
    fn aggregate_args(
        &mut self,
        def: &AggregatorDef,
        aggregate: &AggregateExpr,
    ) -> Result<ParamAndExpr, Vec<TypedExpr>> {
        let Some(expr) = aggregate.expr() else { return Err(self.exprs(&aggregate.args)) };
        let mut inner = self.expr(expr);
        let mut fit = self.expect(&mut inner, ValueType::Vector, expr, || format!("the expression of `{}`", def.name));
        let mut is_sound = inner.is_sound;
        let param = aggregate.param().zip(def.param).map(|(param, want)| {
            let mut outcome = self.expr(param);
            let place = || format!("the parameter of `{}`", def.name);
            fit &= self.expect(&mut outcome, want.value_type, param, place);
            is_sound &= outcome.is_sound;
            outcome.into_expr()
        });
        if fit {
            Ok((param, inner.into_expr(), is_sound))
        } else {
            Err(param.into_iter().chain([inner.into_expr()]).collect())
        }
    }

    fn unknown_aggregator(&mut self, aggregate: &AggregateExpr, range: &SourceRange) -> Outcome {
        let outcome = Outcome::unknown(Some(ValueType::Vector), range, self.exprs(&aggregate.args));
        if !self.is_full() {
            let names = aggregators().map(|a| a.name);
            let diagnostic = unknown_name(codes::UNKNOWN_AGGREGATOR, "aggregation", &aggregate.op, names);
            self.report_aggregate(diagnostic, aggregate, range);
        }
        outcome
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

    /// Prometheus must look ahead for a modifier, unless there is one already.
    fn report_aggregate(&mut self, diagnostic: Diagnostic, aggregate: &AggregateExpr, range: &SourceRange) {
        let args = self.aggregate_arguments(aggregate, range);
        self.report_parsing(diagnostic, args, range, aggregate.modifier_range.is_none());
    }

    fn aggregate_arguments(&self, aggregate: &AggregateExpr, range: &SourceRange) -> Arguments {
        self.arguments(&aggregate.op, aggregate.modifier_range.as_ref(), &aggregate.args, range)
    }
}

/// The parameter, the expression, and whether both are without errors.
type ParamAndExpr = (Option<TypedExpr>, TypedExpr, bool);
