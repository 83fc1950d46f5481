//! Quality of completion: at random places of real queries a word is taken away, and completion gives it back.
//!
//! The metrics are those of the corpus, with the labels and values that its queries name. A word is the name of a metric, a
//! function or a label, a keyword, a duration, or the value of a label; what is completed is the empty place, or the first
//! characters of the word.
#![allow(clippy::unwrap_used)] // they are tests

use std::collections::BTreeMap;

use promenade::ide::{Completion, Options, Query, SemanticTokenKind as S, semantic_tokens};
use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade::model::MatchOp;
use promenade::syntax::ast::{LabelMatcher, LabelName, VectorSelector};
use promenade::syntax::{Expr, ExprKind, Variables};
use promenade_tests::shared::{files, read, say};
use promenade_tests::shared_dir;

/// How many places are looked at.
const N_PLACES: usize = 2000;

/// Among so many items the word must be.
const N_FIRST: usize = 5;

/// Stands for a value that is not known.
const UNKNOWN: &str = "\u{0}";

fn options() -> Options {
    Options::default().variables(Variables::Grafana)
}

/// All queries of the corpus.
fn corpus() -> Option<Vec<String>> {
    let folder = shared_dir("corpus")?;
    let expr =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["expr"].as_str().unwrap().to_owned();
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
                    add_all(&mut builder, expr, &aggregate.grouping);
                }
                ExprKind::Binary(binary) if binary.matching.on => {
                    add_all(&mut builder, expr, &binary.matching.labels);
                }
                _ => {}
            }
        }
    }
    let mut snapshot = builder.build(10_000);
    // Where a pattern or a variable stands, the values are not known.
    for label in snapshot.metrics.values_mut().flat_map(|metric| metric.labels.values_mut()) {
        if label.values.as_ref().is_some_and(|values| values.iter().any(|value| value == UNKNOWN)) {
            label.values = None;
        }
    }
    snapshot
}

/// The series of all selectors below an expression, with labels that it names.
fn add_all(builder: &mut SnapshotBuilder, expr: &Expr, labels: &[LabelName]) {
    let labels: Vec<&str> = labels.iter().filter(|l| !l.holds_variable()).map(|l| l.text.as_str()).collect();
    for below in expr.descendants() {
        match &below.kind {
            ExprKind::Vector(selector) => add_series(builder, selector, &labels),
            ExprKind::Matrix(matrix) => add_series(builder, &matrix.selector, &labels),
            _ => {}
        }
    }
}

/// A series for each value that is named; a label whose value is not known has one of its own.
fn add_series(builder: &mut SnapshotBuilder, selector: &VectorSelector, grouped: &[&str]) {
    let Some(name) = selector.name.as_ref().filter(|name| !name.text.contains(['$', '['])) else { return };
    let known = selector.matchers.iter().filter(|matcher| !matcher.name.holds_variable() && !matcher.is_bare_name);
    let values = |matcher: &LabelMatcher| match &matcher.matcher {
        Some(m) if m.op() == MatchOp::Equal && !m.value().is_empty() => vec![m.value().to_owned()],
        Some(m) if m.op() == MatchOp::Regex && m.set_matches().is_some() => m.set_matches().unwrap().to_vec(),
        _ => vec![UNKNOWN.to_owned()],
    };
    let labels: Vec<(&str, Vec<String>)> = known.map(|matcher| (matcher.name.text.as_str(), values(matcher))).collect();
    let n_series = labels.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
    for i in 0..n_series {
        let mut series: BTreeMap<&str, &str> = grouped.iter().map(|label| (*label, UNKNOWN)).collect();
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
        *class != Class::Value
            || text.trim_matches(['"', '\'', '`']).chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
                && text.len() > 2
    };
    // Editors close quotes, so that they stay.
    let inside = |(range, class): (std::ops::Range<usize>, Class)| {
        if class == Class::Value { (range.start + 1..range.end - 1, class) } else { (range, class) }
    };
    found.filter(is_word).map(inside).collect()
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

/// How many of the words are among the first items, by class, where so many characters of each are typed.
type Counts = BTreeMap<Class, (usize, usize)>;

/// The place of the word in the list, where all but its first characters is taken away.
fn rank(place: &Place<'_>, n_typed: usize, snapshot: &Snapshot) -> Option<usize> {
    let word = &place.text[place.range.clone()];
    let typed: String = word.chars().take(n_typed).collect();
    let text = format!("{}{typed}{}", &place.text[..place.range.start], &place.text[place.range.end..]);
    let query = Query::new(&text, options());
    let list = Completion::at(&query, place.range.start + typed.len()).complete(snapshot);
    list.items.iter().position(|item| item.label.eq_ignore_ascii_case(word))
}

fn count(places: &[Place<'_>], n_typed: impl Fn(&Place<'_>) -> usize, snapshot: &Snapshot) -> Counts {
    let mut counts = Counts::new();
    for place in places {
        let (n_found, n_all) = counts.entry(place.class).or_default();
        *n_all += 1;
        *n_found += usize::from(rank(place, n_typed(place), snapshot).is_some_and(|rank| rank < N_FIRST));
    }
    counts
}

/// Which share is found, of the classes that are asked for.
fn share(counts: &Counts, is_asked: impl Fn(Class) -> bool) -> f64 {
    let asked = || counts.iter().filter(|(class, _)| is_asked(**class));
    let (n_found, n_all) = asked().fold((0, 0), |sum, (_, (found, all))| (sum.0 + found, sum.1 + all));
    f64::from(n_found as u32) / f64::from(n_all.max(1) as u32)
}

/// With nothing typed. Of a metric no more is known than its matchers, its function and the other metrics of the query: where
/// there are none of these, any of thousands may be meant. All other words are found.
#[test]
fn a_word_that_is_taken_away_is_among_the_first() {
    let Some(queries) = corpus() else { return };
    let snapshot = snapshot(&queries);
    let counts = count(&places(&queries), |_| 0, &snapshot);
    let (all, others) = (share(&counts, |_| true), share(&counts, |class| class != Class::Metric));
    say(&format!(
        "completion, nothing typed, {} metrics: {all:.4}; but for metrics {others:.4}: {counts:?}",
        snapshot.metrics.len()
    ));
    assert!(others >= 0.96, "{counts:?}");
    assert!(all >= 0.83, "{counts:?}");
}

/// The cursor is somewhere in the word, and what is behind it is taken away.
#[test]
fn a_word_that_is_begun_is_among_the_first() {
    let Some(queries) = corpus() else { return };
    let snapshot = snapshot(&queries);
    let n_typed = |place: &Place<'_>| (place.range.start * 7 + place.text.len()) % place.range.len();
    let counts = count(&places(&queries), n_typed, &snapshot);
    let all = share(&counts, |_| true);
    say(&format!("completion, word begun: {all:.4}: {counts:?}"));
    assert!(all >= 0.9, "{counts:?}");
}
