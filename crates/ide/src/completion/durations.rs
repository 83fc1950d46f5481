//! Durations: those of the query first, then the usual ones.

use promenade_syntax::{TokenKind, Variables};

use super::item::{Collector, ItemKind, Parts};
use super::place::Place;

/// What people write, the most common first.
const USUAL: &[&str] = &["5m", "1h", "1m", "10m", "1d", "15m", "30m", "2m", "6h", "3m", "7d", "12h", "2h", "30s", "4w"];

/// The units, the most common first.
const UNITS: &[&str] = &["m", "h", "s", "d", "w", "ms", "y"];

/// Grafana's own variables for durations, with what speaks for each.
const OF_GRAFANA: &[(&str, i32)] = &[("$__rate_interval", 100), ("$__interval", 78), ("$__range", 76)];

/// What calculates a duration.
const CALLS: &[(&str, &str)] =
    &[("step()", "The time from step to step of the query."), ("range()", "The time from start to end of the query.")];

pub(super) fn add(place: &Place<'_>, out: &mut Collector<'_>) {
    let mut score = 80;
    let mut add = |text: &str, kind: ItemKind, score: i32| out.add(kind, text, score, || Parts::plain(text));
    for written in written(place) {
        let kind = if written.starts_with(['$', '[']) { ItemKind::Variable } else { ItemKind::Duration };
        add(written, kind, 150);
    }
    if place.query.options().variables == Variables::Grafana {
        for (variable, score) in OF_GRAFANA {
            add(variable, ItemKind::Variable, *score);
        }
    }
    let digits = place.typed.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() {
        for usual in USUAL {
            add(usual, ItemKind::Duration, score);
            score -= 1;
        }
    } else if digits.bytes().all(|b| b.is_ascii_digit()) {
        for unit in UNITS {
            add(&format!("{digits}{unit}"), ItemKind::Duration, score);
            score -= 1;
        }
    }
    for (call, summary) in CALLS {
        out.add(ItemKind::Keyword, call, 20, || Parts::plain(*call).detail(*summary));
    }
}

/// The durations and their variables that stand elsewhere in the query.
fn written<'a>(place: &'a Place<'_>) -> impl Iterator<Item = &'a str> {
    let parse = &place.marked.parse;
    let is_cursor = |start: usize| start == place.marked.range.start;
    let tokens = parse.tokens.iter().filter(move |token| !is_cursor(token.range.start));
    let in_brackets = move |start: usize| parse.source[..start].trim_end().ends_with(['[', ':']);
    let is_duration = move |kind: TokenKind, start: usize| match kind {
        TokenKind::Duration | TokenKind::VariableNumber => true,
        TokenKind::Variable => in_brackets(start),
        _ => false,
    };
    tokens.filter(move |token| is_duration(token.kind, token.range.start)).map(|token| parse.text(&token.range))
}
