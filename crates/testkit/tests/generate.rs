//! Drawn queries: all of the language, well typed, and the same again.
#![allow(clippy::unwrap_used)] // test code

use std::collections::BTreeSet;

use promenade::functions::{aggregators, functions};
use promenade::semantic::parse_and_check;
use promenade::syntax::ast::{BinaryOp, ExprKind, walk};
use promenade::{Engine, EngineOptions, Features};
use promenade_testkit::generate::Vocabulary;
use promenade_testkit::generate::data::KINDS;
use promenade_testkit::generate::query::QueryGenerator;
use promenade_testkit::oracle::Query;
use promenade_testkit::{Script, load};

const N_QUERIES: usize = 300;

fn vocabularies() -> Vec<Vocabulary> {
    let load = |text: &str| load::load_script(&Script::parse(text).unwrap()).unwrap();
    KINDS.iter().map(|kind| Vocabulary::of(&load(&kind.draw(1).to_string()))).collect()
}

fn draw(features: Features) -> Vec<Query> {
    let of = |(seed, vocabulary): (usize, &Vocabulary)| {
        let mut generator = QueryGenerator::new(vocabulary, features, seed as u64);
        (0..N_QUERIES).map(|_| generator.query()).collect::<Vec<_>>()
    };
    vocabularies().iter().enumerate().flat_map(of).collect()
}

#[test]
fn queries_are_well_typed() {
    for features in [Features::default(), Features::all()] {
        let engine = Engine::new(EngineOptions::default().features(features));
        let refused = |query: Query| {
            let analysis = parse_and_check(&query.expr, &engine.language());
            let error = analysis.diagnostics.into_iter().find(promenade::syntax::Diagnostic::is_error)?;
            Some(format!("{}: {}", query.expr, error.message))
        };
        let refused: Vec<_> = draw(features).into_iter().filter_map(refused).collect();
        assert!(refused.is_empty(), "{refused:#?}");
    }
}

#[test]
fn all_that_there_is_is_drawn() {
    let engine = Engine::new(EngineOptions::default().features(Features::all()));
    let (mut names, mut operators) = (BTreeSet::new(), BTreeSet::new());
    for query in draw(Features::all()) {
        let expr = parse_and_check(&query.expr, &engine.language()).expr;
        walk(&expr, &mut |node, _| {
            match &node.kind {
                ExprKind::Call(call) => names.insert(call.function.text.clone()),
                ExprKind::Aggregate(aggregate) => names.insert(aggregate.op.text.clone()),
                ExprKind::Binary(binary) => operators.insert(binary.op.symbol()),
                _ => true,
            };
            true
        });
    }
    let all = functions().map(|f| f.name).chain(aggregators().map(|a| a.name));
    let missing: Vec<_> = all.filter(|name| !names.contains(*name)).collect();
    assert!(missing.is_empty(), "never drawn: {missing:?}");
    let missing: Vec<_> = BinaryOp::ALL.iter().filter(|op| !operators.contains(op.symbol())).collect();
    assert!(missing.is_empty(), "never drawn: {missing:?}");
}

#[test]
fn all_modifiers_are_drawn() {
    let texts: Vec<_> = draw(Features::all()).into_iter().map(|query| query.expr).collect();
    let modifiers = [
        " anchored",
        " smoothed",
        " offset ",
        " offset -",
        " @ start()",
        " @ end()",
        " @ -",
        " bool ",
        " on (",
        " on ()",
        " ignoring (",
        " group_left",
        " group_right",
        " fill (",
        " fill_left (",
        " fill_right (",
        " by (",
        " without (",
        "step()",
        "range()",
        "max_of(",
        "min_of(",
        ":]",
        "</",
        ">/",
        "{__name__=~",
        "=~\".+\"",
        "!~",
        "Inf",
        "NaN",
        "`",
        "host.name=",
        "\"host.name\"=",
        "http.requests{",
        "{\"http.requests\"",
        "温度",
    ];
    let missing: Vec<_> =
        modifiers.iter().filter(|modifier| texts.iter().all(|text| !text.contains(**modifier))).collect();
    assert!(missing.is_empty(), "never drawn: {missing:?}");
}

#[test]
fn the_same_seed_draws_the_same() {
    assert_eq!(draw(Features::all()), draw(Features::all()));
}

#[test]
fn instant_and_range_queries_are_drawn() {
    let queries = draw(Features::all());
    let n_ranges = queries.iter().filter(|query| query.step.is_some()).count();
    assert!(n_ranges > queries.len() / 3 && n_ranges < queries.len());
    assert!(queries.iter().all(|query| query.step.is_none_or(|step| step > 0) && query.start <= query.end));
}
