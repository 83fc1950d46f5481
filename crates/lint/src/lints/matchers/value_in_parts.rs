//! `=~".+-prod-.+"`: the label holds several things.

use promenade_model::labels::METRIC_NAME;
use promenade_syntax::ast::{LabelMatcher, MatcherVariable};

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL408",
    name: "value-in-parts",
    group: Group::Matchers,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds a regular expression that picks parts of a value by what stands between them.",
        why: "The label seems to hold several things in one, which is slow to search and easy to get \
              wrong. The lint is off by default, as labels are often not ours to change.",
        example: Example::Query(r#"up{job=~"service_.+_production"}"#),
        instead: "Give each part a label of its own.",
        better: Example::Query(r#"up{service="api", env="production"}"#),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, selector) in cx.nodes.selectors() {
        let known = |m: &&LabelMatcher| m.op.is_regex() && m.variable == MatcherVariable::None;
        for matcher in selector.matchers.iter().filter(known).filter(|m| m.name.text != METRIC_NAME) {
            if has_parts(&matcher.value) {
                let message = format!("the label `{}` seems to hold several things in one", matcher.name.text);
                report.add(matcher.range.clone(), message);
            }
        }
    }
}

/// Whether there is fixed text on both sides of a wildcard, or a wildcard on both sides of it, set off by separators.
fn has_parts(value: &str) -> bool {
    let parts: Vec<&str> = value.split(".+").flat_map(|part| part.split(".*")).collect();
    let is_text =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let set_off = |part: &str| part.starts_with(['_', '-']) || part.ends_with(['_', '-']);
    let n_fixed = parts.iter().filter(|part| !part.is_empty()).count();
    parts.len() > 1 && n_fixed > 1 && parts.iter().all(|part| part.is_empty() || (is_text(part) && set_off(part)))
}
