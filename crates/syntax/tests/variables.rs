//! Grafana's variables, where their mode is on: where they may stand, what the tree holds, and that they are printed back.

mod common;

use std::fs;

use common::{check_invariants, check_round_trip_with, parse_with, shared};
use promenade_syntax::ast::{AtKind, DurationExprKind, MatcherVariable, walk};
use promenade_syntax::{Diagnostic, Expr, ExprKind, ParseOptions, TokenKind, Variables, tokens_with};
use serde_json::Value;

fn accepted(source: &str) -> Expr {
    let parse = parse_with(source, Variables::Grafana);
    check_invariants(source, &parse);
    parse.into_result().unwrap_or_else(|found| panic!("{source:?} is refused: {found:?}"))
}

/// Source and printed form, empty where that is the source.
const ACCEPTED: &[(&str, &str)] = &[
    // Expressions, names and parts of names
    ("$x", ""),
    ("${x}", ""),
    ("[[x]]", ""),
    ("[[x:regex]]", ""),
    ("${x.text:csv}", ""),
    ("-$x", ""),
    ("$a + $b", ""),
    ("$a$b", ""),
    ("($x)", ""),
    ("$metric{job=\"a\"}", ""),
    ("$metric[5m]", ""),
    ("$metric offset 5m", ""),
    ("node_$metric{job=\"a\"}", ""),
    ("node_${metric}_total", ""),
    ("node_[[metric]]_total", ""),
    ("${prefix}_total", ""),
    ("job:$metric:rate5m", ""),
    ("rate(${metric}[5m])", ""),
    ("$expr[5m:1m]", ""),
    // Durations
    ("x[$__rate_interval]", ""),
    ("x[${__range}]", ""),
    ("x[[[window]]]", ""),
    ("x[${n}m]", ""),
    ("x[5$unit]", ""),
    ("x[$__range:$step]", ""),
    ("x[5m:$step]", ""),
    ("x[$__interval:]", ""),
    ("x[$__rate_interval * 2]", ""),
    ("x[2 * $__rate_interval:]", ""),
    ("x offset $o", ""),
    ("x offset -$__interval", ""),
    ("x[5m] offset ${n}d", ""),
    ("x @ ${__from:date:seconds}", ""),
    ("x @ $__to offset 5m", ""),
    // Numbers and arguments
    ("topk($k, x)", ""),
    ("histogram_quantile(0.$q, x)", ""),
    ("x * $factor > $threshold", ""),
    ("x / ${scale}.5", ""),
    ("x * 1e$exponent", ""),
    ("$__range_s / 60", ""),
    // Labels and matchers
    ("sum by ($grouping) (x)", ""),
    ("sum by (job, [[grouping:csv]]) (x)", ""),
    ("a + on ($labels) group_left ($more) b", ""),
    ("{$label=~\"$value\"}", ""),
    ("x{job=~\"$job|[[job:pipe]]\"}", ""),
    ("x{my_$label=\"a\"}", ""),
    ("x{job=${job:doublequote}}", ""),
    ("x{$filters}", ""),
    ("x{$filters,job=\"a\"}", ""),
    ("x{job=\"a\", ${filters}, }", "x{${filters},job=\"a\"}"),
    ("{\"$metric\"}", "{__name__=\"$metric\"}"),
    ("{\"$a.b\"=\"c\"}", ""),
    ("sum by (\"$x\") (y)", ""),
    ("label_replace(x, \"$dst\", \"$1\", \"src\", '(.*)$')", "label_replace(x, \"$dst\", \"$1\", \"src\", \"(.*)$\")"),
    // Functions and aggregations
    ("$f(x)", ""),
    ("${f}_over_time(x[5m])", ""),
    ("$Agg by (job) (x)", ""),
    ("$agg(x) by (job)", "$agg by (job) (x)"),
    // Text that only looks like one
    ("x{a=~\"b$\"}", ""),
    ("x{a=~\"[[:alpha:]]\"}", ""),
    ("x # $y", "x"),
];

