//! Differences in the words of annotations.

use serde_json::Value;

use super::Seen;
use crate::differential::compare::compare;

/// The answers are the same but for the place of an info on NaN observations.
pub(super) fn places_nan_elsewhere(seen: &Seen<'_>) -> bool {
    let placeless = |text: &str| {
        let is_meant = text.contains("has NaN observations, ");
        is_meant.then(|| text.rsplit_once(" (").map_or(text, |(text, _)| text).to_owned())
    };
    is_same_with_infos(seen, &placeless)
}

/// Whether answers are the same once their infos are rewritten, of which one must be.
fn is_same_with_infos(seen: &Seen<'_>, rewrite: &dyn Fn(&str) -> Option<String>) -> bool {
    let (expected, actual) = (with_infos(seen.expected, rewrite), with_infos(seen.actual, rewrite));
    compare(&expected, &actual, seen.order).is_ok() && expected["infos"] != seen.expected["infos"]
}

fn with_infos(answer: &Value, rewrite: &dyn Fn(&str) -> Option<String>) -> Value {
    let mut answer = answer.clone();
    for info in answer["infos"].as_array_mut().into_iter().flatten() {
        if let Some(text) = info.as_str().and_then(rewrite) {
            *info = text.into();
        }
    }
    answer
}
