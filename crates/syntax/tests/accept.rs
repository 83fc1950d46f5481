//! What is accepted, and how it is printed.

mod common;

use common::{accepted, check_round_trip, parse};
use promenade_syntax::ast::{AtKind, Expr, ExprKind, walk};

/// Source and canonical text.
const PRINTED: &[(&str, &str)] = &[
    ("1", "1"),
    ("+Inf", "+Inf"),
    ("-iNf", "-Inf"),
    ("nan", "NaN"),
    (".5", "0.5"),
    ("5.", "5"),
    ("123.4567e-3", "0.1234567"),
    ("0x1F", "31"),
    ("010", "8"),
    ("08", "8"),
    ("1_000_000", "1000000"),
    ("1e21", "1000000000000000000000"),
    ("1h30m", "1h30m"),
    ("-5m", "-5m"),
    ("90m", "1h30m"),
    ("1s3ms", "1s3ms"),
    ("- -5", "5"),
    ("-5 ^ 2", "-5 ^ 2"),
    ("Inf ^ 2 + Inf", "Inf ^ 2 + +Inf"),
    ("1 + 2 * 3 ^ 4 ^ 5 atan2 6 == bool 7", "1 + 2 * 3 ^ 4 ^ 5 atan2 6 == bool 7"),
    ("(a) - -(b)", "(a) - -(b)"),
    ("a AND b Or c uNless d", "a and b or c unless d"),
    ("a </ 5 >/ 2", "a </ 5 >/ 2"),
    (r#""a\n\x41\u00e9\101" "#, r#""a\nAéA""#),
    (r#"'it\'s "x"'"#, r#""it's \"x\"""#),
    ("`\\d\n`", r#""\\d\n""#),
    (r#""a\xc5z""#, r#""a\xc5z""#),
    ("foo", "foo"),
    (":foo:bar", ":foo:bar"),
    ("foo{}", "foo"),
    (r#"foo{b="2",a!="1",}"#, r#"foo{a!="1",b="2"}"#),
    (r#"{"foo.bar"}"#, r#"{__name__="foo.bar"}"#),
    (r#"{"foo","l.x"=~'y.*'}"#, r#"{__name__="foo",l.x=~"y.*"}"#),
    ("foo[step():5m]", "foo[step():5m]"),
    ("foo[max_of(range(), 1m):step()]", "foo[max_of(range(), 1m):step()]"),
    ("foo[(step()):(5)]", "foo[(step()):(5)]"),
    ("foo[(5m)] offset (0)", "foo[(5m)] offset (0)"),
    ("foo offset ((5m))", "foo offset (5m)"),
    ("foo offset (5m) + 1", "foo offset (5m) + 1"),
    ("foo offset --5m + 1", "foo offset (5m + 1)"),
    ("foo offset +(-5m)", "foo offset (-5m)"),
    (r#"foo{on="a",by="b",sum="c",offset="d"}"#, r#"foo{by="b",offset="d",on="a",sum="c"}"#),
    ("foo offset 5m", "foo offset 5m"),
    ("foo offset -5m", "foo offset -5m"),
    ("foo offset 0s", "foo"),
    ("foo offset 0s offset 1", "foo offset 1s"),
    ("foo offset 5m + 1", "foo offset 5m + 1"),
    ("foo offset (5m + 1)", "foo offset (5m + 1)"),
    ("foo offset -(5m) + 1", "foo offset -(5m) + 1"),
    ("foo offset -step() ^ 2", "foo offset -step() ^ 2"),
    ("foo offset -(-(step()))", "foo offset -(-(step()))"),
    ("foo offset max_of(1m, step()) * 2", "foo offset max_of(1m, step()) * 2"),
    ("foo @ 1609746000.1234", "foo @ 1609746000.123"),
    ("foo @ -5m", "foo @ -300.000"),
    ("foo offset 1w @ start()", "foo @ start() offset 1w"),
    ("foo[5m] OFFSET 1d @ End ( )", "foo[5m] @ end() offset 1d"),
    ("foo anchored [5m]", "foo[5m] anchored"),
    ("foo[5m] smoothed @ 1 offset 1m", "foo[5m] smoothed @ 1.000 offset 1m"),
    ("foo smoothed @ 1 offset 1m", "foo @ 1.000 smoothed offset 1m"),
    ("foo[step() + 1m*2 ^ -range()]", "foo[step() + 1m * 2 ^ -range()]"),
    ("foo[((step()))]", "foo[(step())]"),
    ("foo[(-2)^2]", "foo[(-2) ^ 2]"),
    ("foo[-2^2]", "foo[-2 ^ 2]"),
    ("foo[min_of(5, 1h):]", "foo[min_of(5, 1h):]"),
    ("sum(rate(foo[1m]))[1h:90] @ end() offset 5m", "sum(rate(foo[1m]))[1h:1m30s] @ end() offset 5m"),
    ("SUM(x)", "sum(x)"),
    ("sum by () (x)", "sum(x)"),
    ("sum without () (x)", "sum without () (x)"),
    ("sum(x) by (a,)", "sum by (a) (x)"),
    (r"topk by (on, bool, 'a b') (5, x)", r#"topk by (on, bool, "a b") (5, x)"#),
    ("a + on(x) group_left b", "a + on (x) group_left () b"),
    ("a + ignoring(x) group_right(y,z) b", "a + ignoring (x) group_right (y, z) b"),
    ("a + ignoring() b", "a + b"),
    ("a + on() b", "a + on () b"),
    ("a + fill(5) b", "a + fill (5) b"),
    ("a + fill_right(-1) fill_left(Inf) b", "a + fill_left (+Inf) fill_right (-1) b"),
    ("a + fill_left(1e-7) fill_right(1e-7) b", "a + fill (1e-07) b"),
    ("fill + fill_left", "fill + fill_left"),
    ("and and and", "and and and"),
    ("sum + by + offset + start + max_of", "sum + by + offset + start + max_of"),
    ("offset offset 5m", "offset offset 5m"),
    ("max_of(1, step()) + start()", "max_of(1, step()) + start()"),
    ("# a\nfoo # b\n+ # )\nbar", "foo + bar"),
    ("rate(foo[5m # x\n])", "rate(foo[5m])"),
];

#[test]
fn prints_the_canonical_text() {
    for (source, printed) in PRINTED {
        let expr = accepted(source);
        assert_eq!(expr.to_string(), *printed, "of {source:?}");
        check_round_trip(source, &expr);
    }
}

#[test]
fn nodes_have_prometheus_ranges() {
    for (source, ranges) in [
        ("sum(foo) by (a) + 1", &[0..19, 0..15, 4..7, 18..19][..]),
        ("( -foo[5m] offset 1m )", &[0..22, 2..20, 3..20]),
        ("rate(foo{a='b'}[5m] @ 3)", &[0..24, 5..23]),
        ("- 5", std::slice::from_ref(&(0..3))),
    ] {
        let mut found = Vec::new();
        let expr = accepted(source);
        promenade_syntax::ast::walk(&expr, &mut |node, _| {
            found.push(node.range.clone());
            true
        });
        assert_eq!(found, ranges, "of {source:?}");
    }
}

#[test]
fn operators_bind_as_in_prometheus() {
    for (source, grouped) in [
        ("a + b * c", "a + (b * c)"),
        ("a ^ b ^ c", "a ^ (b ^ c)"),
        ("a - b - c", "(a - b) - c"),
        ("-a ^ b", "-(a ^ b)"),
        ("-a * b", "(-a) * b"),
        ("a ^ -b * c", "(a ^ (-b)) * c"),
        ("a or b and c", "a or (b and c)"),
        ("a == b + c", "a == (b + c)"),
        ("a </ b < c", "(a </ b) < c"),
        ("a atan2 b % c", "(a atan2 b) % c"),
    ] {
        let with = strip(&accepted(grouped));
        assert!(strip(&accepted(source)).same_as(&with), "{source:?} is not {grouped:?}");
    }
}

/// The tree without parentheses.
fn strip(expr: &promenade_syntax::Expr) -> promenade_syntax::Expr {
    let mut expr = expr.unparenthesized().clone();
    match &mut expr.kind {
        ExprKind::Binary(e) => {
            e.lhs = strip(&e.lhs);
            e.rhs = strip(&e.rhs);
        }
        ExprKind::Unary(e) => e.expr = strip(&e.expr),
        _ => {}
    }
    expr
}

#[test]
fn modifiers_land_in_the_tree() {
    let expr = accepted("foo[5m] smoothed offset -1m @ 3.5");
    let ExprKind::Matrix(matrix) = expr.kind else { panic!("no range selector") };
    assert_eq!(matrix.range.literal_ms(), Some(300_000));
    assert_eq!(matrix.selector.offset.and_then(|o| o.literal_ms()), Some(-60_000));
    assert_eq!(matrix.selector.at.map(|at| at.kind), Some(AtKind::Timestamp(3500)));
    assert!(matrix.selector.smoothed && !matrix.selector.anchored);
}

#[test]
fn without_names_the_form_decides() {
    let parse = |source| promenade_syntax::parse(source, &promenade_syntax::ParseOptions::without_names()).expr.kind;
    assert!(matches!(parse("foo by (a) (b)"), ExprKind::Aggregate(_)));
    assert!(matches!(parse("foo(b) without (a)"), ExprKind::Aggregate(_)));
    assert!(matches!(parse("foo(b)"), ExprKind::Call(_)));
}

#[test]
fn metric_selectors_give_matchers() {
    let options = common::options();
    let text = |source| {
        promenade_syntax::parse_metric_selector(source, &options)
            .map(|all| all.iter().map(|m| format!("{}{}{}", m.name(), m.op(), m.value())).collect::<Vec<_>>())
            .map_err(|d| d[0].code)
    };
    assert_eq!(text(r#"foo{a="b"}"#), Ok(vec!["a=b".to_owned(), "__name__=foo".to_owned()]));
    assert_eq!(text("foo[5m]"), Err("PQL001"));
    assert_eq!(text("1"), Err("PQL001"));
    assert_eq!(text(""), Err("PQL001"));
}

#[test]
fn children_come_in_order() {
    let parse = parse("topk(2, a) / sum(b + c)");
    let mut texts = Vec::new();
    promenade_syntax::ast::walk(&parse.expr, &mut |node, path| {
        texts.push(format!("{}{node}", "  ".repeat(path.len())));
        true
    });
    assert_eq!(
        texts.join("\n"),
        "topk(2, a) / sum(b + c)\n  topk(2, a)\n    2\n    a\n  sum(b + c)\n    b + c\n      b\n      c"
    );
    assert_eq!(parse.expr.at_offset(8).map(ToString::to_string), Some("a".to_owned()));
}

#[test]
fn nodes_are_numbered_in_their_order() {
    let query = r#"sum(rate(a{b="c",d="e"}[5m+1m] offset 1h)) / -f[5m:1m]"#;
    let mut parse = common::parse(query);
    let ids = |expr: &Expr| {
        let mut ids = Vec::new();
        walk(expr, &mut |node, _| {
            ids.push((query[node.range.clone()].to_owned(), node.id.index()));
            true
        });
        ids.into_iter().map(|(text, id)| format!("{id} {text}")).collect::<Vec<_>>()
    };
    let expected = [
        format!("0 {query}"),
        r#"1 sum(rate(a{b="c",d="e"}[5m+1m] offset 1h))"#.to_owned(),
        r#"2 rate(a{b="c",d="e"}[5m+1m] offset 1h)"#.to_owned(),
        // The matchers are 4 and 5, the durations 6 to 9.
        r#"3 a{b="c",d="e"}[5m+1m] offset 1h"#.to_owned(),
        "10 -f[5m:1m]".to_owned(),
        "11 f[5m:1m]".to_owned(),
        "12 f".to_owned(),
    ];
    assert_eq!(ids(&parse.expr), expected);
    assert_eq!(parse.n_nodes, 15);
    assert_eq!(parse.expr.assign_ids(), 15);
    assert_eq!(ids(&parse.expr), expected);
}
