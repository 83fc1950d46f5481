//! The templates of an alert.

use promenade_documents::rules::Spanned;
use promenade_template::{Options, Template, parse};

use crate::context::RuleContext;

/// The templates of an alert that hold actions and can be read, each with the text that it stands in.
pub(crate) fn templates<'a>(cx: &'a RuleContext<'_>) -> impl Iterator<Item = (&'a Spanned<String>, Template)> {
    let texts = cx.rule.annotations.iter().chain(&cx.rule.labels).map(|(_, value)| value);
    let actions = texts.filter(|value| cx.is_alert() && value.value.contains("{{"));
    actions.filter_map(|value| Some((value, parse(&value.value, &Options::alert(cx.name())).ok()?)))
}
