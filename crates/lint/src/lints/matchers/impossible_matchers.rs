//! `{a="x", a="y"}`: no label has two values.

use promenade_model::MatchOp;
use promenade_syntax::ast::LabelMatcher;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL404",
    name: "impossible-matchers",
    group: Group::Matchers,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds matchers on one label that no value matches together.",
        why: "The selector never selects anything.",
        example: Example::Query(r#"up{job="api", job="web"}"#),
        instead: "To select several values, write one regular expression: `=~\"api|web\"`.",
        better: Example::Query(r#"up{job=~"api|web"}"#),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, selector) in cx.nodes.selectors() {
        let known: Vec<&LabelMatcher> = selector.matchers.iter().filter(|m| m.matcher.is_some()).collect();
        for (i, matcher) in known.iter().enumerate() {
            if never(matcher) {
                report.add(matcher.range.clone(), "no value matches this");
            }
            let Some(values) = values(matcher) else { continue };
            let others = known.iter().enumerate().filter(|(j, m)| *j != i && m.name.text == matcher.name.text);
            let contradicts = |m: &&LabelMatcher| !values.iter().any(|value| matches(m, value));
            let found = others.filter(|(j, m)| *j > i || self::values(m).is_none()).map(|(_, m)| *m).find(contradicts);
            if let Some(other) = found.filter(|m| !never(m)) {
                let (first, second) =
                    if other.range.start < matcher.range.start { (other, *matcher) } else { (*matcher, other) };
                let message = format!("no value of `{}` matches this and the other matcher", second.name.text);
                report.add(second.range.clone(), message).related(first.range.clone(), "the other matcher");
            }
        }
    }
}

/// Whether nothing matches a matcher: `!~".*"`.
fn never(matcher: &LabelMatcher) -> bool {
    matcher.op == MatchOp::NotRegex && matcher.matcher.as_ref().is_some_and(|m| m.inverse().matches_all())
}

/// The values that match a matcher, where they are finitely many.
fn values(matcher: &LabelMatcher) -> Option<Vec<String>> {
    match matcher.op {
        MatchOp::Equal => Some(vec![matcher.value.clone()]),
        MatchOp::Regex => matcher.matcher.as_ref()?.set_matches().map(<[String]>::to_vec),
        MatchOp::NotEqual | MatchOp::NotRegex => None,
    }
}

fn matches(matcher: &LabelMatcher, value: &str) -> bool {
    matcher.matcher.as_ref().is_none_or(|m| m.matches(value))
}
