//! `{code="5.."}`: an equal sign compares the text as it is.

use promenade_model::MatchOp;
use promenade_syntax::ast::{LabelMatcher, MatcherVariable};

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL406",
    name: "regex-with-equal-sign",
    group: Group::Matchers,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a value after `=` or `!=` that looks like a regular expression.",
        why: "The label is compared with the text as it is, dots, stars and all, so the selector finds \
              nothing.",
        example: Example::Query(r#"rate(http_requests_total{code="5.*"}[5m])"#),
        instead: "Compare with `=~` or `!~`.",
        better: Example::Query(r#"rate(http_requests_total{code=~"5.*"}[5m])"#),
        fix: FixDocs::Unsafe("Compares with a regular expression."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, selector) in cx.nodes.selectors() {
        let plain = |m: &&LabelMatcher| !m.op.is_regex() && !m.is_bare_name && m.variable == MatcherVariable::None;
        for matcher in selector.matchers.iter().filter(plain).filter(|m| looks_like_regex(&m.value)) {
            let op = if matcher.op == MatchOp::Equal { MatchOp::Regex } else { MatchOp::NotRegex };
            let range = matcher.name.range.end..matcher.value_range.start;
            report
                .add(matcher.range.clone(), format!("`{}` compares the text as it is", matcher.op))
                .unsafe_fix(format!("compare with `{op}`"), vec![edit(range, op.symbol())]);
        }
    }
}

fn looks_like_regex(value: &str) -> bool {
    let alternatives =
        value.split('|').count() > 1 && value.split('|').all(|part| !part.is_empty() && !part.contains(' '));
    [".*", ".+", "[0-9]", "[a-z]", "(?i)"].iter().any(|part| value.contains(part)) || alternatives
}
