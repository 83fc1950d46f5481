//! Queries as trees, and what is wrong with them.

use promenade::check_with;
use promenade::model::ValueType;
use promenade::semantic::Checked;
use promenade::syntax::{Expr, ExprKind};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Language;
use super::diagnostics::write_diagnostics;
use crate::json::Json;
use crate::offsets::Offsets;
use crate::options;

#[wasm_bindgen]
impl Language {
    /// The tree of a text with its diagnostics, as a `ParseResult`.
    pub fn parse(&self, text: &str, features: &str, variables: bool) -> String {
        let checked = check_with(text, &options::language(features, variables));
        let offsets = Offsets::of(text);
        Json::of(|json| {
            json.key("root").int(0);
            write_nodes(&checked, &offsets, json);
            write_diagnostics(&checked.diagnostics, &offsets, json.key("diagnostics"));
        })
    }

    /// What is wrong with a text, as a list of `Diagnostic`.
    pub fn check(&self, text: &str, features: &str, variables: bool) -> String {
        let checked = check_with(text, &options::language(features, variables));
        let mut json = Json::default();
        write_diagnostics(&checked.diagnostics, &Offsets::of(text), &mut json);
        json.into_text()
    }
}

/// Writes the nodes, each before those below it.
fn write_nodes(checked: &Checked, offsets: &Offsets, json: &mut Json) {
    let mut places: Vec<usize> = Vec::new();
    for (place, expr) in checked.expr.descendants().enumerate() {
        places.resize((expr.id.index() + 1).max(places.len()), 0);
        places[expr.id.index()] = place;
    }
    json.key("nodes").list(checked.expr.descendants().enumerate(), |json, (place, expr)| {
        json.object(|json| {
            json.key("id").int(place as i64);
            offsets.write(&expr.range, json);
            json.key("kind").text(kind(expr));
            json.key("type").text(checked.model.value_type(expr.id).map_or("unknown", type_name));
            json.optional("name", name(expr));
            json.key("children").list(expr.children(), |json, child| json.int(places[child.id.index()] as i64));
        });
    });
}

fn type_name(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::None => "unknown",
        known => known.name(),
    }
}

/// The kind under the name that Prometheus's API gives it, where it has one.
fn kind(expr: &Expr) -> &'static str {
    match expr.kind {
        ExprKind::Aggregate(_) => "aggregation",
        ExprKind::Binary(_) => "binaryExpr",
        ExprKind::Call(_) => "call",
        ExprKind::Matrix(_) => "matrixSelector",
        ExprKind::Subquery(_) => "subquery",
        ExprKind::Number(_) => "numberLiteral",
        ExprKind::Paren(_) => "parenExpr",
        ExprKind::String(_) => "stringLiteral",
        ExprKind::Unary(_) => "unaryExpr",
        ExprKind::Vector(_) => "vectorSelector",
        ExprKind::Variable(_) => "variable",
        ExprKind::Error(_) => "error",
    }
}

/// The function, the aggregator, the operator or the metric.
fn name(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => Some(&aggregate.op.text),
        ExprKind::Binary(binary) => Some(binary.op.symbol()),
        ExprKind::Call(call) => Some(&call.function.text),
        ExprKind::Unary(unary) => Some(unary.op.symbol()),
        ExprKind::Variable(text) => Some(text),
        ExprKind::Matrix(matrix) => matrix.selector.name.as_ref().map(|name| name.text.as_str()),
        ExprKind::Vector(selector) => selector.name.as_ref().map(|name| name.text.as_str()),
        _ => None,
    }
}
