//! Nothing that is typed makes the parser panic, overflow the stack, or lose its way.

mod common;

use common::{check_invariants, check_round_trip, parse};
use promenade_syntax::{ParseOptions, TokenKind, tokens};
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
    const N: usize = ParseOptions::MAX_DEPTH;
    let nested =
        |open: &str, inner: &str, close: &str, n: usize| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    for source in [
        nested("(", "1", ")", N - 2),
        nested("-", "a", "", N - 2),
        nested("f(", "a", ")", N - 2),
        nested("sum(", "a", ")", N - 2),
        nested("", "a", "[5m:]", N - 2),
        nested("a ^ (b + ", "c", ")", N / 3),
        nested("x[5m:max_of(5s, ", "1s", ")]", 1).replace("1s", &nested("(1s + ", "2s", ")", N / 2 - 2)),
        vec!["a"; N].join(" or "),
        vec!["a"; N].join(" ^ "),
        vec!["a + b * c ^ d"; N / 2].join(" or "),
    ] {
        let expr = common::accepted(&source);
        let copy = expr.clone();
        assert!(copy == expr && expr.same_as(&copy) && format!("{copy:?}").len() > N);
        assert_eq!(expr.to_string().len(), source.len(), "{source:.100}");
    }
}
