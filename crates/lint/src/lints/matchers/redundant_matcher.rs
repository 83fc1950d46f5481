//! `{a="x", a!="y"}`: the second says nothing new.

use promenade_model::value::SourceRange;

use crate::facts::selector::{removal_range, rewriting};
use promenade_model::{MatchOp, Matcher};
use promenade_syntax::ast::LabelMatcher;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL405",
    name: "redundant-matcher",
    group: Group::Matchers,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a matcher that every value matches which another matcher on the label lets through.",
        why: "It says nothing new, and may hide that something else was meant.",
        example: Example::Query(r#"up{job="api-1", job=~"api-.+"}"#),
        instead: "Remove the wider matcher.",
        better: Example::Query(r#"up{job="api-1"}"#),
        fix: FixDocs::Safe("Removes the wider matcher; not safe in `absent`, whose result has labels of matchers."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, selector) in cx.nodes.selectors() {
        for (i, wide) in selector.matchers.iter().enumerate().filter(|(_, m)| !m.is_bare_name) {
            let others = selector.matchers.iter().enumerate().filter(|(j, m)| *j != i && m.name.text == wide.name.text);
            let narrow =
                others.filter(|(j, m)| implies(m, wide) && (*j < i || !implies(wide, m))).map(|(_, m)| m).next();
            let Some(narrow) = narrow.filter(|_| !matches_all(wide)) else { continue };
            let range = removal_range(cx.text, selector, wide);
            report.add(wide.range.clone(), format!("`{}` implies this", &cx.text[narrow.range.clone()])).fix(
                rewriting(cx, node),
                "remove the matcher",
                vec![edit(range, "")],
            );
        }
    }
}

/// Whether all values that match one matcher match the other, as far as they are known, and are some.
fn implies(narrow: &LabelMatcher, wide: &LabelMatcher) -> bool {
    let (Some(narrow), Some(wide)) = (&narrow.matcher, &wide.matcher) else { return false };
    match narrow.op() {
        MatchOp::Equal => wide.matches(narrow.value()),
        MatchOp::Regex if narrow != wide => {
            narrow.set_matches().is_some_and(|values| values.iter().all(|value| wide.matches(value)))
        }
        _ => narrow == wide,
    }
}

/// Another lint reports these.
fn matches_all(matcher: &LabelMatcher) -> bool {
    matcher.matcher.as_ref().is_some_and(Matcher::matches_all)
}
