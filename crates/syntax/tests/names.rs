//! Names with dots and with letters beyond ASCII, with the feature `promql-unquoted-utf8-names` and without it.

mod common;

use common::{accepted, check_invariants, check_round_trip, options, parse};
use promenade_model::Features;
use promenade_model::labels::METRIC_NAME;
use promenade_syntax::series_description::parse_series_description;
use promenade_syntax::{ExprKind, ParseOptions};

fn without() -> ParseOptions<'static> {
    options().features(Features { unquoted_utf8_names: false, ..Features::all() })
}

#[test]
fn metrics_may_be_called_so() {
    for name in [
        "Björn",
        "温度",
        "θερμοκρασία",
        "температура",
        "حرارة",
        "𐐀",
        "a𐐀9",
        "http.requests",
        "foo..bar",
        "foo.",
        "_:温度.total",
        "rate.total",
        "Inf.total",
        "on.total",
        "bool.x",
        "sum.total",
        "fill.left",
        "İnf",
        "а",
        "ſtep",
    ] {
        let expr = accepted(name);
        check_round_trip(name, &expr);
        assert_eq!(expr.to_string(), name);
        let ExprKind::Vector(selector) = &expr.kind else { panic!("{expr:?}") };
        assert_eq!(selector.name.as_ref().map(|name| name.text.as_str()), Some(name));
        assert!(promenade_syntax::parse(name, &without()).has_errors(), "{name}");
        let selector = promenade_syntax::parse_metric_selector(name, &options()).expect("a selector");
        assert_eq!((selector[0].name(), selector[0].value()), (METRIC_NAME, name));
    }
}

#[test]
fn quotes_are_printed_where_the_language_needs_them() {
    // The source, and how it is printed with the feature and without; nothing where it is refused.
    for (source, with, without_it) in [
        (r#"foo{service.name="api"}"#, r#"foo{service.name="api"}"#, ""),
        (r#"foo{"service.name"="api"}"#, r#"foo{service.name="api"}"#, r#"foo{"service.name"="api"}"#),
        (
            "foo{'.x'='a', 'o\u{308}'!='b'}",
            "foo{\".x\"=\"a\",\"o\u{308}\"!=\"b\"}",
            "foo{\".x\"=\"a\",\"o\u{308}\"!=\"b\"}",
        ),
        (r#"foo{"a:b"="x"}"#, r#"foo{"a:b"="x"}"#, r#"foo{"a:b"="x"}"#),
        (r#"sum by ("a.b", équipe) (foo)"#, "sum by (a.b, équipe) (foo)", ""),
        (r#"sum by ("a.b", "équipe") (foo)"#, "sum by (a.b, équipe) (foo)", r#"sum by ("a.b", "équipe") (foo)"#),
        ("a * on (x.y) group_left (é) b", "a * on (x.y) group_left (é) b", ""),
        (r#"{"http.requests"}"#, r#"{__name__="http.requests"}"#, r#"{__name__="http.requests"}"#),
        (r#"http.requests{a="b"}[5m:.5]"#, r#"http.requests{a="b"}[5m:500ms]"#, ""),
        ("x.y offset .5 + .5", "x.y offset 500ms + 0.5", ""),
        ("sum by (a:b) (foo)", "", r#"sum by ("a:b") (foo)"#),
        ("foo offset.5", "", "foo offset 500ms"),
        ("1 >bool.5", "1 > bool.5", "1 > bool 0.5"),
        ("fill.x + fill(0) fill", "fill.x + fill (0) fill", ""),
        ("Inf.x + Inf", "Inf.x + +Inf", ""),
    ] {
        for (options, expected) in [(options(), with), (without(), without_it)] {
            let parse = promenade_syntax::parse(source, &options);
            check_invariants(source, &parse);
            let printed = if parse.has_errors() { String::new() } else { parse.expr.to_string() };
            assert_eq!(printed, expected, "{source:?}: {:?}", parse.diagnostics);
        }
    }
}

#[test]
fn some_names_still_need_quotes() {
    // With the place of the first error.
    for (source, offset) in [
        (".foo", 0),
        ("5foo", 0),
        (r#"foo{.label="x"}"#, 4),
        (r#"foo{5label="x"}"#, 4),
        (r#"foo{a:b="x"}"#, 5),
        ("foo😀", 3),
        ("foo١", 3),
        ("foo²", 3),
        ("o\u{308}", 1),
        ("foo·bar", 3),
        ("foo\u{200d}bar", 3),
        ("sum by (o\u{308}) (foo)", 9),
        ("sum by (x, a:b) (foo)", 11),
        ("foo + on (a:b) bar", 10),
        ("foo[5m.foo]", 6),
        ("foo[é]", 4),
        (r#"my.name{"my.name"}"#, 0),
        (r#"my.name{__name__="my.name"}"#, 0),
    ] {
        let parse = parse(source);
        check_invariants(source, &parse);
        let first = parse.diagnostics.iter().find(|d| d.is_error());
        // That a name is set twice is found later, with the types.
        if !source.starts_with("my.name") {
            assert_eq!(first.map(promenade_syntax::Diagnostic::reported_offset), Some(offset), "{source:?}: {first:?}");
        }
    }
}

#[test]
fn series_of_test_scripts_follow_the_feature() {
    let line = r#"http.requests{場所="東京"} 1+1x2"#;
    let (labels, values) = parse_series_description(line, Features::all()).expect("a series");
    assert_eq!(labels.to_string(), r#"{__name__="http.requests", "場所"="東京"}"#);
    assert_eq!(values.len(), 3);
    assert!(parse_series_description(line, Features::default()).is_err());
    assert!(parse_series_description("foo inf.5", Features::all()).is_err());
}
