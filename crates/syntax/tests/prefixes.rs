//! Each prefix of real queries: what is typed already is in the tree, and what comes next is expected.

mod common;
#[path = "support/variables.rs"]
mod variables;

use std::collections::BTreeSet;

use common::{options, parse};
use promenade_syntax::ast::{Incomplete, IncompleteKind, LabelName, VectorSelector, walk};
use promenade_syntax::{Expected, Expr, ExprKind, TokenKind};
use variables::without_variables;

/// 500 queries that are accepted, from all parts of the corpus.
fn queries() -> Vec<String> {
    let accepted: Vec<_> =
        common::corpus().iter().map(|query| without_variables(query)).filter(|q| !parse(q).has_errors()).collect();
    let step = (accepted.len() / 500).max(1);
    accepted.into_iter().step_by(step).take(500).collect()
}

/// Something that was typed: where it begins and ends, and what it is.
type Fact = (usize, usize, String);

/// The matchers, labels and modifiers of a tree.
fn facts(expr: &Expr) -> BTreeSet<Fact> {
    let mut facts = BTreeSet::new();
    walk(expr, &mut |node, _| {
        match &node.kind {
            ExprKind::Vector(selector) => of_selector(selector, &mut facts),
            ExprKind::Matrix(matrix) => of_selector(&matrix.selector, &mut facts),
            ExprKind::Subquery(subquery) => {
                facts.extend(subquery.offset.iter().map(|offset| word(offset.range.start, "offset")));
                facts.extend(subquery.at.iter().map(|at| word(at.range.start, "@")));
                facts.extend(subquery.incomplete.iter().map(incomplete));
            }
            ExprKind::Aggregate(aggregate) => facts.extend(aggregate.grouping.iter().map(label)),
            ExprKind::Binary(binary) => {
                facts.extend(binary.matching.labels.iter().chain(&binary.matching.include).map(label));
            }
            _ => {}
        }
        true
    });
    facts
}

fn of_selector(selector: &VectorSelector, facts: &mut BTreeSet<Fact>) {
    for matcher in &selector.matchers {
        facts.insert(label(&matcher.name));
        let text = format!("{}{}{:?}", matcher.name.text, matcher.op, matcher.value);
        facts.insert((matcher.range.start, matcher.range.end, text));
    }
    facts.extend(selector.offset.iter().map(|offset| word(offset.range.start, "offset")));
    facts.extend(selector.at.iter().map(|at| word(at.range.start, "@")));
    facts.extend(selector.incomplete.iter().map(incomplete));
}

fn incomplete(part: &Incomplete) -> Fact {
    match &part.kind {
        IncompleteKind::Matcher { name, .. } => label(name),
        IncompleteKind::Offset => word(part.range.start, "offset"),
        IncompleteKind::At => word(part.range.start, "@"),
    }
}

fn label(name: &LabelName) -> Fact {
    (name.range.start, name.range.end, name.text.clone())
}

fn word(start: usize, word: &str) -> Fact {
    (start, start + word.len(), word.to_owned())
}

#[test]
fn hold_what_is_typed() {
    for query in queries() {
        let typed = facts(&parse(&query).expr);
        for (len, _) in query.char_indices() {
            let prefix = &query[..len];
            let parse = parse(prefix);
            let expected = parse.expected_at(len, &options());
            assert_eq!(expected.replace.end, len, "{expected:?} in {prefix:?}");
            let in_comment =
                parse.tokens.iter().any(|token| token.kind == TokenKind::Comment && token.range.end == len);
            assert_eq!(expected.kinds.is_empty(), in_comment, "{expected:?} in {prefix:?}");
            let found = facts(&parse.expr);
            for fact in typed.iter().filter(|(_, end, _)| *end <= len) {
                assert!(found.contains(fact), "{fact:?} is not in the tree of {prefix:?}: {found:?}");
            }
        }
    }
}

#[test]
fn expect_what_comes_next() {
    for query in queries() {
        let parsed = parse(&query);
        for token in parsed.tokens.iter().filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::Eof) {
            // With a space, the last word is not what is being typed.
            let prefix = format!("{} ", &query[..token.range.start]);
            let found = parse(&prefix).expected_at(prefix.len(), &options());
            let text = &query[token.range.clone()];
            let is_expected = found.kinds.iter().any(|kind| fits(*kind, token.kind, text));
            assert!(is_expected, "{text:?} is not expected after {prefix:?}: {found:?}");
        }
    }
}

/// Whether a token can begin what is expected.
fn fits(kind: Expected, token: TokenKind, text: &str) -> bool {
    use TokenKind as K;
    let is_number = matches!(token, K::Number | K::Duration | K::Add | K::Sub);
    match kind {
        Expected::Expression => {
            is_number || token.is_metric_name() || matches!(token, K::String | K::LeftParen | K::LeftBrace)
        }
        Expected::BinaryOperator => {
            let words = ["and", "or", "unless", "atan2"];
            words.contains(&text.to_ascii_lowercase().as_str()) || text.contains(|c| "+-*/%^=!<>".contains(c))
        }
        Expected::DurationOperator => "+-*/%^".contains(text),
        Expected::MatcherLabel => matches!(token, K::Identifier | K::String),
        Expected::MatcherOperator => matches!(token, K::Eql | K::Neq | K::EqlRegex | K::NeqRegex),
        Expected::LabelValue => token == K::String,
        Expected::GroupingLabel => token.is_label_name() || token == K::String,
        Expected::Duration => is_number || matches!(token, K::LeftParen | K::Step | K::Range | K::MinOf | K::MaxOf),
        Expected::Timestamp => is_number || matches!(token, K::Start | K::End),
        Expected::FillValue => is_number,
        Expected::Keyword(word) => text.eq_ignore_ascii_case(word),
        Expected::Punctuation(delimiter) => text == delimiter,
        _ => false,
    }
}
