//! `=~".*"`: every series matches it.

use promenade_model::value::SourceRange;

use crate::facts::selector::{removal_range, rewriting};
use promenade_model::Matcher;
use promenade_syntax::ast::MatcherVariable;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL403",
    name: "matches-everything",
    group: Group::Matchers,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a matcher that every series matches.",
        why: "It costs time and says nothing: `.*` also matches series that do not have the label.",
        example: Example::Query(r#"up{job="api", instance=~".*"}"#),
        instead: "Remove the matcher. To ask for series that have the label, write `!=\"\"`.",
        better: Example::Query(r#"up{job="api"}"#),
        fix: FixDocs::Safe("Removes the matcher; not safe in `absent`, whose result has labels of matchers."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, selector) in cx.nodes.selectors() {
        for matcher in selector.matchers.iter().filter(|m| m.variable == MatcherVariable::None) {
            if matcher.matcher.as_ref().is_some_and(Matcher::matches_all) {
                let message =
                    format!("every series matches this, also those without the label `{}`", matcher.name.text);
                let range = removal_range(cx.text, selector, matcher);
                report.add(matcher.range.clone(), message).fix(
                    rewriting(cx, node),
                    "remove the matcher",
                    vec![edit(range, "")],
                );
            }
        }
    }
}