#[test]
fn stand_where_their_text_may() {
    for (source, printed) in ACCEPTED {
        let expr = accepted(source);
        let printed = if printed.is_empty() { source } else { printed };
        assert_eq!(expr.to_string(), *printed);
        check_round_trip_with(source, &expr, Variables::Grafana);
    }
}

#[test]
fn have_leaves_of_their_own() {
    let source = "topk($k, $m{a=\"1\", b=~\"$b\", c=$c, $d}[$r:${s}m] offset -[[o]] @ $t)";
    let mut seen = Vec::new();
    let expr = accepted(source);
    walk(&expr, &mut |expr, _| {
        match &expr.kind {
            ExprKind::Variable(text) => seen.push((text.clone(), expr.range.clone())),
            ExprKind::Subquery(subquery) => {
                let at = subquery.at.as_ref().expect("@");
                assert_eq!((at.kind, at.variable.as_deref()), (AtKind::Variable, Some("$t")));
                for duration in [Some(&subquery.range), subquery.step.as_ref()].into_iter().flatten() {
                    let DurationExprKind::Variable(text) = &duration.kind else { panic!("{duration:?}") };
                    seen.push((text.clone(), duration.range.clone()));
                }
                let offset = &subquery.offset.as_ref().expect("offset").duration.kind;
                assert!(matches!(offset, DurationExprKind::Negate(_)), "{offset:?}");
            }
            ExprKind::Vector(selector) => {
                let places: Vec<_> = selector.matchers.iter().map(|m| m.variable).collect();
                let [none, text, value, whole] = &places[..] else { panic!("{places:?}") };
                assert_eq!([*none, *text], [MatcherVariable::None, MatcherVariable::Text]);
                assert_eq!([*value, *whole], [MatcherVariable::Value, MatcherVariable::Whole]);
                assert_eq!(selector.all_matchers().count(), 1, "only one condition is known");
                assert!(selector.holds_variable());
            }
            _ => {}
        }
        true
    });
    assert_eq!(seen.len(), 3);
    for (text, range) in seen {
        assert_eq!(source[range], text);
    }
}

#[test]
fn are_refused_as_operators_and_modifiers() {
    for (source, at) in [("a $op b", 2), ("a{b=\"c\"} $on on (d) e", 9), ("rate(a[5m] $offset)", 11), ("a[5m]$b", 5)] {
        let parse = common::explained(source, &common::options().variables(Variables::Grafana));
        check_invariants(source, &parse);
        let [found] = &parse.diagnostics[..] else { panic!("{source:?}: {:?}", parse.diagnostics) };
        assert_eq!((found.code, found.range.start), ("PQL001", at), "{source:?}");
        assert!(found.message.contains("may not stand for an operator or a modifier"), "{}", found.message);
    }
    for source in ["x{a$op\"b\"}", "a + fill($x) b", "x[a$b]", "x[$]", "${x", "$"] {
        let parse = parse_with(source, Variables::Grafana);
        check_invariants(source, &parse);
        assert!(parse.has_errors(), "{source:?} is accepted");
    }
}

#[test]
fn are_unexpected_where_the_mode_is_off() {
    for (source, name) in
        [("rate(x[$__rate_interval])", "$__rate_interval"), ("$x + 1", "$x"), ("a{b=${c:d}}", "${c:d}")]
    {
        let parse = common::explained(source, &common::options());
        let [found] = &parse.diagnostics[..] else { panic!("{source:?}: {:?}", parse.diagnostics) };
        assert!(found.message.starts_with(&format!("`{name}` is a variable of Grafana")), "{found:?}");
    }
    for (source, at) in [("rate(x[$__rate_interval])", 7), ("$x + 1", 0), ("${x}", 0), ("x[[[y]]]", 2), ("foo[[x]]", 4)]
    {
        let parse = common::explained(source, &common::options());
        let first = &parse.diagnostics[0];
        assert_eq!((first.code, first.range.start), ("PQL002", at), "{source:?}");
        assert!(first.help.as_deref().is_some_and(|help| help.contains("Grafana")), "{source:?}: {first:?}");
    }
    assert_eq!(common::explained("foo $ bar", &common::options()).diagnostics[0].help, None);
}

