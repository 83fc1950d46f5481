//! What a rule on queries sees.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use promenade_documents::rules::{Rule, RuleKind};
use promenade_functions::MetricKind;
use promenade_semantic::TypedExpr;
use promenade_semantic::flow::{FlowNode, FlowOptions, MetricSchema, flow};
use promenade_syntax::Expr;

use super::Nodes;
use crate::facts::unit::Unit;
use crate::settings::Settings;
use crate::snapshot::Metric;

/// An accepted query and all that is known around it.
#[derive(Debug)]
pub struct QueryContext<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub expr: &'a Expr,
    /// Its typed tree.
    pub typed: Option<&'a TypedExpr>,
    /// The nodes of its tree.
    pub nodes: Nodes<'a>,
    /// What is known of the server and its metrics.
    pub settings: &'a Settings,
    /// The rule that it belongs to; none for a query that stands alone or in a dashboard.
    pub rule: Option<&'a Rule>,
    /// What is known of labels and values, once a rule has asked.
    pub(crate) flow: OnceCell<Option<FlowNode<'a>>>,
    /// The units of expressions, once a rule has asked.
    pub(crate) units: RefCell<HashMap<*const Expr, Option<Unit>>>,
}

impl<'a> QueryContext<'a> {
    /// What is known of the labels, the number and the values of the results of the query and its parts.
    pub fn flow(&self) -> Option<&FlowNode<'a>> {
        let analyze = || {
            let schema = self.settings.snapshot.as_ref().map(|snapshot| snapshot as &dyn MetricSchema);
            Some(flow(self.typed?, &FlowOptions { features: self.settings.features(), schema }))
        };
        self.flow.get_or_init(analyze).as_ref()
    }

    /// Each expression of the tree with what is known of its result.
    pub fn with_flow(&self) -> Vec<(&'a Expr, &FlowNode<'a>)> {
        let mut pairs = Vec::new();
        let mut todo: Vec<(&'a Expr, &FlowNode<'a>)> = self.flow().map(|flow| (self.expr, flow)).into_iter().collect();
        while let Some((expr, node)) = todo.pop() {
            pairs.push((expr, node));
            todo.extend(expr.children().zip(node.children.iter()));
        }
        pairs.sort_by_key(|(expr, _)| (expr.range.start, std::cmp::Reverse(expr.range.end)));
        pairs
    }

    /// What the snapshot says of a metric.
    pub(crate) fn metric(&self, name: &str) -> Option<&'a Metric> {
        self.settings.snapshot.as_ref()?.metrics.get(name)
    }

    /// The type of a metric by the snapshot.
    pub(crate) fn metric_type(&self, name: &str) -> Option<&'a str> {
        self.metric(name)?.kind.as_deref()
    }

    /// Whether a metric is a counter or a gauge by its type; none where that is not known or is another.
    pub(crate) fn metric_kind(&self, name: &str) -> Option<MetricKind> {
        self.metric(name)?.counter_or_gauge(name)
    }

    /// The text of an expression.
    pub fn source(&self, expr: &Expr) -> &str {
        self.text.get(expr.range.clone()).unwrap_or_default()
    }

    /// Whether the query belongs to an alert.
    pub fn in_alert(&self) -> bool {
        self.rule.is_some_and(|rule| rule.kind == RuleKind::Alert)
    }
}
