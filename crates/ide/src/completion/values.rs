//! Values of labels in matchers. In a regular expression the alternative is completed in which the cursor is.

use std::collections::HashMap;

use promenade_model::labels::{BUCKET_LABEL, METRIC_NAME};
use promenade_model::value::{SourceRange, quote};
use promenade_syntax::{Expected, TokenKind, Variables};

use super::item::{Collector, ItemKind, Parts};
use super::numbers::QUANTILES;
use super::place::Place;
use crate::metadata::Provider;

/// The label that the quantiles of a summary have.
const QUANTILE_LABEL: &str = "quantile";

/// The bounds of the buckets that client libraries make where nothing else is asked for.
const BOUNDS: &[&str] =
    &["+Inf", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "1.0", "5.0", "10.0"];

/// What is typed of the item: in a regular expression of its last alternative.
pub(super) fn typed<'a>(place: &'a Place<'_>) -> &'a str {
    let start = alternative(place).unwrap_or(0);
    &place.typed[start..]
}

/// What an item replaces.
pub(super) fn replace(place: &Place<'_>) -> SourceRange {
    let (Some(start), Some(quote)) = (alternative(place), place.quote) else { return place.replace.clone() };
    let first = place.replace.start + quote.len_utf8();
    let offset = first + place.typed.len();
    let rest = place.query.text().get(offset..place.replace.end).unwrap_or_default();
    let end = offset + rest.find(['|', ')', quote]).unwrap_or(rest.len());
    first + start..end
}

/// Where the alternative of a regular expression begins in which the cursor is; none in other strings.
fn alternative(place: &Place<'_>) -> Option<usize> {
    place.quote?;
    if !place.expects(Expected::LabelValue) || !is_regex(place) {
        return None;
    }
    Some(place.typed.rfind(['|', '(']).map_or(0, |at| at + 1))
}

/// Whether the operator of the matcher is one of regular expressions.
fn is_regex(place: &Place<'_>) -> bool {
    let tokens = &place.query.parse().tokens;
    let before = tokens.iter().rfind(|t| t.range.end <= place.replace.start && !t.kind.is_trivia());
    before.is_some_and(|token| matches!(token.kind, TokenKind::EqlRegex | TokenKind::NeqRegex))
}

pub(super) fn add(place: &Place<'_>, provider: &dyn Provider, out: &mut Collector<'_>) {
    let Some(label) = place.expected.label.as_deref() else { return };
    let elsewhere = elsewhere(place, label);
    let score = |value: &str| elsewhere.get(value).map_or(0, |n| 60 + 10 * (*n).min(5));
    let is_known = provider.label_values(label, &place.other_matchers(), &mut |value| {
        out.add(ItemKind::LabelValue, value, 100 + score(value), || Parts::plain(written(place, value)));
    });
    out.is_incomplete |= !is_known;
    for value in elsewhere.keys().filter(|value| !value.is_empty()) {
        out.add(ItemKind::LabelValue, value, 90 + score(value), || Parts::plain(written(place, value)));
    }
    add_usual(place, label, out);
    if place.query.options().variables == Variables::Grafana {
        let variable = format!("${label}");
        out.add(ItemKind::Variable, &variable, 95, || Parts::plain(written_raw(place, &variable)));
    }
}

/// Bounds of buckets and quantiles.
fn add_usual(place: &Place<'_>, label: &str, out: &mut Collector<'_>) {
    let usual = match label {
        BUCKET_LABEL => BOUNDS,
        QUANTILE_LABEL => QUANTILES,
        _ => return,
    };
    for (score, value) in (0..50).rev().zip(usual) {
        out.add(ItemKind::LabelValue, value, score, || Parts::plain(written(place, value)));
    }
}

/// The values that other matchers of the query compare the label with, and how many do.
fn elsewhere<'a>(place: &'a Place<'_>, label: &str) -> HashMap<&'a str, i32> {
    let cursor = place.marked.range.start;
    let matchers = place.selectors().flat_map(|selector| &selector.matchers);
    let same = matchers.filter(|m| m.name.text == label && m.value_range.start != cursor && label != METRIC_NAME);
    let mut found = HashMap::new();
    for matcher in same {
        *found.entry(matcher.value.as_str()).or_default() += 1;
    }
    found
}

/// A value as it is inserted: with quotes, or within those that are there; escaped in a regular expression.
fn written(place: &Place<'_>, value: &str) -> String {
    if is_regex(place) && !value.starts_with('$') {
        let is_special = |c: char| "\\.+*?()|[]{}^$".contains(c);
        let escaped: String =
            value.chars().flat_map(|c| is_special(c).then_some('\\').into_iter().chain([c])).collect();
        return written_raw(place, &escaped);
    }
    written_raw(place, value)
}

fn written_raw(place: &Place<'_>, value: &str) -> String {
    let Some(open) = place.quote else { return quote(value) };
    let inner = match open {
        '`' => value.to_owned(),
        _ => quote(value).trim_start_matches('"').strip_suffix('"').unwrap_or_default().replace("\\\"", "\""),
    };
    let inner = if open == '`' { inner } else { inner.replace(open, &format!("\\{open}")) };
    if alternative(place).is_some() {
        // The rest of the string stays; only where it has no end, the quote is added.
        let is_closed = place.query.text().get(place.replace.clone()).is_some_and(|t| t.len() > 1 && t.ends_with(open));
        return if is_closed { inner } else { format!("{inner}{open}") };
    }
    format!("{open}{inner}{open}")
}
