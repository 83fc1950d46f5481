//! `=~"^api.*$"`: matchers are anchored anyway.

use promenade_model::Matcher;
use promenade_syntax::ast::{LabelMatcher, MatcherVariable};
use promenade_syntax::diagnostic::Edit;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL402",
    name: "redundant-anchors",
    group: Group::Matchers,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds anchors at the ends of a regular expression.",
        why: "Prometheus anchors each regular expression at both ends, so `^` and `$` there say nothing. \
              Who writes them may believe that the others are not anchored.",
        example: Example::Query(r#"up{job=~"^api-.*$"}"#),
        instead: "Leave the anchors out. To find a text anywhere in the value, write `.*` on both \
                  sides.",
        better: Example::Query(r#"up{job=~"api-.*"}"#),
        fix: FixDocs::Safe("Removes the anchors."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, selector) in cx.nodes.selectors() {
        for matcher in selector.matchers.iter().filter(|m| m.op.is_regex()) {
            let plain = matcher.value.trim_start_matches('^');
            let plain = without_end_anchor(plain);
            if plain == matcher.value || matcher.variable == MatcherVariable::Value {
                continue;
            }
            let finding =
                report.add(matcher.value_range.clone(), "the regular expression is anchored at both ends anyway");
            let edits = edits(&cx.text[matcher.value_range.clone()], matcher.value_range.start);
            let set = matcher.matcher.as_ref().and_then(|m| m.set_matches()).map_or(0, <[String]>::len);
            if set != 1 && is_same(matcher, plain) {
                finding.safe_fix("remove the anchors", edits);
            }
        }
    }
}

/// The expression without the dollar signs at its end that stand for the end.
fn without_end_anchor(value: &str) -> &str {
    let plain = value.trim_end_matches('$');
    let n_escapes = plain.bytes().rev().take_while(|b| *b == b'\\').count();
    if n_escapes % 2 == 0 || plain.len() == value.len() { plain } else { &value[..=plain.len()] }
}

/// Whether the expression means the same without its anchors: with a flag such as `(?m)`, or where nothing is left, that
/// is not looked into.
fn is_same(matcher: &LabelMatcher, plain: &str) -> bool {
    !matcher.value.contains("(?") && !plain.is_empty() && Matcher::new(matcher.op, "x", plain).is_ok()
}

/// The removal of the anchors from the text between the quotes.
fn edits(quoted: &str, start: usize) -> Vec<Edit> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let n_start = inner.bytes().take_while(|b| *b == b'^').count();
    let n_end = inner.bytes().rev().take_while(|b| *b == b'$').count();
    let end = start + quoted.len() - 1;
    let ranges = [start + 1..start + 1 + n_start, end - n_end..end];
    ranges.into_iter().filter(|range| !range.is_empty()).map(|range| edit(range, "")).collect()
}
