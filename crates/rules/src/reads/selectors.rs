//! The selectors by which a rule reads: those of its expression and those of the queries in its templates.

use promenade_functions::Kernel;
use promenade_functions::info::DEFAULT_INFO_METRIC;
use promenade_model::labels::METRIC_NAME;
use promenade_model::stack::deeper;
use promenade_model::{Features, Matcher};
use promenade_semantic::typed::{TypedExpr, TypedExprKind, VectorSelector};
use promenade_template::references::{QueryKind, QueryText};
use promenade_template::{Options, parse};

use crate::{RuleDefinition, RuleQuery, RuleType};

/// What a rule reads.
#[derive(Debug, Clone, Default)]
pub(crate) struct RuleReads {
    /// The matchers of each selector of the expression.
    pub(crate) of_expr: Vec<Vec<Matcher>>,
    /// The matchers of each selector of the queries that templates run.
    pub(crate) of_templates: Vec<Vec<Matcher>>,
    /// Queries of templates whose text is known only when the alert is there, as far as they are written.
    pub(crate) unknown_queries: Vec<String>,
}

impl RuleReads {
    /// What a rule with this expression reads.
    pub(crate) fn new(definition: &RuleDefinition, expr: &TypedExpr, features: Features) -> Self {
        let mut reads = Self { of_expr: matchers(expr), ..Self::default() };
        if definition.rule_type == RuleType::Alerting {
            let texts = definition.labels.values().chain(definition.annotations.values());
            texts.filter(|text| text.contains("{{")).for_each(|text| reads.template(&definition.name, text, features));
        }
        reads
    }

    /// The matchers of all selectors that are known.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[Matcher]> {
        self.of_expr.iter().chain(&self.of_templates).map(Vec::as_slice)
    }

    fn template(&mut self, alert: &str, text: &str, features: Features) {
        for query in run_queries(alert, text) {
            match query {
                // A query that cannot be parsed reads nothing.
                QueryText::Literal(text) => {
                    let parsed = RuleQuery::new(&text, features);
                    self.of_templates.extend(parsed.iter().flat_map(|query| matchers(query.expr())));
                }
                QueryText::Format(text) => self.unknown_queries.push(text),
                QueryText::Unknown => self.unknown_queries.push(String::new()),
            }
        }
    }

    /// The queries that the templates of a rule run, as far as their whole text is known.
    pub(crate) fn template_queries(definition: &RuleDefinition, features: Features) -> Vec<RuleQuery> {
        let texts = definition.labels.values().chain(definition.annotations.values());
        let queries = texts.filter(|text| text.contains("{{")).flat_map(|text| run_queries(&definition.name, text));
        let parsed = queries.filter_map(|query| match query {
            QueryText::Literal(text) => RuleQuery::new(&text, features).ok(),
            QueryText::Format(_) | QueryText::Unknown => None,
        });
        parsed.collect()
    }
}

/// The queries that a template runs.
fn run_queries(alert: &str, text: &str) -> Vec<QueryText> {
    let Ok(template) = parse(text, &Options::alert(alert)) else { return Vec::new() };
    let queries = template.references().queries.into_iter();
    queries.filter(|query| query.kind == QueryKind::Run).map(|query| query.text).collect()
}

fn matchers(expr: &TypedExpr) -> Vec<Vec<Matcher>> {
    let mut found: Vec<_> = selectors(expr).into_iter().map(|selector| selector.matchers.clone()).collect();
    if joins_info(expr) {
        found.push(vec![Matcher::equal(METRIC_NAME, DEFAULT_INFO_METRIC)]);
    }
    found
}

/// Whether a function joins the labels of info series, which it selects itself.
fn joins_info(expr: &TypedExpr) -> bool {
    let is_own = matches!(&expr.kind, TypedExprKind::Call(call) if matches!(call.def.kernel, Kernel::Info));
    is_own || expr.children().any(|child| deeper(|| joins_info(child)))
}

/// The selectors of an expression, in the order of its text.
pub(crate) fn selectors(expr: &TypedExpr) -> Vec<&VectorSelector> {
    let mut found = Vec::new();
    collect(expr, &mut found);
    found
}

fn collect<'a>(expr: &'a TypedExpr, found: &mut Vec<&'a VectorSelector>) {
    match &expr.kind {
        TypedExprKind::Vector(selector) => found.push(selector),
        TypedExprKind::Matrix(matrix) => found.push(&matrix.selector),
        _ => expr.children().for_each(|child| deeper(|| collect(child, found))),
    }
}
