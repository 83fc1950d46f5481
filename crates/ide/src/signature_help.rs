//! The signature of the call around the cursor, with the parameter that is being written.

use promenade_functions::docs::{aggregator_signature_text, argument_text, signature_text};
use promenade_functions::{AggregatorDef, FunctionDef, Param, ParamRole, Variadic, aggregator, function};
use promenade_model::ValueType;

use crate::query::Query;

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHelp {
    /// The signature in one line: `round(v instant vector, to_nearest? scalar) -> instant vector`.
    pub label: String,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The index of the parameter that is being written; `None` if there are too many arguments.
    pub active: Option<usize>,
    /// What the function does, in a sentence.
    pub summary: &'static str,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The parameter as the label of the signature has it.
    pub label: String,
    /// Where that is in the label, in bytes.
    pub range: std::ops::Range<usize>,
    /// The type of the argument.
    pub value_type: ValueType,
    /// What the argument means.
    pub role: ParamRole,
}

/// The signature of the innermost call or aggregation whose parentheses are open at an offset; none outside of calls and
/// where the name is not in the catalogue.
pub fn signature_help(query: &Query, offset: usize) -> Option<SignatureHelp> {
    let offset = query.clamp(offset);
    let options = query.options().parse_options();
    let call = query.parse().expected_at(offset, &options).call?;
    let name = query.slice(&call.name);
    if let Some(def) = aggregator(name) {
        return Some(of_aggregator(def, call.argument));
    }
    function(name).map(|def| of_function(def, call.argument))
}

fn of_function(def: &'static FunctionDef, argument: usize) -> SignatureHelp {
    let params = def.signature.params;
    let texts = (0..params.len()).map(|index| argument_text(def, index)).collect();
    let label = signature_text(def);
    let is_surplus = def.signature.max_args().is_some_and(|max| argument >= max);
    let last = params.len().checked_sub(1);
    let repeats = def.signature.variadic != Variadic::No;
    let active = last.map(|last| if repeats { argument.min(last) } else { argument });
    let active = active.filter(|_| !is_surplus);
    SignatureHelp { parameters: parameters(&label, texts, params), label, active, summary: def.docs.summary }
}

fn of_aggregator(def: &'static AggregatorDef, argument: usize) -> SignatureHelp {
    let params: Vec<Param> = def.param.into_iter().chain([Param::VECTOR]).collect();
    let texts = params.iter().map(|p| format!("{} {}", p.name, p.value_type.documented_name())).collect();
    let label = aggregator_signature_text(def);
    let active = Some(argument).filter(|argument| *argument < params.len());
    SignatureHelp { parameters: parameters(&label, texts, &params), label, active, summary: def.docs.summary }
}

/// The parameters with their places in the label, in which they stand in this order.
fn parameters(label: &str, texts: Vec<String>, params: &[Param]) -> Vec<Parameter> {
    // The arguments begin behind the last parenthesis that opens: `by` and `without` have one before.
    let mut from = label.rfind(" -> ").and_then(|end| label[..end].rfind('(')).map_or(0, |open| open + 1);
    let mut found = Vec::new();
    for (text, param) in texts.into_iter().zip(params) {
        let start = label[from..].find(&text).map_or(from, |at| from + at);
        let end = (start + text.len()).min(label.len());
        from = end;
        found.push(Parameter { label: text, range: start..end, value_type: param.value_type, role: param.role });
    }
    found
}
