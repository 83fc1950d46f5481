//! `le="1"`: a bound as Prometheus does not store it.

use promenade_model::number::normal_bound;
use promenade_model::value::quote;
use promenade_syntax::ast::{LabelMatcher, MatcherVariable, VectorSelector};

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::counter::is_recorded;
use crate::facts::histogram::{BUCKET_LABEL, SUMMARY_LABEL};
use crate::facts::selector::metric_name;
use crate::finding::{Report, edit};
use crate::snapshot::Snapshot;

pub(crate) static LINT: Lint = Lint {
    code: "PQL409",
    name: "bound-without-point",
    group: Group::Matchers,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds matchers on `le` and `quantile` whose value is a number that is written otherwise than it is stored.",
        why: "From version 3 on Prometheus stores the bounds of buckets and the quantiles of summaries as `1.0`, even \
              where a target writes `1`. The matcher finds no series, or with `!=` all of them.",
        example: Example::Query(r#"http_request_duration_seconds_bucket{le="1"}"#),
        instead: "Write the number with a point. Recorded series, whose labels a rule has written, are left alone.",
        better: Example::Query(r#"http_request_duration_seconds_bucket{le="1.0"}"#),
        fix: FixDocs::Unsafe("Writes the number with a point; of a regular expression it is left to you."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, selector) in cx.nodes.selectors() {
        if metric_name(selector).is_some_and(is_recorded) {
            continue;
        }
        let on_bounds = |m: &&LabelMatcher| [BUCKET_LABEL, SUMMARY_LABEL].contains(&m.name.text.as_str());
        let known = |m: &&LabelMatcher| m.variable == MatcherVariable::None && !m.is_bare_name;
        for matcher in selector.matchers.iter().filter(on_bounds).filter(known) {
            let is_there = |value: &str| has_value(cx.settings.snapshot.as_ref(), selector, matcher, value);
            if let Some((value, stored)) = first_unlike(matcher).filter(|(value, _)| !is_there(value)) {
                let message = format!("Prometheus 3 stores {} as {}", quote(&value), quote(&stored));
                let finding = report.add(matcher.range.clone(), message);
                if !matcher.op.is_regex() {
                    let edits = vec![edit(matcher.value_range.clone(), quote(&stored))];
                    finding.unsafe_fix(format!("write {}", quote(&stored)), edits);
                }
            }
        }
    }
}

/// The first of the values that a matcher names which is stored otherwise, and how, where that is not named too.
fn first_unlike(matcher: &LabelMatcher) -> Option<(String, String)> {
    let values = match &matcher.matcher {
        Some(compiled) if matcher.op.is_regex() => compiled.set_matches()?.to_vec(),
        _ => vec![matcher.value.clone()],
    };
    // `le=~"1(\\.0)?"` is for both ways of storing.
    let is_unlike = |value: &String| normal_bound(value).filter(|stored| !values.contains(stored));
    values.iter().find_map(|value| Some((value.clone(), is_unlike(value)?)))
}

/// Whether a snapshot says that there is such a value.
fn has_value(snapshot: Option<&Snapshot>, selector: &VectorSelector, matcher: &LabelMatcher, value: &str) -> bool {
    let metric = snapshot.zip(metric_name(selector)).and_then(|(snapshot, name)| snapshot.metrics.get(name));
    let values = metric.and_then(|metric| metric.labels.get(&matcher.name.text)?.values.as_ref());
    values.is_some_and(|values| values.iter().any(|known| known == value))
}
