//! Diagnostics of queries that Prometheus rejects; queries that Prometheus accepts have none.

use promenade_model::{Features, ValueType};
use promenade_semantic::{Options, analyze, parse_and_check};
use promenade_syntax::{ParseOptions, parse};

/// Checks a query with all features on: its type, or a line for each diagnostic with code, range, message, and the text
/// after the fix, if any.
fn check(query: &str, expected: &[&str]) {
    check_with(Features::all(), query, expected);
}

fn check_with(features: Features, query: &str, expected: &[&str]) {
    assert_eq!(verdict(features, query), expected, "{query}");
}

fn verdict(features: Features, query: &str) -> Vec<String> {
    let checked = parse_and_check(query, &Options::with_features(features));
    if let Some(typed) = checked.model.typed() {
        assert!(checked.diagnostics.iter().all(|d| !d.is_error()), "{query}: errors beside a typed tree");
        return vec![typed.value_type.name().to_owned()];
    }
    let fixed = |fix: &promenade_syntax::diagnostic::Fix| format!(" => {}", fix.apply(query).unwrap_or_default());
    (checked.diagnostics.iter())
        .map(|d| format!("{} {:?} {}{}", d.code, d.range, d.message, d.fix.as_ref().map(fixed).unwrap_or_default()))
        .collect()
}

#[test]
fn names_are_known_or_nearly_so() {
    check("ratee(up[5m])", &["PQL101 0..5 there is no function `ratee`; did you mean `rate`? => rate(up[5m])"]);
    check("Rate(up[5m])", &["PQL101 0..4 there is no function `Rate`; did you mean `rate`? => rate(up[5m])"]);
    check("frobnicate(up)", &["PQL101 0..10 there is no function `frobnicate`"]);
    check("SUM(up)", &["vector"]);
    check("sum + avg", &["vector"]);
}

#[test]
fn experimental_parts_need_their_feature() {
    check("limitk(2, up)", &["vector"]);
    check_with(
        Features::default(),
        "limitk(2, up)",
        &["PQL103 0..6 the aggregation `limitk` is experimental: enable the feature `promql-experimental-functions`"],
    );
    check("mad_over_time(up[5m])", &["vector"]);
    check_with(
        Features::default(),
        "mad_over_time(up[5m])",
        &[
            "PQL103 0..13 the function `mad_over_time` is experimental: enable the feature `promql-experimental-functions`",
        ],
    );
}

#[test]
fn arguments_are_counted() {
    check("rate()", &["PQL104 0..6 `rate` takes 1 argument, but 0 are given"]);
    check("rate(up[5m], 1)", &["PQL104 0..15 `rate` takes 1 argument, but 2 are given"]);
    check("round(up, 1, 2)", &["PQL104 0..15 `round` takes 1 to 2 arguments, but 3 are given"]);
    check("label_join(up, \"a\")", &["PQL104 0..19 `label_join` takes at least 3 arguments, but 2 are given"]);
    check("label_join(up, \"a\", \"b\")", &["vector"]);
    check("label_join(up, \"a\", \"b\", \"c\", \"d\")", &["vector"]);
    check("hour()", &["vector"]);
    check("time()", &["scalar"]);
    check("histogram_quantiles(up, \"q\", 0.5)", &["vector"]);
    check("sum()", &["PQL104 0..5 `sum` takes an instant vector, but 0 arguments are given"]);
    check("sum(1, up)", &["PQL104 0..10 `sum` takes an instant vector, but 2 arguments are given"]);
    check("topk(up)", &["PQL104 0..8 `topk` takes a scalar and an instant vector, but 1 argument is given"]);
}

#[test]
fn arguments_have_their_types() {
    check(
        "rate(up)",
        &["PQL105 5..7 argument 1 of `rate` must be a range vector, but this is an instant vector => rate(up[5m])"],
    );
    check(
        "rate((up{a=\"b\"} offset 1m))",
        &["PQL105 5..26 argument 1 of `rate` must be a range vector, but this is an instant vector \
           => rate((up{a=\"b\"}[5m] offset 1m))"],
    );
    check("abs(up[5m])", &["PQL105 4..10 argument 1 of `abs` must be an instant vector, but this is a range vector"]);
    check("vector(up)", &["PQL105 7..9 argument 1 of `vector` must be a scalar, but this is an instant vector"]);
    check(
        "label_replace(up, 1, \"b\", \"c\", \"d\")",
        &["PQL105 18..19 argument 2 of `label_replace` must be a string, but this is a scalar"],
    );
    check("sum(1)", &["PQL105 4..5 the expression of `sum` must be an instant vector, but this is a scalar"]);
    check("topk(up, up)", &["PQL105 5..7 the parameter of `topk` must be a scalar, but this is an instant vector"]);
    check(
        "count_values(1, up)",
        &["PQL105 13..14 the parameter of `count_values` must be a string, but this is a scalar"],
    );
}

#[test]
fn signs_and_subqueries_stand_at_vectors() {
    check("-\"a\"", &["PQL105 1..4 the sign `-` needs a scalar or an instant vector behind it, but this is a string"]);
    check(
        "+up[5m]",
        &["PQL105 1..7 the sign `+` needs a scalar or an instant vector behind it, but this is a range vector"],
    );
    check("1[5m:1m]", &["PQL105 0..1 a subquery needs an instant vector before it, but this is a scalar"]);
    check("up[5m:1m]", &["matrix"]);
    check("-up", &["vector"]);
}

