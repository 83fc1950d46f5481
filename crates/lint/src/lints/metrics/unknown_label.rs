//! A label that no series of the metric has.

use promenade_model::UnquotedNames;
use promenade_model::labels::METRIC_NAME;
use promenade_model::suggest::nearest;
use promenade_model::value::quote;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::selector::metric_name;
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL952",
    name: "unknown-label",
    group: Group::Metrics,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds matchers on labels that no series of the metric has; needs a snapshot.",
        why: "The selector finds nothing.",
        example: Example::None,
        instead: "Correct the name of the label, or leave the matcher out. Of a snapshot without `job` and `instance`, as it \
                  is made of what targets expose, nothing is said: it lacks the labels that a server adds.",
        better: Example::None,
        fix: FixDocs::Unsafe("Puts the most similar label in its place."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    let Some(snapshot) = &cx.settings.snapshot else { return };
    let unquoted_names = UnquotedNames::from(cx.settings.all_features());
    for (_, selector) in cx.nodes.selectors() {
        let Some((name, metric)) = metric_name(selector).and_then(|name| Some((name, snapshot.metrics.get(name)?)))
        else {
            continue;
        };
        for matcher in &selector.matchers {
            let label = matcher.name.text.as_str();
            let is_asked_for = matcher.matcher.as_ref().is_some_and(|matcher| !matcher.matches_empty());
            if label == METRIC_NAME || !is_asked_for || snapshot.may_have(metric, label) {
                continue;
            }
            let meant = nearest(label, metric.labels.keys().map(String::as_str));
            let hint = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            let message = format!("no series of `{name}` has the label `{label}`{hint}");
            let finding = report.add(matcher.range.clone(), message);
            if let Some(meant) = meant {
                let text = if unquoted_names.allow_label(meant) { meant.to_owned() } else { quote(meant) };
                finding.unsafe_fix(format!("replace it with `{meant}`"), vec![edit(matcher.name.range.clone(), text)]);
            }
        }
    }
}
