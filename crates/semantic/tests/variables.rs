//! Grafana variables in the check: a variable of unknown type is accepted wherever its type may fit; everything known
//! is still checked.

use std::fs;

use promenade_model::{Features, ValueType};
use promenade_semantic::{Checked, Options, TypedExpr, TypedExprKind, parse_and_check};
use promenade_syntax::{Diagnostic, Variables};
use serde_json::Value;

fn check(query: &str) -> Checked {
    let options = Options::with_features(Features::all()).variables(Variables::Grafana);
    parse_and_check(query, &options)
}

fn accepted(query: &str) -> TypedExpr {
    check(query).into_result().unwrap_or_else(|found| panic!("{query:?} is refused: {found:?}"))
}

#[test]
fn are_of_the_type_that_their_place_asks_for() {
    for (query, value_type) in [
        ("$x", ValueType::Vector),
        ("0.$x", ValueType::Scalar),
        ("$metric{a=\"b\"}", ValueType::Vector),
        ("$metric[$__rate_interval]", ValueType::Matrix),
        ("$expr[5m:$step]", ValueType::Matrix),
        ("rate($x)", ValueType::Vector),
        ("rate(($x))", ValueType::Vector),
        ("abs(-$x)", ValueType::Vector),
        ("sum by ($g) ($x)", ValueType::Vector),
        ("topk($k, $x)", ValueType::Vector),
        ("quantile(0.$q, x)", ValueType::Vector),
        ("vector($x)", ValueType::Vector),
        ("label_replace($x, $a, $b, \"c\", $d)", ValueType::Vector),
        ("scalar($x)", ValueType::Scalar),
        ("$a > 1", ValueType::Vector),
        ("$a > bool 1", ValueType::Vector),
        ("1 > $a", ValueType::Vector),
        ("x > $a", ValueType::Vector),
        ("$a and $b", ValueType::Vector),
        ("$a * on (b) group_left x", ValueType::Vector),
        ("abs($a * $b)", ValueType::Vector),
        ("clamp(x, $a + 1, $b)", ValueType::Vector),
        ("info(x, $matchers)", ValueType::Vector),
        ("$f(x[5m])", ValueType::Vector),
        ("topk(5, $f(x))", ValueType::Vector),
        ("$agg by (job) (x)", ValueType::Vector),
        ("{$label=~\"$value\"}", ValueType::Vector),
        ("{job=~\"$job\"}", ValueType::Vector),
        ("{$filters}", ValueType::Vector),
    ] {
        assert_eq!(accepted(query).value_type, value_type, "{query}");
    }
}

#[test]
fn what_is_unknown_is_marked() {
    let TypedExprKind::Aggregate(sum) = accepted("sum by ($g) (x{a=\"1\", b=~\"$b\"})").kind else { panic!("a sum") };
    assert!(sum.has_variable);
    let TypedExprKind::Vector(selector) = &sum.expr.kind else { panic!("a selector") };
    assert!(selector.has_variable);
    assert_eq!(selector.matchers.len(), 2, "the name and the matcher that is known");
    let TypedExprKind::Binary(binary) = accepted("x / on ($l) y").kind else { panic!("a division") };
    assert!(binary.matching.as_ref().is_some_and(|matching| matching.has_variable));
    let TypedExprKind::Call(rate) = accepted("rate($x)").kind else { panic!("a call") };
    assert_eq!(rate.args[0].value_type, ValueType::Matrix);
    assert!(matches!(&rate.args[0].kind, TypedExprKind::Variable(variable) if variable.text == "$x"));
}

#[test]
fn mistakes_beside_them_are_found() {
    for (query, code) in [
        ("rate(x{job=~\"$job\"})", "PQL105"),
        ("sum($x) + rat($y[5m])", "PQL101"),
        ("rate($metric{a=\"b\"})", "PQL105"),
        ("$f(rate(x))", "PQL105"),
        ("topk($k, $x, $y)", "PQL104"),
        ("rate(0.$x)", "PQL105"),
        ("$x{__name__=\"y\"}", "PQL109"),
        ("x{job=~\"$job\", a=~\"(\"}", "PQL010"),
    ] {
        let codes: Vec<_> = check(query).diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [code], "{query}");
    }
}

#[test]
fn real_panels_have_types() {
    let Some(folder) = promenade_test_data::shared("corpus") else { return };
    let (mut n_typed, mut refused) = (0, Vec::new());
    for file in fs::read_dir(folder).expect("the folder can be read") {
        let text = fs::read_to_string(file.expect("an entry").path()).expect("a text file");
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("a line of JSON");
            let checked = check(row["expr"].as_str().unwrap_or_default());
            match checked.model.typed() {
                Some(_) => n_typed += 1,
                None => refused.push((row["expr"].clone(), checked.diagnostics)),
            }
        }
    }
    // Two call a function of LogQL; the parser rejects the others.
    refused.retain(|(_, found)| found.iter().all(|d| d.code > "PQL100"));
    let is_logql = |(_, found): &(_, Vec<Diagnostic>)| found[0].message.contains("`bytes_over_time`");
    assert!(refused.iter().all(is_logql), "{refused:#?}");
    assert_eq!((n_typed, refused.len()), (6712, 2));
}
