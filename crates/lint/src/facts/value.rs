//! Values that the labels of a metric do not have.

use promenade_model::MatchOp;
use promenade_model::labels::METRIC_NAME;
use promenade_model::suggest::nearest;
use promenade_syntax::ast::LabelMatcher;

use super::selector::metric_name;
use crate::context::QueryContext;

/// A matcher that no series of the metric matches.
pub(crate) struct MissingValue<'a> {
    /// The metric.
    pub(crate) metric: &'a str,
    /// The matcher as it is written.
    pub(crate) written: &'a LabelMatcher,
    /// The value that seems to be meant.
    pub(crate) meant: Option<&'a str>,
}

/// The matchers for which the snapshot lists all values of the label, none of which matches them.
pub(crate) fn missing_values<'a>(cx: &'a QueryContext<'_>) -> Vec<MissingValue<'a>> {
    let Some(snapshot) = &cx.settings.snapshot else { return Vec::new() };
    let mut missing = Vec::new();
    for (_, selector) in cx.nodes.selectors() {
        let Some((name, metric)) = metric_name(selector).and_then(|name| Some((name, snapshot.metrics.get(name)?)))
        else {
            continue;
        };
        for written in selector.matchers.iter().filter(|matcher| matcher.name.text != METRIC_NAME) {
            let Some(matcher) = written.matcher.as_ref().filter(|matcher| !matcher.matches_empty()) else { continue };
            let label = metric.labels.get(&written.name.text);
            let Some(values) = label.and_then(|label| label.values.as_ref()) else { continue };
            if !values.iter().any(|value| matcher.matches(value)) {
                let meant = (written.op == MatchOp::Equal).then(|| misspelt(&written.value, values)).flatten();
                missing.push(MissingValue { metric: name, written, meant });
            }
        }
    }
    missing
}

/// The value of which another is a misspelling, as far as one can tell: `503` is none of `500`, and `unavailable` none of
/// `available`.
fn misspelt<'a>(value: &str, values: &'a [String]) -> Option<&'a str> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_opposite = |other: &str| other.ends_with(value) || value.ends_with(other);
    let is_alike = |other: &&str| digits(other) == digits(value) && !is_opposite(other);
    if value.chars().count() < MIN_LENGTH {
        return None;
    }
    nearest(value, values.iter().map(String::as_str).filter(is_alike))
}

/// Shorter values are alike by chance.
const MIN_LENGTH: usize = 4;
