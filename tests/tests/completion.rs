//! Quality of completion: at random places of real queries a word is taken away, and completion gives it back.
//!
//! The metrics are those of the corpus, with the labels and values that its queries name. A word is the name of a metric, a
//! function or a label, a keyword, a duration, or the value of a label; what is completed is the empty place, or the first
//! characters of the word.
#![allow(clippy::unwrap_used)] // they are tests

use std::collections::BTreeMap;

use promenade::ide::{Completion, CompletionList, Options, Query};
use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade::model::MatchOp;
use promenade::syntax::ast::VectorSelector;
use promenade::syntax::{ExprKind, TokenKind, Variables};
use promenade_tests::shared::{files, read, say};
use promenade_tests::shared_dir;

/// How many places are looked at.
const N_PLACES: usize = 2000;

/// Among so many items the word must be.
const N_FIRST: usize = 5;

fn options() -> Options {
    Options { variables: Variables::Grafana, ..Options::default() }
}

/// All queries of the corpus.
fn corpus() -> Option<Vec<String>> {
    let folder = shared_dir("corpus")?;
    let expr = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["expr"].as_str().unwrap().to_owned();
    Some(files(&folder, "jsonl").iter().flat_map(|path| read(path).lines().map(expr).collect::<Vec<_>>()).collect())
}

