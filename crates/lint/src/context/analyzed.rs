//! Queries, parsed and checked once for all lints.

use promenade_model::Features;
use promenade_model::value::SourceRange;
use promenade_semantic::{Options, SemanticModel, analyze};
use promenade_syntax::diagnostic::codes;
use promenade_syntax::{Diagnostic, Expr, Severity, Variables, opaque_variable, parse};

use super::Nodes;
use crate::facts::selector::metric_name;

/// A query, parsed and checked.
#[derive(Debug, Clone)]
pub struct AnalyzedQuery {
    /// Its tree.
    pub expr: Expr,
    /// What is known of it.
    pub model: SemanticModel,
    /// What parser and type check say of it.
    pub diagnostics: Vec<Diagnostic>,
    /// The metrics that it names, each once, sorted; empty where it is refused.
    pub metrics: Vec<String>,
    /// Whether it is accepted, at least with more feature flags.
    pub is_accepted: bool,
}

impl AnalyzedQuery {
    /// Parses and checks a query. One that only lacks feature flags is accepted, with the diagnostics that say so.
    pub fn new(text: &str, variables: Variables, features: Features) -> Self {
        let query = Self::checked(text, Options::with_features(features).variables(variables));
        if query.is_accepted {
            return query;
        }
        let all = Options::with_features(Features::all()).variables(variables);
        let with_all = Self::checked(text, all);
        if with_all.is_accepted {
            return Self { diagnostics: query.diagnostics, ..with_all };
        }
        match opaque_variable(text, &all.parse_options()) {
            Some(range) => Self { diagnostics: vec![not_checked(text, range)], ..query },
            None => query,
        }
    }

    fn checked(text: &str, options: Options) -> Self {
        let parsed = parse(text, &options.parse_options());
        let analysis = analyze(text, &parsed, &options);
        let is_accepted = !analysis.diagnostics.iter().any(Diagnostic::is_error);
        let (expr, model, diagnostics) = (parsed.expr, analysis.model, analysis.diagnostics);
        let metrics = if is_accepted { metrics(&Nodes::new(&expr, &model)) } else { Vec::new() };
        Self { expr, model, diagnostics, metrics, is_accepted }
    }

    /// The nodes of its tree.
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes::new(&self.expr, &self.model)
    }
}

/// Says that a query is not checked. It is no error.
fn not_checked(text: &str, range: SourceRange) -> Diagnostic {
    let message =
        format!("this query is not checked: the variable `{}` stands for more than a name", &text[range.clone()]);
    Diagnostic::error(codes::UNEXPECTED_TOKEN, range, message).with_severity(Severity::Info)
}

/// The metrics that a query names, each once, sorted.
fn metrics(nodes: &Nodes<'_>) -> Vec<String> {
    let mut metrics: Vec<String> = nodes.selectors().filter_map(|(_, s)| metric_name(s).map(str::to_owned)).collect();
    metrics.sort_unstable();
    metrics.dedup();
    metrics
}
