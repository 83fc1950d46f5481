//! The templates of an alert.

use promenade_documents::rules::Spanned;
use promenade_semantic::flow::SampleKind;
use promenade_syntax::ExprKind;
use promenade_template::{AlertTemplate, Options, Probed, Template, parse};

use crate::context::{QueryContext, RuleContext};

/// The templates of an alert that hold actions and can be read, each with the text that it stands in.
pub(crate) fn templates<'a>(cx: &'a RuleContext<'_>) -> impl Iterator<Item = (&'a Spanned<String>, Template)> {
    let texts = cx.rule.annotations.iter().chain(&cx.rule.labels).map(|(_, value)| value);
    let actions = texts.filter(|value| cx.is_alert() && value.value.contains("{{"));
    actions.filter_map(|value| Some((value, parse(&value.value, &Options::alert(cx.name())).ok()?)))
}

/// What always fails in a template of an alert, and the queries that it makes.
pub(crate) fn probe(cx: &RuleContext<'_>, text: &str) -> Probed {
    AlertTemplate::new(cx.name(), text).probe(cx.query.as_ref().is_some_and(has_float_value))
}

/// Whether the value of an alert is never a native histogram: only floats pass a comparison with a number.
fn has_float_value(query: &QueryContext<'_>) -> bool {
    match &query.expr.unparenthesized().kind {
        ExprKind::Binary(binary) if binary.op.is_comparison() => {
            query.is_scalar(&binary.lhs) || query.is_scalar(&binary.rhs)
        }
        _ => query.flow(query.expr).is_some_and(|flow| flow.live().all(|source| source.samples == SampleKind::Float)),
    }
}