#[test]
fn comparisons_of_scalars_need_bool() {
    check(
        "1 == 2",
        &["PQL106 2..4 a comparison of two scalars gives 0 or 1 and must say so: write `== bool` => 1 == bool 2"],
    );
    check("1 == bool 2", &["scalar"]);
    check("up == 2", &["vector"]);
    check("up + bool up", &["PQL106 3..4 `bool` belongs to comparisons only, but `+` is none: remove it"]);
}

#[test]
fn operands_are_scalars_or_vectors() {
    check(
        "up[5m] + \"a\"",
        &[
            "PQL105 0..6 an operand must be a scalar or an instant vector, but this is a range vector",
            "PQL105 9..12 an operand must be a scalar or an instant vector, but this is a string",
        ],
    );
    check("1 and up", &["PQL105 0..1 `and` needs an instant vector on both sides, but this is a scalar"]);
}

#[test]
fn matching_is_between_vectors() {
    check("up + on (a) up", &["vector"]);
    check("1 + on () 2", &["scalar"]);
    check("up + on (a) 1", &["PQL107 5..11 series can be matched by labels between two instant vectors only"]);
    check("up + fill (0) 1", &["PQL107 5..13 missing series can be filled in between two instant vectors only"]);
    check("up and on (a) group_left up", &["PQL107 7..24 `and` takes no group modifier: remove it"]);
    check("up and fill (0) up", &["PQL107 7..15 `and` takes no fill modifier: remove it"]);
    check(
        "up * on (a, b) group_left (b) up",
        &["PQL107 27..28 the label `b` must not stand in `on` and in the group modifier at once"],
    );
    check("up * ignoring (a, b) group_left (b) up", &["vector"]);
}

#[test]
fn selectors_select_something() {
    check(
        "{a=\"\"}",
        &["PQL108 0..6 this selects every series: add a metric name or a matcher that an empty value does not match"],
    );
    check(
        "{a=~\".*\"}",
        &["PQL108 0..9 this selects every series: add a metric name or a matcher that an empty value does not match"],
    );
    check("{a=~\".+\"}", &["vector"]);
    check("{a!=\"\"}[5m]", &["matrix"]);
    check(
        "up{__name__=\"down\"}",
        &["PQL109 3..18 the metric name is set twice: `up` before the braces and `down` in them; keep one"],
    );
}

#[test]
fn info_takes_matchers_in_braces() {
    check("info(up, {a=\"b\"})", &["vector"]);
    check("info(up, {})", &["vector"]);
    for (argument, wrong) in [("up", "a metric name"), ("({a=\"b\"})", "an expression"), ("1", "an expression")] {
        let query = format!("info(up, {argument})");
        let expected = format!(
            "PQL105 9..{} argument 2 of `info` must be label matchers in braces, as in `{{job=\"api\"}}`, but this is {wrong}",
            9 + argument.len()
        );
        check(&query, &[&expected]);
    }
}

#[test]
fn all_independent_mistakes_are_told_and_none_that_follow() {
    check(
        "ratee(x[5m]) + sum(1) + abs(y[5m])",
        &[
            "PQL101 0..5 there is no function `ratee`; did you mean `rate`? => rate(x[5m]) + sum(1) + abs(y[5m])",
            "PQL105 19..20 the expression of `sum` must be an instant vector, but this is a scalar",
            "PQL105 28..33 argument 1 of `abs` must be an instant vector, but this is a range vector",
        ],
    );
    check("abs(ratee(x)) > 1", &["PQL101 4..9 there is no function `ratee`; did you mean `rate`? => abs(rate(x)) > 1"]);
    check("sum by (a)", &["PQL001 10..10 unexpected end of input in aggregation"]);
}

#[test]
fn the_deepest_trees_are_checked_on_a_small_stack() {
    let nested = |open: &str| format!("{}up{}", open.repeat(100), ")".repeat(100));
    for (query, expected) in [
        (vec!["1"; ParseOptions::MAX_DEPTH - 1].join("+"), ValueType::Scalar),
        (nested("("), ValueType::Vector),
        (nested("sum("), ValueType::Vector),
        (nested("abs("), ValueType::Vector),
    ] {
        let options = Options::default();
        let parsed = parse(&query, &options.parse_options());
        let typed = analyze(&query, &parsed, &options).model.typed().map(|typed| typed.value_type);
        assert_eq!(typed, Some(expected), "{:?}", parsed.diagnostics);
    }
}

#[test]
fn operators_stand_where_prometheus_says() {
    for (query, offset) in [
        ("up + bool up", 3),
        ("up anchored + bool up", 3),
        ("up[5m] smoothed + bool up", 7),
        ("up smoothed @ 5 + bool up", 16),
        ("(up anchored) + bool up", 14),
        ("anchored + bool up", 9),
        ("1 # one\n > 2", 2),
    ] {
        let checked = parse_and_check(query, &Options::with_features(Features::all()));
        assert_eq!(
            checked.diagnostics.first().map(promenade_syntax::Diagnostic::reported_offset),
            Some(offset),
            "{query}"
        );
    }
}
