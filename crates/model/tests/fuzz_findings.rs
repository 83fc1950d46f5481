//! Expensive regular expressions and labels from a fuzzer finish quickly.

use std::time::{Duration, Instant};

use promenade_model::{Labels, MatchOp, Matcher};

/// Far more than needed in a debug build on a busy machine, far less than quadratic time would take.
const PATIENCE: Duration = Duration::from_mins(2);

#[test]
fn long_regular_expressions_are_read_soon() {
    let distinct: String = (0x4e00..0x9fff_u32).step_by(2).filter_map(char::from_u32).collect();
    for (before, part, after) in [
        ("", "(", ""),
        ("(", "a|", "b)"),
        ("", "a*", ""),
        ("", "[a]", ""),
        ("[", "[:", "]"),
        ("[", "\\pL", "]"),
        ("(?i)[", "\\pL", "]"),
        ("[", distinct.as_str(), "]"),
        ("(?i)", "a", ""),
        ("", "(?i)a", ""),
        ("(", "x{1000}", ")"),
        ("", "(a|", ""),
        ("", "^", ""),
        ("", "$", ""),
        ("", "\\Q", ""),
        ("", "(?P<a", ""),
    ] {
        let n = ((1 << 18) - before.len() - after.len()) / part.len();
        let pattern = format!("{before}{}{after}", part.repeat(n));
        let begin = Instant::now();
        let _ = Matcher::new(MatchOp::Regex, "x", &pattern).map(|matcher| matcher.matches("a"));
        assert!(begin.elapsed() < PATIENCE, "{:?} for {pattern:.60}…", begin.elapsed());
    }
}

#[test]
fn what_stands_deep_at_an_edge_of_an_expression_is_not_copied_at_every_level() {
    let inner = "[ab]c*".repeat(5_000);
    let pattern = format!("{}{inner}{}", "(".repeat(120), "|x)y".repeat(120));
    let begin = Instant::now();
    let _ = Matcher::new(MatchOp::Regex, "x", &pattern).map(|matcher| matcher.matches("a"));
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
}

#[test]
fn many_labels_in_any_order_make_a_series_soon() {
    let begin = Instant::now();
    let labels = Labels::from_pairs((0..100_000).rev().map(|i| (format!("l{i:06}"), "v")));
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
    assert_eq!(labels.len(), 100_000);
}

#[test]
fn of_equal_labels_the_last_counts_even_where_it_is_empty() {
    let labels = Labels::from_pairs([("b", "1"), ("a", "2"), ("b", "3"), ("a", "")]);
    assert_eq!(labels.to_string(), r#"{b="3"}"#);
}
