//! `{__name__="up"}`: the name can stand before the braces.

use promenade_model::value::SourceRange;

use crate::facts::selector::removal_range;
use promenade_model::labels::METRIC_NAME;
use promenade_model::{Features, MatchOp, UnquotedNames};
use promenade_syntax::ast::MatcherVariable;
use promenade_syntax::{ExprKind, ParseOptions, parse};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL407",
    name: "name-matcher",
    group: Group::Matchers,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds a metric name that is written as a matcher, though it could stand before the braces.",
        why: "The name before the braces is what people look for.",
        example: Example::Query(r#"{__name__="up", job="api"}"#),
        instead: "Write the name before the braces.",
        better: Example::Query(r#"up{job="api"}"#),
        fix: FixDocs::Safe("Writes the name before the braces."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    let features = cx.settings.all_features();
    let unquoted_names = UnquotedNames::from(features);
    for (_, selector) in cx.nodes.selectors().filter(|(_, selector)| selector.name.is_none()) {
        let mut on_name = selector.matchers.iter().filter(|m| m.name.text == METRIC_NAME);
        let (Some(matcher), None) = (on_name.next(), on_name.next()) else { continue };
        let is_plain = matcher.variable == MatcherVariable::None && unquoted_names.allow_metric(&matcher.value);
        let Some(braces) = selector.braces_range.clone() else { continue };
        if matcher.op != MatchOp::Equal || !is_plain || is_keyword(&matcher.value, features) {
            continue;
        }
        let insert = edit(braces.start..braces.start, matcher.value.as_str());
        let remove = if selector.matchers.len() == 1 { braces } else { removal_range(cx.text, selector, matcher) };
        let edits = vec![insert, edit(remove, "")];
        let message = format!("the name `{}` can stand before the braces", matcher.value);
        report.add(matcher.range.clone(), message).safe_fix("write the name before the braces", edits);
    }
}

/// Whether a name would be read as something else before braces.
fn is_keyword(name: &str, features: Features) -> bool {
    let options = ParseOptions::without_names().features(features);
    let parsed = parse(&format!("{name}{{a=\"b\"}}"), &options);
    !matches!(&parsed.expr.kind, ExprKind::Vector(selector) if selector.name.is_some()) || parsed.has_errors()
}
