//! Two rules that make the same series.

use crate::context::Identity;
use crate::facts::selector::{matchers_on, metric_name};
use promenade_model::MatchOp;
use promenade_syntax::ast::{LabelMatcher, VectorSelector};
use rustc_hash::FxHashMap;

use crate::context::{DocumentContext, RuleEntry};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL702",
    name: "shadowed-rule",
    group: Group::Rules,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds rules of a file with the same name and labels but other expressions, if their \
               results may have the same labels.",
        why: "Two alerts with the same labels are one to the receiver. Two recording rules that make \
              the same series refuse each other's samples. Rules whose matchers exclude each other are not found.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
  - record: job:up:sum
    expr: sum by (job) (up == 1)
",
        ),
        instead: "Give them different names or labels.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
  - record: job:up:sum_healthy
    expr: sum by (job) (up == 1)
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Document(check),
};

fn check(cx: &DocumentContext<'_>, report: &mut Report<'_>) {
    let mut seen: FxHashMap<Identity<'_>, Vec<RuleEntry<'_>>> = FxHashMap::default();
    for entry in cx.rules() {
        let Some(name) = entry.name() else { continue };
        let alike = seen.entry(entry.identity()).or_default();
        if let Some(first) = alike.iter().find(|other| overlaps(other, &entry)) {
            let range = entry.name_range();
            let message = format!("another rule `{name}` with the same labels may give the same results");
            report.add(range, message).related(first.name_range(), "the other rule");
        }
        if alike.len() < MAX_ALIKE {
            alike.push(entry);
        }
    }
}

/// So many rules of one name and labels are compared with each other.
const MAX_ALIKE: usize = 16;

/// Whether two different expressions read the same metrics with matchers that some series may match together.
fn overlaps(a: &RuleEntry<'_>, b: &RuleEntry<'_>) -> bool {
    let (Some(first), Some(second)) = (a.query, b.query) else { return false };
    let comparable = a.rule.kind == b.rule.kind && first.is_accepted && second.is_accepted;
    comparable
        && first.metrics == second.metrics
        && !first.metrics.is_empty()
        && !first.expr.same_as(&second.expr)
        && !first
            .nodes()
            .selectors()
            .any(|(_, x)| second.nodes().selectors().any(|(_, y)| metric_name(x) == metric_name(y) && exclude(x, y)))
}

/// Whether no series matches both selectors.
fn exclude(a: &VectorSelector, b: &VectorSelector) -> bool {
    let never_both = |m: &LabelMatcher, other: &VectorSelector| {
        let compiled = m.matcher.as_ref();
        let values = match m.op {
            MatchOp::Equal => Some(vec![m.value.clone()]),
            _ => compiled.filter(|_| m.op == MatchOp::Regex).and_then(|m| m.set_matches()).map(<[String]>::to_vec),
        };
        values.is_some_and(|values| {
            let known = matchers_on(other, &m.name.text).filter_map(|other| other.matcher.as_ref());
            known.into_iter().any(|other| !values.iter().any(|value| other.matches(value)))
        })
    };
    let other_start = |m: &LabelMatcher| matchers_on(b, &m.name.text).any(|other| start_otherwise(m, other));
    a.matchers.iter().any(|m| never_both(m, b) || other_start(m)) || b.matchers.iter().any(|m| never_both(m, a))
}

/// Whether what two regular expressions match begins with different texts.
fn start_otherwise(a: &LabelMatcher, b: &LabelMatcher) -> bool {
    let prefix =
        |m: &LabelMatcher| m.matcher.as_ref().filter(|_| m.op == MatchOp::Regex).map(|m| m.prefix().to_owned());
    prefix(a).zip(prefix(b)).is_some_and(|(a, b)| !a.starts_with(&b) && !b.starts_with(&a))
}
