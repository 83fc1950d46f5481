//! What is refused, with which code and where.

mod common;

use promenade_model::Features;
use promenade_syntax::ParseOptions;

/// Source, code of the first error, and the offset that Prometheus reports for it.
const REFUSED: &[(&str, &str, usize)] = &[
    ("", "PQL008", 0),
    (" # x", "PQL008", 0),
    ("foo bar", "PQL001", 4),
    ("foo +", "PQL001", 5),
    ("* foo", "PQL001", 0),
    ("()", "PQL001", 1),
    ("foo)", "PQL007", 4),
    ("(foo", "PQL006", 4),
    ("foo]", "PQL007", 3),
    ("foo}", "PQL007", 3),
    ("foo{", "PQL006", 4),
    ("foo[5m", "PQL006", 6),
    ("foo[[5m]]", "PQL002", 4),
    ("foo = bar", "PQL001", 4),
    ("foo =~ bar", "PQL002", 4),
    ("foo && bar", "PQL002", 4),
    ("foo $", "PQL002", 4),
    ("\"abc", "PQL003", 0),
    ("\"a\nb\"", "PQL003", 0),
    (r#"foo{a="\d"}"#, "PQL004", 6),
    (r#""\ud800""#, "PQL004", 0),
    (r#""\400""#, "PQL004", 0),
    ("'\\\"'", "PQL004", 0),
    ("\"\u{fffd}\"", "PQL002", 0),
    ("1..2", "PQL005", 0),
    ("5x", "PQL005", 0),
    ("1h5", "PQL005", 0),
    ("1e400", "PQL005", 0),
    ("0x", "PQL005", 0),
    ("1.5h", "PQL005", 0),
    ("1m1h", "PQL005", 0),
    ("foo(a,)", "PQL009", 5),
    ("foo(a, * b)", "PQL001", 5),
    ("foo(,a)", "PQL001", 4),
    ("foo:bar(x)", "PQL001", 7),
    ("by(x)", "PQL001", 2),
    ("sum foo", "PQL001", 4),
    ("sum by (a) foo", "PQL001", 11),
    ("sum by (a,without) (x)", "PQL001", 10),
    (r#"sum by ("") (x)"#, "PQL011", 8),
    ("sum by a (x)", "PQL001", 7),
    ("sum by (a b) (x)", "PQL001", 10),
    ("foo by (x) (y)", "PQL001", 4),
    ("a + group_left b", "PQL001", 4),
    ("a + on b", "PQL001", 7),
    ("a + on(b c) d", "PQL001", 9),
    ("a + fill(b) c", "PQL001", 9),
    ("a + fill_left(1) fill_left(2) c", "PQL001", 26),
    ("{a}", "PQL001", 2),
    ("{a=}", "PQL001", 3),
    ("{a=b}", "PQL001", 3),
    ("{=b}", "PQL001", 1),
    (r#"{a="b" c="d"}"#, "PQL001", 7),
    (r#"{a="b",,}"#, "PQL001", 7),
    (r#"{a=="b"}"#, "PQL001", 3),
    (r#"{a>"b"}"#, "PQL002", 2),
    (r#"{a=~"("}"#, "PQL010", 1),
    (r#"foo{a="b"}{c="d"}"#, "PQL001", 10),
    ("sum(foo)[5m]", "PQL012", 8),
    ("foo[5m][5m]", "PQL012", 7),
    ("foo offset 5m[5m]", "PQL013", 13),
    ("foo @ 3 [5m]", "PQL013", 8),
    ("1 offset 5m", "PQL014", 0),
    ("sum(foo) @ 5", "PQL014", 0),
    ("foo offset 5m offset 5m", "PQL015", 0),
    ("foo @ 1 @ end()", "PQL015", 0),
    ("foo @ 1e20", "PQL016", 0),
    ("foo @ NaN", "PQL016", 0),
    ("foo @ bar", "PQL001", 6),
    ("foo @ start", "PQL001", 11),
    ("foo @ --5", "PQL001", 7),
    ("foo[0]", "PQL017", 4),
    ("foo[5m:-1s]", "PQL017", 7),
    ("foo[500y]", "PQL005", 4),
    ("foo offset -9223372037", "PQL018", 12),
    ("foo[5m/0]", "PQL019", 6),
    ("foo[]", "PQL001", 4),
    ("foo[bar]", "PQL002", 4),
    ("foo[5m::5m]", "PQL002", 7),
    ("foo @ start() [5m]", "PQL013", 14),
    ("foo offset step() [5m]", "PQL013", 18),
    ("foo offset (0) [5m]", "PQL013", 15),
    ("foo[:5m]", "PQL002", 5),
    ("foo[5m::]", "PQL002", 7),
    ("foo[5m bar]", "PQL002", 7),
    ("foo[5m \"bar\"]", "PQL001", 7),
    ("foo offset", "PQL001", 10),
    ("foo offset (5m) + bar", "PQL001", 18),
    ("foo anchored smoothed", "PQL021", 0),
    ("sum(foo) anchored", "PQL014", 0),
    ("foo[5m:1m] smoothed", "PQL014", 0),
];

#[test]
fn refuses_with_code_and_place() {
    for (source, code, offset) in REFUSED {
        let parse = common::parse(source);
        common::check_invariants(source, &parse);
        let first = parse.diagnostics.iter().find(|d| d.is_error());
        let found = first.map(|d| (d.code, d.reported_offset()));
        // 500y is reported by the model's reader of durations, which knows the same bound.
        assert_eq!(found, Some((*code, *offset)), "{source:?}: {:?}", parse.diagnostics);
    }
}

#[test]
fn features_that_are_off_refuse() {
    let mut options = common::options();
    options.features = Features::default();
    let parse = promenade_syntax::parse("a + fill(1) b", &options);
    let codes: Vec<_> = parse.diagnostics.iter().map(|d| (d.code, d.reported_offset())).collect();
    assert_eq!(codes, [("PQL020", 0)]);
    for source in ["foo anchored", "foo[5m] smoothed", "foo[5m * 2]", "foo[step()] offset max_of(range(), 1m)"] {
        assert_eq!(promenade_syntax::parse(source, &options).diagnostics, [], "{source:?} needs no flag");
    }
}

#[test]
fn finds_all_independent_mistakes() {
    for (source, codes) in [
        ("rate(foo{a=~\"(\"}[5m) + sum(bar[0])", &["PQL010", "PQL001", "PQL017"][..]),
        ("foo{a=1, b=\"x\", c} + (bar", &["PQL002", "PQL001", "PQL006"]),
        ("sum by (1, a) (x) + sum by (b c) (y)", &["PQL001", "PQL001"]),
        ("\"\\q\" + \"\\p\" * $", &["PQL004", "PQL004", "PQL002"]),
    ] {
        let found: Vec<_> = common::explained(source, &common::options()).diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(found, codes, "{source:?}");
    }
}

#[test]
fn fixes_make_the_query_right() {
    for (source, fixed) in [
        ("sum(foo)[5m]", "sum(foo)[5m:]"),
        ("max(a, b,)", "max(a, b)"),
        ("(foo", "(foo)"),
        ("foo)", "foo"),
        ("foo{a=~\"\\d+\"}", "foo{a=~\"\\\\d+\"}"),
    ] {
        let parse = common::explained(source, &common::options());
        let fix = parse.diagnostics[0].fix.as_ref().and_then(|fix| fix.apply(source));
        assert_eq!(fix.as_deref(), Some(fixed), "{source:?}");
        assert!(!common::parse(fixed).has_errors());
    }
}

#[test]
fn limits_hold() {
    let codes = |source: &str, options: &ParseOptions<'_>| {
        promenade_syntax::parse(source, options).diagnostics.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    let options = common::options();
    let deep = |n: usize| format!("{}1{}", "(".repeat(n), ")".repeat(n));
    assert_eq!(codes(&deep(10_000), &options), [""; 0]);
    assert_eq!(codes(&deep(30_000), &options), ["PQL022"]);
    assert_eq!(codes(&deep(20), &options.max_depth(10)), ["PQL022"]);
    let chain = |n: usize| vec!["a"; n].join(" + ");
    assert_eq!(codes(&chain(10_000), &options), [""; 0]);
    assert_eq!(codes(&chain(30_000), &options), ["PQL022"]);
    assert_eq!(codes("foo + bar", &options.max_length(8)), ["PQL023"]);
    assert_eq!(codes(&"$".repeat(500), &options).len(), options.max_diagnostics);
}
