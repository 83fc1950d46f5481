//! What a lint on queries sees.

use std::cell::{OnceCell, RefCell};

use promenade_functions::{AggregatorDef, FunctionDef, MetricKind};
use promenade_semantic::flow::{Flow, FlowOptions, LabelFlow, MetricSchema};
use promenade_semantic::{NodeMap, SemanticModel};
use promenade_syntax::Expr;

use super::{AnalyzedQuery, Nodes};
use crate::facts::unit::Unit;
use crate::settings::Settings;
use crate::snapshot::Metric;

/// Where a query stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QueryPlace {
    /// Alone, or in a dashboard.
    #[default]
    Standalone,
    /// In a recording rule.
    RecordingRule,
    /// In an alerting rule.
    AlertingRule,
}

/// An accepted query and all that is known around it.
#[derive(Debug)]
pub struct QueryContext<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub expr: &'a Expr,
    /// What is known of its nodes.
    pub model: &'a SemanticModel,
    /// The nodes of its tree.
    pub nodes: Nodes<'a>,
    /// What is known of the server and its metrics.
    pub settings: &'a Settings,
    /// Where it stands.
    pub place: QueryPlace,
    /// What is known of labels and values, once a lint has asked.
    pub(crate) flow: OnceCell<LabelFlow>,
    /// The units of expressions, once a lint has asked.
    pub(crate) units: RefCell<NodeMap<Option<Unit>>>,
}

impl<'a> QueryContext<'a> {
    /// The context of a query.
    pub(crate) fn new(text: &'a str, query: &'a AnalyzedQuery, settings: &'a Settings, place: QueryPlace) -> Self {
        let (expr, model, nodes) = (&query.expr, &query.model, query.nodes());
        Self { text, expr, model, nodes, settings, place, flow: OnceCell::new(), units: RefCell::default() }
    }

    /// What is known of the labels, the number and the values of the results of the query and its parts.
    pub fn label_flow(&self) -> &LabelFlow {
        self.flow.get_or_init(|| {
            let schema = self.settings.snapshot.as_ref().map(|snapshot| snapshot as &dyn MetricSchema);
            self.model.label_flow(&FlowOptions { features: self.settings.all_features(), schema })
        })
    }

    /// What is known of the result of an expression.
    pub fn flow(&self, expr: &Expr) -> Option<&Flow> {
        self.label_flow().of(expr.id)
    }

    /// Whether an expression is an instant vector.
    pub fn is_vector(&self, expr: &Expr) -> bool {
        self.model.is_vector(expr.id)
    }

    /// Whether an expression is a scalar.
    pub fn is_scalar(&self, expr: &Expr) -> bool {
        self.model.is_scalar(expr.id)
    }

    /// The function that an expression calls.
    pub fn function(&self, expr: &Expr) -> Option<&'static FunctionDef> {
        self.model.function(expr.id)
    }

    /// The aggregator of an aggregation.
    pub fn aggregator(&self, expr: &Expr) -> Option<&'static AggregatorDef> {
        self.model.aggregator(expr.id)
    }

    /// What the snapshot says of a metric.
    pub(crate) fn metric(&self, name: &str) -> Option<&'a Metric> {
        self.settings.snapshot.as_ref()?.metrics.get(name)
    }

    /// The type of a metric by the snapshot.
    pub(crate) fn metric_type(&self, name: &str) -> Option<&'a str> {
        self.metric(name)?.kind.as_deref()
    }

    /// Whether a metric is a counter or a gauge by its type; `None` if that is not known or is another.
    pub(crate) fn metric_kind(&self, name: &str) -> Option<MetricKind> {
        self.metric(name)?.counter_or_gauge(name)
    }

    /// The text of an expression.
    pub fn source(&self, expr: &Expr) -> &str {
        self.text.get(expr.range.clone()).unwrap_or_default()
    }

    /// Whether the query belongs to an alerting or recording rule.
    pub fn in_rule(&self) -> bool {
        self.place != QueryPlace::Standalone
    }

    /// Whether the query belongs to an alert.
    pub fn in_alert(&self) -> bool {
        self.place == QueryPlace::AlertingRule
    }
}
