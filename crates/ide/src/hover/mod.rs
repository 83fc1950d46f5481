//! Hover: what stands at a place, what is known of its result, and what the linter finds there.

mod labels;

use promenade_functions::docs::{aggregator_page, function_page};
use promenade_functions::{aggregator, binary_operator};
use promenade_lint::{Finding, Safety};
use promenade_model::Matcher;
use promenade_model::labels::METRIC_NAME;
use promenade_model::value::SourceRange;
use promenade_semantic::flow::FlowOptions;
use promenade_syntax::ast::{LabelName, VectorSelector};
use promenade_syntax::{Expr, ExprKind, TokenKind};

use crate::completion::keyword_summary;
use crate::metadata::Provider;
use crate::query::Query;

/// What an editor shows of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The text that it is about.
    pub range: SourceRange,
    /// Markdown.
    pub markdown: String,
}

/// What stands at an offset: documentation of a function, an operator or a keyword, type and help of a metric, values of a
/// label; below, the type of the expression and the labels that its series have; below that, the findings there with what
/// their fixes do. None in whitespace, outside of the query, and where nothing is known.
pub fn hover(
    query: &Query,
    offset: usize,
    provider: &dyn Provider,
    findings: &[Finding<SourceRange>],
) -> Option<Hover> {
    let offset = query.clamp(offset);
    let token = query.token_at(offset)?;
    let path = query.path(offset);
    let near = findings
        .iter()
        .filter(|f| f.diagnostic.range.start <= offset && offset <= f.diagnostic.range.end)
        .map(of_finding);
    let mut parts: Vec<String> = near.collect();
    if let Some((page, expr)) = documentation(query, &token.range, token.kind, &path, provider) {
        parts.insert(0, page);
        parts.extend(expr.and_then(|expr| result(query, expr, provider)));
    }
    (!parts.is_empty()).then(|| Hover { range: token.range.clone(), markdown: parts.join("\n\n---\n\n") })
}

/// A finding with its fix.
fn of_finding(finding: &Finding<SourceRange>) -> String {
    let mut text = format!("**{}** {}", finding.lint.code, finding.diagnostic.message);
    if let Some(help) = &finding.diagnostic.help {
        text = text + "\n\n" + help;
    }
    if let Some(fix) = &finding.fix {
        let effect = if fix.safety == Safety::Safe { "keeps the result" } else { "may change the result" };
        text = format!("{text}\n\nFix: {} ({effect})", fix.fix.title);
        for edit in &fix.fix.edits {
            text = format!("{text}\n\n```promql\n{}\n```", edit.text);
        }
    }
    text
}

/// The documentation of a token, and the expression that it is the name or the operator of.
fn documentation<'a>(
    query: &Query,
    range: &SourceRange,
    kind: TokenKind,
    path: &[&'a Expr],
    provider: &dyn Provider,
) -> Option<(String, Option<&'a Expr>)> {
    let in_node = |expr: &&&'a Expr| of_node(query, range, expr, provider).is_some();
    if let Some(expr) = path.iter().rev().find(in_node) {
        return Some((of_node(query, range, expr, provider)?, Some(*expr)));
    }
    let word = query.slice(range);
    let of_keyword = || keyword_summary(word).map(|summary| format!("`{word}`: {summary}"));
    if kind.is_keyword() {
        return of_keyword().map(|page| (page, None));
    }
    None
}

/// What a node says of one of its tokens.
fn of_node(query: &Query, range: &SourceRange, expr: &Expr, provider: &dyn Provider) -> Option<String> {
    match &expr.kind {
        ExprKind::Call(call) if call.function.range == *range => query.model().function(expr.id).map(function_page),
        ExprKind::Aggregate(aggregate) if aggregate.op.range == *range => {
            aggregator(&aggregate.op.text).map(aggregator_page)
        }
        ExprKind::Aggregate(aggregate) => label(&aggregate.grouping, range).map(|label| of_label(label, &[], provider)),
        ExprKind::Binary(binary) if binary.op_range == *range => {
            let def = binary_operator(binary.op);
            Some(format!("`{}`: {}", def.op.symbol(), def.summary))
        }
        ExprKind::Binary(binary) => {
            let matching = &binary.matching;
            let found = label(&matching.labels, range).or_else(|| label(&matching.include, range));
            found.map(|label| of_label(label, &[], provider))
        }
        ExprKind::Vector(selector) => of_selector(selector, range, provider),
        ExprKind::Matrix(matrix) => of_selector(&matrix.selector, range, provider),
        _ => None,
    }
}

fn label<'a>(labels: &'a [LabelName], range: &SourceRange) -> Option<&'a str> {
    labels.iter().find(|label| label.range == *range).map(|label| label.text.as_str())
}

fn of_selector(selector: &VectorSelector, range: &SourceRange, provider: &dyn Provider) -> Option<String> {
    if let Some(name) = selector.name.as_ref().filter(|name| name.range == *range) {
        return Some(of_metric(&name.text, provider));
    }
    let matcher = selector.matchers.iter().find(|m| m.name.range == *range || m.value_range == *range)?;
    if matcher.is_bare_name {
        return Some(of_metric(&matcher.value, provider));
    }
    let others: Vec<Matcher> = selector.all_matchers().filter(|other| other.name() != matcher.name.text).collect();
    Some(of_label(&matcher.name.text, &others, provider))
}

fn of_metric(name: &str, provider: &dyn Provider) -> String {
    let mut text = format!("metric `{name}`");
    provider.metrics(&[Matcher::equal(METRIC_NAME, name)], &mut |metric| {
        for (word, value) in [("type", metric.kind), ("unit", metric.unit)] {
            text += &value.map(|value| format!("\n\n{word}: {value}")).unwrap_or_default();
        }
        text += &metric.help.map(|help| format!("\n\n{help}")).unwrap_or_default();
    });
    text
}

/// A label with the first of its values.
fn of_label(name: &str, selector: &[Matcher], provider: &dyn Provider) -> String {
    const MAX_VALUES: usize = 10;
    let (mut values, mut n_values) = (Vec::new(), 0);
    provider.label_values(name, selector, &mut |value| {
        n_values += 1;
        if values.len() < MAX_VALUES {
            values.push(format!("`{value}`"));
        }
    });
    let rest = if n_values > values.len() { format!(" and {} more", n_values - values.len()) } else { String::new() };
    let values = if values.is_empty() { String::new() } else { format!("\n\nvalues: {}{rest}", values.join(", ")) };
    format!("label `{name}`{values}")
}

/// The type of an expression and the labels of its series.
fn result(query: &Query, expr: &Expr, provider: &dyn Provider) -> Option<String> {
    let value_type = query.model().value_type(expr.id)?;
    let options = FlowOptions { features: query.options().features, schema: provider.schema() };
    let flow = query.model().label_flow(&options);
    let labels = flow.of(expr.id).and_then(labels::text);
    let labels = labels.map(|labels| format!("\n\n{labels}")).unwrap_or_default();
    Some(format!("result: {}{labels}", value_type.documented_name()))
}