/// The metrics that the queries name, each with the labels that are named with it.
fn snapshot(queries: &[String]) -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    for text in queries {
        let query = Query::new(text, options());
        for expr in query.parse().expr.descendants() {
            match &expr.kind {
                ExprKind::Vector(selector) => add_series(&mut builder, selector, &[]),
                ExprKind::Matrix(matrix) => add_series(&mut builder, &matrix.selector, &[]),
                ExprKind::Aggregate(aggregate) => {
                    let labels: Vec<&str> =
                        aggregate.grouping.iter().filter(|l| !l.holds_variable()).map(|l| l.text.as_str()).collect();
                    for below in expr.descendants() {
                        match &below.kind {
                            ExprKind::Vector(selector) => add_series(&mut builder, selector, &labels),
                            ExprKind::Matrix(matrix) => add_series(&mut builder, &matrix.selector, &labels),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
    builder.build(10_000)
}

/// A series for each value that is named; a label whose value is not known has one of its own.
fn add_series(builder: &mut SnapshotBuilder, selector: &VectorSelector, grouped: &[&str]) {
    let Some(name) = selector.name.as_ref().filter(|name| !name.text.contains(['$', '['])) else { return };
    let known = selector.matchers.iter().filter(|matcher| !matcher.name.holds_variable() && !matcher.is_bare_name);
    let values = |matcher: &promenade::syntax::ast::LabelMatcher| match &matcher.matcher {
        Some(m) if m.op() == MatchOp::Equal && !m.value().is_empty() => vec![m.value().to_owned()],
        Some(m) if m.op() == MatchOp::Regex && m.set_matches().is_some() => m.set_matches().unwrap().to_vec(),
        _ => vec!["some".to_owned()],
    };
    let labels: Vec<(&str, Vec<String>)> = known.map(|matcher| (matcher.name.text.as_str(), values(matcher))).collect();
    let n_series = labels.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
    for i in 0..n_series {
        let mut series: BTreeMap<&str, &str> = grouped.iter().map(|label| (*label, "some")).collect();
        series.extend(labels.iter().map(|(label, values)| (*label, values[i % values.len()].as_str())));
        series.insert("__name__", &name.text);
        builder.series(series);
    }
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Metric,
    Function,
    Label,
    Keyword,
    Duration,
    Value,
}

/// The words of a query: where each stands and what it is.
fn words(query: &Query) -> Vec<(std::ops::Range<usize>, Class)> {
    use promenade::ide::{SemanticTokenKind as S, semantic_tokens};
    let class = |kind: S| match kind {
        S::Metric => Some(Class::Metric),
        S::Function | S::Aggregator => Some(Class::Function),
        S::Label => Some(Class::Label),
        S::Keyword => Some(Class::Keyword),
        S::Duration => Some(Class::Duration),
        S::LabelValue => Some(Class::Value),
        _ => None,
    };
    let is_plain = |range: &std::ops::Range<usize>| !query.text()[range.clone()].contains('$');
    let tokens = semantic_tokens(query).into_iter().filter(|token| is_plain(&token.range));
    let found = tokens.filter_map(|token| Some((token.range, class(token.kind)?)));
    // Values that are patterns or empty are no words.
    let is_word = |(range, class): &(std::ops::Range<usize>, Class)| {
        let text = &query.text()[range.clone()];
        *class != Class::Value || text.trim_matches(['"', '\'', '`']).chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') && text.len() > 2
    };
    found.filter(is_word).collect()
}

/// A word and its place.
struct Place<'a> {
    text: &'a str,
    range: std::ops::Range<usize>,
    class: Class,
}

/// Places by a fixed seed (Knuth's MMIX constants).
fn places(queries: &[String]) -> Vec<Place<'_>> {
    let mut state = 12u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut found = Vec::new();
    while found.len() < N_PLACES {
        let text = &queries[random(queries.len())];
        let query = Query::new(text, options());
        if query.parse().has_errors() {
            continue;
        }
        let words = words(&query);
        if !words.is_empty() {
            let (range, class) = words[random(words.len())].clone();
            found.push(Place { text, range, class });
        }
    }
    found
}

/// The list where all but the first characters of the word is taken away.
fn list(place: &Place<'_>, n_typed: usize, snapshot: &Snapshot) -> CompletionList {
    let word = &place.text[place.range.clone()];
    let typed: String = word.chars().take(n_typed).collect();
    let text = format!("{}{typed}{}", &place.text[..place.range.start], &place.text[place.range.end..]);
    let query = Query::new(&text, options());
    Completion::at(&query, place.range.start + typed.len()).complete(snapshot)
}

/// The place of the word in the list.
fn rank(place: &Place<'_>, n_typed: usize, snapshot: &Snapshot) -> Option<usize> {
    let word = &place.text[place.range.clone()];
    let plain = word.trim_matches(['"', '\'', '`']);
    list(place, n_typed, snapshot).items.iter().position(|item| item.label.eq_ignore_ascii_case(plain))
}

#[test]
fn the_word_is_among_the_first() {
    let Some(queries) = corpus() else { return };
    let snapshot = snapshot(&queries);
    say(&format!("completion: {} metrics", snapshot.metrics.len()));
    let places = places(&queries);
    for n_typed in 0..5 {
        let mut by_class: BTreeMap<Class, (usize, usize)> = BTreeMap::new();
        let mut missed: BTreeMap<String, usize> = BTreeMap::new();
        for place in &places {
            let count = by_class.entry(place.class).or_default();
            count.1 += 1;
            if rank(place, n_typed, &snapshot).is_some_and(|rank| rank < N_FIRST) {
                count.0 += 1;
            } else {
                let list = list(place, n_typed, &snapshot);
                let first: Vec<&str> = list.items.iter().take(5).map(|item| item.label.as_str()).collect();
                let before = &place.text[place.text.floor_char_boundary(place.range.start.saturating_sub(50))..place.range.start];
                let after = &place.text[place.range.end..place.text.floor_char_boundary(place.range.end + 50)];
                let word = &place.text[place.range.clone()];
                *missed.entry(format!("{:?} {before}«{word}»{after} => {:?} {first:?}", place.class, rank(place, n_typed, &snapshot)).replace('\n', " ")).or_default() += 1;
            }
        }
        let n: usize = by_class.values().map(|(n, _)| n).sum();
        say(&format!("{n_typed} typed: {n} of {}: {by_class:?}", places.len()));
        if std::env::var("MISSED").is_ok_and(|m| m == n_typed.to_string()) {
            for (text, n) in missed {
                say(&format!("{n} {text}"));
            }
        }
    }
}
