//! What a selector says of the series that it selects.

use promenade_model::MatchOp;
use promenade_model::labels::METRIC_NAME;
use promenade_syntax::ast::VectorSelector;

/// The metric that a selector names.
pub(crate) fn metric_name(selector: &VectorSelector) -> Option<&str> {
    let in_braces = || {
        let mut names = selector.matchers.iter().filter(|m| m.name.text == METRIC_NAME && m.op == MatchOp::Equal);
        names.next().map(|m| m.value.as_str())
    };
    selector.name.as_ref().map(|name| name.text.as_str()).or_else(in_braces).filter(|name| !name.is_empty())
}
