//! Names of labels in matchers.

use std::collections::BTreeSet;

use promenade_model::UnquotedNames;
use promenade_model::labels::METRIC_NAME;
use promenade_model::value::quote;
use promenade_syntax::ast::{LabelMatcher, MatcherVariable};

use super::item::{Collector, ItemKind, Parts};
use super::place::Place;
use crate::metadata::Provider;

/// Of more labels it is not asked which of them have the value that is there.
const MAX_ASKED: usize = 100;

pub(super) fn add(place: &Place<'_>, provider: &dyn Provider, out: &mut Collector<'_>) {
    let selector = place.other_matchers();
    let mut names = BTreeSet::new();
    let is_known = provider.label_names(&selector, &mut |name| {
        names.insert(name.to_owned());
    });
    out.is_incomplete |= !is_known;
    let here: Vec<&str> = selector.iter().map(promenade_model::Matcher::name).collect();
    let known = names.clone();
    let (grouped, matched) = place.labels();
    names.extend(grouped.iter().chain(&matched).map(|name| (*name).to_owned()));
    let asks_for_values = names.len() <= MAX_ASKED;
    for name in &names {
        if name == METRIC_NAME {
            continue;
        }
        let n_matched = matched.iter().filter(|other| *other == name).count().min(5) as i32;
        let mut score = 100 + 12 * n_matched;
        score += if grouped.contains(&name.as_str()) { 15 } else { 0 };
        score -= if here.contains(&name.as_str()) { 90 } else { 0 };
        score -= if is_known && !known.contains(name) { 40 } else { 0 };
        score += matcher(place).map_or(0, |matcher| suits(matcher, name, asks_for_values, place, provider));
        out.add(ItemKind::Label, name, score, || Parts::plain(written(place, name)));
    }
}

/// The matcher whose name the cursor is in, where its value is there.
fn matcher<'a>(place: &'a Place<'_>) -> Option<&'a LabelMatcher> {
    let matchers = &place.selector()?.matchers;
    let at_cursor = matchers.iter().find(|matcher| place.is_cursor(&matcher.name))?;
    // An empty value at the end of what was put in was put in too.
    Some(at_cursor).filter(|matcher| matcher.value_range.end > place.marked.range.end)
}

/// How well a label suits the value of its matcher: a variable is often called like its label.
fn suits(matcher: &LabelMatcher, name: &str, asks: bool, place: &Place<'_>, provider: &dyn Provider) -> i32 {
    if matcher.variable != MatcherVariable::None || matcher.value.contains('$') {
        let word = matcher.value.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        let word = word.split([':', '}']).next().unwrap_or_default();
        return match () {
            () if word == name => 150,
            () if !word.is_empty() && (word.ends_with(name) || name.ends_with(word)) => 60,
            () if !word.is_empty() && (word.starts_with(name) || name.starts_with(word)) => 50,
            () => 0,
        };
    }
    let Some(condition) = matcher.matcher.as_ref().filter(|_| asks && !matcher.value.is_empty()) else { return 0 };
    let mut has_value = false;
    provider.label_values(name, &place.other_matchers(), &mut |value| has_value |= value == condition.value());
    if has_value { 80 } else { 0 }
}

/// A name as it is inserted: in quotes where it needs them or stands in some already.
fn written(place: &Place<'_>, name: &str) -> String {
    let unquoted = UnquotedNames::from(place.query.options().features);
    if unquoted.allow_label(name) && place.quote.is_none() { name.to_owned() } else { quote(name) }
}
