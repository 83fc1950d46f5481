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
            let anchors = anchors(&matcher.value);
            if anchors.is_empty() || matcher.variable == MatcherVariable::Value {
                continue;
            }
            let message = "the regular expression is anchored at both ends anyway";
            let finding = report.add(matcher.value_range.clone(), message);
            if let Some(edits) = edits(cx.text, matcher, &anchors).filter(|_| is_same(matcher, &anchors)) {
                finding.safe_fix("remove the anchors", edits);
            }
        }
    }
}

/// Where `^` stands at the beginning of a branch, and `$` at the end of one. A branch is what stands between `|` outside of
/// groups and classes.
fn anchors(value: &str) -> Vec<SourceRange> {
    let mut anchors = Vec::new();
    for branch in branches(value) {
        let text = &value[branch.clone()];
        let n_start = text.len() - text.trim_start_matches('^').len();
        let rest = &text[n_start..];
        let plain = rest.trim_end_matches('$');
        let n_escapes = plain.bytes().rev().take_while(|b| *b == b'\\').count();
        // An odd number of backslashes escapes the first dollar sign.
        let n_end = (rest.len() - plain.len()).saturating_sub(n_escapes % 2);
        anchors.extend([branch.start..branch.start + n_start, branch.end - n_end..branch.end]);
    }
    anchors.retain(|range| !range.is_empty());
    anchors
}

/// The branches of a regular expression.
fn branches(value: &str) -> Vec<SourceRange> {
    let (mut branches, mut start, mut depth) = (Vec::new(), 0, 0usize);
    let (mut in_class, mut is_escaped) = (false, false);
    for (at, c) in value.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            ']' => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                branches.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(start..value.len());
    branches
}

/// Whether the expression means the same without its anchors. With a flag such as `(?m)`, literal text (`\\Q`), a class that
/// begins with a bracket, or where a branch becomes empty, that is not looked into. One value in place of several would be
/// a fix of another kind.
fn is_same(matcher: &LabelMatcher, anchors: &[SourceRange]) -> bool {
    let plain = without(&matcher.value, anchors);
    let is_odd = ["(?", "\\Q", "[]", "[^]"].iter().any(|part| matcher.value.contains(part));
    let is_empty = branches(&plain).iter().any(SourceRange::is_empty);
    let n_values = matcher.matcher.as_ref().and_then(|m| m.set_matches()).map_or(0, <[String]>::len);
    !is_odd && !is_empty && n_values != 1 && Matcher::new(matcher.op, "x", &plain).is_ok()
}

fn without(value: &str, anchors: &[SourceRange]) -> String {
    let mut plain = value.to_owned();
    anchors.iter().rev().for_each(|range| plain.replace_range(range.clone(), ""));
    plain
}

/// The removal of the anchors from the text between the quotes; none where the places of its characters cannot be told.
fn edits(text: &str, matcher: &LabelMatcher, anchors: &[SourceRange]) -> Option<Vec<Edit>> {
    let start = matcher.value_range.start + 1;
    let inner = text.get(start..matcher.value_range.end.checked_sub(1)?)?;
    let places = places(inner, text[..start].ends_with('`'), &matcher.value)?;
    let place = |range: &SourceRange| places[range.start]..places[range.end];
    Some(anchors.iter().map(|range| edit(place(range).start + start..place(range).end + start, "")).collect())
}

/// Where each byte of a value stands in the text between its quotes, and where it ends. The only escapes that are read are
/// those of a backslash and of a quote.
fn places(inner: &str, is_raw: bool, value: &str) -> Option<Vec<usize>> {
    let (mut places, mut bytes) = (Vec::new(), inner.bytes().enumerate());
    let mut decoded = Vec::new();
    while let Some((at, byte)) = bytes.next() {
        places.push(at);
        decoded.push(match byte {
            b'\\' if !is_raw => bytes.next().map(|(_, byte)| byte).filter(|byte| b"\\\"'".contains(byte))?,
            byte => byte,
        });
    }
    places.push(inner.len());
    (decoded == value.as_bytes()).then_some(places)
}
