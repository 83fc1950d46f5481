//! Every feature works in the middle of broken text, and gives ranges inside of it.
#![allow(clippy::unwrap_used)] // test code

mod common;

use common::snapshot;
use promenade_ide::{
    Completion, Options, Query, folding_ranges, hover, selection_ranges, semantic_tokens, signature_help,
};
use promenade_lint::snapshot::Snapshot;
use promenade_syntax::Variables;
use proptest::prelude::*;

fn check_range(text: &str, range: &std::ops::Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?} is no range of {text:?}");
}

/// All that does not depend on an offset.
fn check_text(query: &Query) {
    let text = query.text();
    let tokens = semantic_tokens(query);
    for token in &tokens {
        check_range(text, &token.range);
    }
    assert!(tokens.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{text:?}");
    for folding in folding_ranges(query) {
        check_range(text, &folding.range);
    }
}

/// All that does.
fn check_offset(query: &Query, offset: usize, snapshot: &Snapshot) {
    let text = query.text();
    let completion = Completion::at(query, offset);
    completion.requests().iter().for_each(|request| assert!(!request.to_string().is_empty()));
    let clamped = query.clamp(offset);
    for item in completion.complete(snapshot).items {
        check_range(text, &item.replace);
        let around = item.replace.start <= clamped && clamped <= item.replace.end;
        assert!(around, "{:?} of {} is not at {offset} in {text:?}", item.replace, item.label);
    }
    if let Some(hover) = hover(query, offset, snapshot, &[]) {
        check_range(text, &hover.range);
    }
    let ranges = selection_ranges(query, offset);
    for range in &ranges {
        check_range(text, range);
    }
    let holds = |pair: &[std::ops::Range<usize>]| pair[1].start <= pair[0].start && pair[0].end <= pair[1].end;
    assert!(ranges.windows(2).all(holds), "{ranges:?} at {offset} in {text:?}");
    if let Some(help) = signature_help(query, offset) {
        assert!(help.parameters.iter().all(|parameter| help.label.get(parameter.range.clone()).is_some()));
        assert!(help.active.is_none_or(|active| active < help.parameters.len()));
    }
}

/// 500 queries of all parts of the corpus, not too long.
fn queries() -> Vec<String> {
    const MAX_BYTES: usize = 120;
    let Some(folder) = promenade_test_data::shared("corpus") else { return Vec::new() };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    paths.sort();
    let lines: String = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let expr =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["expr"].as_str().unwrap().to_owned();
    let all: Vec<String> = lines.lines().map(expr).filter(|text| text.len() <= MAX_BYTES).collect();
    let step = (all.len() / 500).max(1);
    all.into_iter().step_by(step).take(500).collect()
}

#[test]
fn prefixes_of_real_queries() {
    let snapshot = snapshot();
    for (i, text) in queries().iter().enumerate() {
        let variables = if i % 2 == 0 { Variables::Grafana } else { Variables::None };
        let options = Options::default().variables(variables);
        for (len, _) in text.char_indices() {
            let query = Query::new(&text[..len], options);
            check_text(&query);
            check_offset(&query, len, &snapshot);
            check_offset(&query, len * 7 / 11, &snapshot);
        }
        let query = Query::new(text, options);
        (0..=text.len() + 1).for_each(|offset| check_offset(&query, offset, &snapshot));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_text(text in "([a-z_]{1,4}|[(){}\\[\\],=~!+*/<>@:#$\"'`|]| by | on |5m|\\PC|\n){0,24}", offset in 0usize..80) {
        let query = Query::new(&text, Options::default());
        check_text(&query);
        check_offset(&query, offset, &snapshot());
        check_offset(&query, usize::MAX, &snapshot());
    }
}
