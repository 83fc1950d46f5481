//! A query of a rule: parsed once, evaluated at many times.

use std::sync::Arc;

use promenade_exec::{CancelHandle, InstantSample, QueryValue, RangeSeries, execute_blocking};
use promenade_functions::samples::RangeMode;
use promenade_model::{Features, Labels, Matcher, TimestampMs, ValueType};
use promenade_plan::{LogicalPlan, Optimizer, PlanOptions, QueryTime, lower};
use promenade_semantic::typed::{TypedExprKind, VectorSelector};
use promenade_semantic::{Options, TypedExpr, parse_and_check};
use promenade_storage::{SampleValue, Storage};
use promenade_syntax::NodeId;

use crate::{RuleOptions, RuleQueryError};

/// A query of a rule or of a template, parsed and checked.
#[derive(Debug, Clone)]
pub struct RuleQuery {
    text: String,
    expr: Arc<TypedExpr>,
}

impl RuleQuery {
    /// Parses and checks a query of a template.
    ///
    /// # Errors
    /// Returns an error if the text is not a query.
    pub fn new(text: &str, features: Features) -> Result<Self, RuleQueryError> {
        let checked = parse_and_check(text, &Options::with_features(features));
        match checked.into_result() {
            Ok(expr) => Ok(Self { text: text.to_owned(), expr: Arc::new(expr) }),
            Err(diagnostics) => Err(RuleQueryError::Parse { text: text.to_owned(), diagnostics }),
        }
    }

    /// Parses and checks the expression of a rule. Prometheus evaluates an expression as it prints it, so that places in
    /// errors are those of the printed text.
    ///
    /// # Errors
    /// Returns an error if the text is not a query.
    pub fn of_rule(text: &str, features: Features) -> Result<Self, RuleQueryError> {
        let checked = parse_and_check(text, &Options::with_features(features));
        let printed = checked.expr.to_string();
        if let Err(diagnostics) = checked.into_result() {
            return Err(RuleQueryError::Parse { text: text.to_owned(), diagnostics });
        }
        Self::new(&printed, features)
    }

    /// A part of a query that was checked.
    pub(crate) fn of_expr(expr: TypedExpr) -> Self {
        Self { text: String::new(), expr: Arc::new(expr) }
    }

    /// An instant vector selector with these matchers.
    pub(crate) fn of_matchers(matchers: &[Matcher]) -> Self {
        let selector = VectorSelector {
            matchers: matchers.to_vec(),
            has_variable: false,
            offset: None,
            at: None,
            mode: RangeMode::default(),
        };
        let kind = TypedExprKind::Vector(Box::new(selector));
        let (id, range) = (NodeId::default(), 0..0);
        Self::of_expr(TypedExpr { id, kind, value_type: ValueType::Vector, is_open: false, range })
    }

    /// The text; empty for a part of a query.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The typed tree.
    pub fn expr(&self) -> &TypedExpr {
        &self.expr
    }

    /// The result at a time: the elements of an instant vector, or a scalar as an element without labels.
    ///
    /// # Errors
    /// Returns an error if the query cannot be planned or evaluated, or gives something else.
    pub fn at(
        &self,
        storage: &dyn Storage,
        time_ms: TimestampMs,
        options: &RuleOptions,
    ) -> Result<Vec<InstantSample>, RuleQueryError> {
        match self.value_at(storage, time_ms, options)? {
            QueryValue::Vector(_, samples) => Ok(samples),
            QueryValue::Scalar(_, value) => {
                Ok(vec![InstantSample { labels: Labels::empty(), value: SampleValue::Float(value) }])
            }
            QueryValue::String(_) | QueryValue::Matrix(_) => Err(RuleQueryError::NoVector),
        }
    }

    /// The value at a time, of whatever type it is.
    pub(crate) fn value_at(
        &self,
        storage: &dyn Storage,
        time_ms: TimestampMs,
        options: &RuleOptions,
    ) -> Result<QueryValue, RuleQueryError> {
        let plan = Arc::new(self.plan(QueryTime::Instant { at_ms: time_ms }, options)?);
        Ok(execute_blocking(&plan, storage, &options.exec, &CancelHandle::default()).value?)
    }

    /// The series from one time to another, at each step. They are those of [`at`](Self::at) at each of the steps.
    ///
    /// # Errors
    /// Returns an error if the query cannot be planned or evaluated at one of the steps, or gives a string.
    pub(crate) fn over(
        &self,
        storage: &dyn Storage,
        (start_ms, end_ms, step_ms): (TimestampMs, TimestampMs, i64),
        options: &RuleOptions,
    ) -> Result<Vec<RangeSeries>, RuleQueryError> {
        let plan = Arc::new(self.plan(QueryTime::Range { start_ms, end_ms, step_ms }, options)?);
        match execute_blocking(&plan, storage, &options.exec, &CancelHandle::default()).value? {
            QueryValue::Matrix(series) => Ok(series),
            _ => Err(RuleQueryError::NoVector),
        }
    }

    fn plan(&self, time: QueryTime, options: &RuleOptions) -> Result<LogicalPlan, RuleQueryError> {
        let millis = |duration: std::time::Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let plan_options = PlanOptions::at(time)
            .lookback_delta_ms(millis(options.lookback_delta))
            .default_subquery_step_ms(millis(options.default_subquery_step))
            .with_features(options.features);
        Ok(Optimizer::default().optimize(lower(&self.expr, &plan_options)?))
    }
}
