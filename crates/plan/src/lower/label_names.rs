//! Strings that must be label names: not empty, and valid UTF-8.

use promenade_functions::Kernel;
use promenade_functions::error::FunctionError;
use promenade_go::strconv::{quote_go, quote_go_bytes};
use promenade_model::ValueType;
use promenade_semantic::typed::{Call, TypedExpr, TypedExprKind};
use promenade_syntax::ast::StringLiteral;

use crate::error::PlanError;

/// Checks the parameter of an aggregator, whose only string parameters are label names.
pub(super) fn check_param(param: &TypedExpr) -> Result<(), PlanError> {
    match string(param) {
        Some(name) if param.value_type == ValueType::String && !is_name(name) => {
            let quoted = name.bytes.as_ref().map_or_else(|| quote_go(&name.value), |bytes| quote_go_bytes(bytes));
            Err(PlanError::LabelName { quoted, range: param.range.clone() })
        }
        _ => Ok(()),
    }
}

/// Checks the arguments of a function that writes labels.
pub(super) fn check_call(call: &Call) -> Result<(), PlanError> {
    let function = call.def.name;
    let name = |name: &StringLiteral| name.value.clone();
    let invalid = |idx: usize| call.args.get(idx).filter(|arg| string(arg).is_some_and(|name| name.bytes.is_some()));
    if let (Kernel::LabelReplace, Some(arg)) = (&call.def.kernel, invalid(4)) {
        let regex = string(arg).map(name).unwrap_or_default();
        let fault = FunctionError::InvalidRegex { regex, reason: "it is no UTF-8".to_owned() }.to_string();
        return Err(PlanError::LabelArgument { fault, range: arg.range.clone() });
    }
    let sources = match call.def.kernel {
        Kernel::LabelReplace => 0..0,
        Kernel::LabelJoin => 3..call.args.len(),
        _ => return Ok(()),
    };
    for idx in sources {
        if let Some(arg) = invalid(idx) {
            let name = string(arg).map(name).unwrap_or_default();
            let fault = FunctionError::InvalidSourceLabel { function, name }.to_string();
            return Err(PlanError::LabelArgument { fault, range: arg.range.clone() });
        }
    }
    match invalid(1) {
        Some(arg) => {
            let name = string(arg).map(name).unwrap_or_default();
            let fault = FunctionError::InvalidDestinationLabel { function, name }.to_string();
            Err(PlanError::LabelArgument { fault, range: arg.range.clone() })
        }
        None => Ok(()),
    }
}

/// Whether a call of `label_replace` reads a label whose name is not UTF-8, which no series has.
pub(super) fn is_of_no_source(call: &Call) -> bool {
    let source = call.args.get(3).and_then(string);
    matches!(call.def.kernel, Kernel::LabelReplace) && source.is_some_and(|name| name.bytes.is_some())
}

fn is_name(name: &StringLiteral) -> bool {
    name.bytes.is_none() && !name.value.is_empty()
}

/// The string literal of an expression, ignoring parentheses.
fn string(expr: &TypedExpr) -> Option<&StringLiteral> {
    match &expr.unparenthesized().kind {
        TypedExprKind::String(literal) => Some(literal),
        _ => None,
    }
}