#[test]
fn tokens_cover_the_source() {
    use TokenKind as K;
    let source = "a_$b{$c=\"$d\"}[$e:${f:g}m] * 0.$h";
    let tokens = tokens_with(source, &ParseOptions::without_names().variables(Variables::Grafana));
    let text: String = tokens.iter().map(|token| &source[token.range.clone()]).collect();
    assert_eq!(text, source);
    let kinds: Vec<_> = tokens.iter().map(|token| token.kind).filter(|kind| !kind.is_trivia()).collect();
    let expected = [
        K::Identifier,
        K::LeftBrace,
        K::Variable,
        K::Eql,
        K::String,
        K::RightBrace,
        K::LeftBracket,
        K::Variable,
        K::Colon,
        K::Variable,
        K::RightBracket,
        K::Mul,
        K::VariableNumber,
        K::Eof,
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn real_panels_need_no_replacement() {
    let Some(folder) = shared("corpus") else { return };
    let (mut n_accepted, mut refused) = (0, Vec::new());
    for file in fs::read_dir(folder).expect("the folder can be read") {
        let text = fs::read_to_string(file.expect("an entry").path()).expect("a text file");
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("a line of JSON");
            let source = row["expr"].as_str().unwrap_or_default();
            let parse = parse_with(source, Variables::Grafana);
            check_invariants(source, &parse);
            if parse.has_errors() {
                refused.push((source.to_owned(), parse.diagnostics));
            } else {
                n_accepted += 1;
                check_round_trip_with(source, &parse.expr, Variables::Grafana);
            }
        }
    }
    // Five have a variable for an operator, one rule has an escape that there is not, and the rest is LogQL.
    let n_of = |is: &dyn Fn(&Diagnostic) -> bool| refused.iter().filter(|(_, found)| is(&found[0])).count();
    let n_operators = n_of(&|d| d.message.contains("may not stand for an operator"));
    let n_escapes = n_of(&|d| d.code == "PQL004");
    let n_pipes = n_of(&|d| d.message == "unexpected character `|`");
    assert_eq!((n_accepted, n_operators, n_escapes, n_pipes, refused.len()), (6714, 5, 1, 23, 29), "{refused:#?}");
}

#[test]
fn variables_that_stand_for_more_than_a_name_are_told_apart_from_mistakes() {
    for (source, expected) in [
        ("sum(x) by (job $grouping)", Some("$grouping")),
        ("x{job=\"$job\" $more}", Some("$more")),
        ("x $offset", Some("$offset")),
        ("x $op y", Some("$op")),
        ("sum(x $offset) $by / y $offset", Some("$offset")),
        ("rate(x[5m] ${shift:raw})", Some("${shift:raw}")),
        ("sum by (job [[more]]) (x)", Some("[[more]]")),
        // What is wrong for another reason, too.
        ("sum(x $offset", None),
        ("sum(x) by (job $grouping) +", None),
        ("sum(", None),
        ("x $offset y", Some("$offset")),
        ("x y $z", None),
        // What is read as it is.
        ("sum by ($grouping) (x)", None),
        ("x", None),
    ] {
        let options = ParseOptions::without_names().variables(Variables::Grafana);
        let found = promenade_syntax::opaque_variable(source, &options);
        assert_eq!(found.map(|range| &source[range]), expected, "{source}");
    }
    assert_eq!(promenade_syntax::opaque_variable("x $offset", &ParseOptions::without_names()), None);
}
