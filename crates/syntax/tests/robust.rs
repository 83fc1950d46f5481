//! Nothing that is typed makes the parser panic, overflow the stack, or lose its way.

mod common;

use common::{check_invariants, check_round_trip, parse};
use promenade_syntax::{TokenKind, tokens};
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "foo",
    "sum",
    "rate",
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "bool",
    "offset",
    "@",
    "start",
    "end",
    "step",
    "range",
    "max_of",
    "min_of",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "5m",
    "0",
    "-5",
    "1e3",
    "0x",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "==",
    "!=",
    "<",
    "</",
    ">/",
    "and",
    "or",
    "unless",
    "atan2",
    "=",
    "=~",
    "!~",
    "!",
    "\"x\"",
    "'y",
    "`z`",
    "\"\\q\"",
    "#",
    "\n",
    "anchored",
    "smoothed",
    "fill",
    "fill_left",
    "(1)",
    "[5m]",
    "[5m:]",
    "{a=\"b\"}",
    "step()",
    "é",
    "\u{fffd}",
    "NaN",
    "foo:bar",
];

proptest! {
    #[test]
    fn any_text_parses(source in any::<String>()) {
        check_invariants(&source, &parse(&source));
    }

    #[test]
    fn any_words_parse(words in prop::collection::vec(prop::sample::select(WORDS), 0..40), space in any::<bool>()) {
        let source = words.join(if space { " " } else { "" });
        let parse = parse(&source);
        check_invariants(&source, &parse);
        if !parse.has_errors() {
            check_round_trip(&source, &parse.expr);
        }
    }

    #[test]
    fn tokens_cover_the_source(words in prop::collection::vec(prop::sample::select(WORDS), 0..40)) {
        let source = words.concat();
        let mut at = 0;
        let tokens = tokens(&source);
        for token in &tokens {
            prop_assert_eq!(token.range.start, at);
            prop_assert!(source.get(token.range.clone()).is_some());
            at = token.range.end;
        }
        prop_assert_eq!(at, source.len());
        prop_assert_eq!(tokens.last().map(|t| t.kind), Some(TokenKind::Eof));
    }
}

/// Runs on a thread of the size that threads have by default.
#[test]
fn deep_nesting_takes_no_stack() {
    for unit in [
        "(",
        "-",
        "a+",
        "a^",
        "f(",
        "[",
        "{",
        "x[(",
        "x[-",
        "sum by (",
        "a or ",
        "\"",
        ")",
        "]",
        "}",
        ",",
        "a ",
        "@",
        "x offset ",
        "max_of(",
        "x[max_of(",
        "a[5m:]",
        "x offset -",
        "x[5m+",
        "x[5m^",
    ] {
        let source = unit.repeat(100_000);
        let parse = parse(&source);
        assert!(parse.has_errors(), "{unit:?}");
        drop(parse.clone());
    }
}

/// The deepest tree that is accepted can be cloned, printed, compared and dropped.
#[test]
fn the_deepest_trees_can_be_used() {
    let nested = format!("{}1{}", "(".repeat(127), ")".repeat(127));
    for source in
        [nested, vec!["a"; 512].join(" or "), format!("{}a", "-".repeat(126)), format!("a{}", "[5m:]".repeat(500))]
    {
        let expr = common::accepted(&source);
        assert!(expr.same_as(&expr.clone()));
        assert_eq!(expr.to_string().len(), source.len());
    }
}
