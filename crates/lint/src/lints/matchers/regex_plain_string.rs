//! `=~"api"`: a regular expression that matches one string.

use promenade_model::MatchOp;
use promenade_model::value::quote;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::selector::rewriting;
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL401",
    name: "regex-plain-string",
    group: Group::Matchers,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a regular expression that matches one string only.",
        why: "It says less clearly what is meant, and is slower to look up than an equal sign.",
        example: Example::Query("up{job=~\"api\"}"),
        instead: "Compare with `=` or `!=`.",
        better: Example::Query("up{job=\"api\"}"),
        fix: FixDocs::Safe(
            "Writes the string with `=` or `!=`; not safe in `absent`, whose result has labels of matchers.",
        ),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, selector) in cx.nodes.selectors() {
        for matcher in selector.matchers.iter().filter(|m| m.op.is_regex() && !m.is_bare_name) {
            let Some([value]) = matcher.matcher.as_ref().and_then(|m| m.set_matches()) else { continue };
            let op = if matcher.op == MatchOp::Regex { MatchOp::Equal } else { MatchOp::NotEqual };
            let message = format!("this regular expression matches {} only", quote(value));
            let range = matcher.name.range.end..matcher.range.end;
            report.add(matcher.range.clone(), message).fix(
                rewriting(cx, node),
                format!("compare with `{op}`"),
                vec![edit(range, format!("{op}{}", quote(value)))],
            );
        }
    }
}
