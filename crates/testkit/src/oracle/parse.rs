//! What is made of an expression.

use promenade::Engine;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ParseReply;
use super::reply::ParseError;

/// An expression to be parsed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Expression {
    /// Its text.
    pub expr: String,
}

/// Parses an expression.
pub fn parse(engine: &Engine, expression: Expression) -> ParseReply {
    let analysis = promenade::semantic::parse_and_check(&expression.expr, &engine.language());
    let errors: Vec<ParseError> = analysis
        .diagnostics
        .iter()
        .filter(|d| d.is_error())
        .map(|d| ParseError { start: d.reported_offset(), end: d.range.end, message: d.message.clone() })
        .collect();
    let mut reply = ParseReply { expr: expression.expr, errors, ..ParseReply::default() };
    if let Some(typed) = analysis.model.typed().filter(|_| reply.errors.is_empty()) {
        reply.value_type = Some(typed.value_type.name());
        reply.printed = Some(analysis.expr.to_string());
    }
    reply
}

/// What replies about an expression must agree in: the verdict and, where it is refused, where the first error starts;
/// else the type and the printed form.
pub fn essence(reply: &Value) -> [Value; 4] {
    let is_refused = reply["errors"].as_array().is_some_and(|errors| !errors.is_empty());
    [is_refused.into(), reply["errors"][0]["start"].clone(), reply["type"].clone(), reply["printed"].clone()]
}
