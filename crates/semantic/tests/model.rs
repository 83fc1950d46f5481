//! The model of broken queries: everything that depends on an unknown part is unknown, everything else is known.

use promenade_model::{Features, ValueType};
use promenade_semantic::flow::{FlowOptions, Presence};
use promenade_semantic::{Checked, Options, SemanticModel, parse_and_check};
use promenade_syntax::ast::NodeId;
use promenade_syntax::{Expr, parse};

fn check(query: &str) -> Checked {
    parse_and_check(query, &Options::with_features(Features::all()))
}

/// The expression whose text starts with `text`.
fn find<'a>(query: &str, checked: &'a Checked, text: &str) -> &'a Expr {
    let mut todo = vec![&checked.expr];
    while let Some(expr) = todo.pop() {
        if query[expr.range.clone()].starts_with(text) {
            return expr;
        }
        todo.extend(expr.children());
    }
    panic!("{query}: nothing begins with {text}");
}

#[test]
fn types() {
    use ValueType::{Matrix, Scalar, Vector};
    for (query, part, expected) in [
        ("sum(rate(x))", "sum", Some(Vector)),
        ("sum(rate(x))", "rate", Some(Vector)),
        ("nosuch(x)", "nosuch", None),
        ("nosuch(x) + 1", "nosuch(x) + 1", None),
        ("nosuch(x) + y", "nosuch(x) + y", Some(Vector)),
        ("nosuch(x)[5m:]", "nosuch(x)[5m:]", Some(Matrix)),
        ("1 + \"a\"", "1 + ", Some(Vector)),
        ("x + ", "x", Some(Vector)),
        ("time(1)", "time", Some(Scalar)),
        ("topk(x, y)", "topk", Some(Vector)),
        ("(-nosuch(x))", "(", None),
    ] {
        let checked = check(query);
        assert!(checked.model.typed().is_none(), "{query}");
        let expr = find(query, &checked, part);
        assert_eq!(checked.model.value_type(expr.id), expected, "{query}: {part}");
    }
}

#[test]
fn definitions() {
    for query in ["rate(x)", "rate(", "rate()", "rate(x[5m], 2)", "sum(rate(x) by"] {
        let checked = check(query);
        let mut todo = vec![&checked.expr];
        let mut found = Vec::new();
        while let Some(expr) = todo.pop() {
            found.extend(checked.model.function(expr.id).map(|def| def.name));
            todo.extend(expr.children());
        }
        assert_eq!(found, ["rate"], "{query}");
    }
}

#[test]
fn labels() {
    for (query, part, label, expected) in [
        ("sum by (job) (rate(x)) + ", "sum", "instance", Presence::Impossible),
        ("sum by (job) (nosuch(x))", "sum", "job", Presence::Possible),
        ("sum by (job) (nosuch(x))", "sum", "instance", Presence::Impossible),
        ("rate(sum by (job) (x{a=\"b\"}))", "rate", "instance", Presence::Possible),
        ("nosuch(x{a=\"b\"})", "x{", "a", Presence::Guaranteed),
        ("nosuch(x{a=\"b\"})", "nosuch", "a", Presence::Possible),
        ("label_replace(x{a=\"b\"}, \"c\"", "label_replace", "a", Presence::Possible),
        ("x{a=\"b\", c=~\"(\"}", "x", "a", Presence::Guaranteed),
        ("topk(nosuch(), x{a=\"b\"})", "topk", "a", Presence::Guaranteed),
        ("x{a=\"b\", c=", "x", "a", Presence::Guaranteed),
        ("x{a=\"b\", c=", "x", "c", Presence::Possible),
        ("sum by (job) (x{a=\"b\"} offset", "x{", "a", Presence::Guaranteed),
        ("x{a=\"b\"} / on (job) group_left (", "x{", "a", Presence::Guaranteed),
    ] {
        let checked = check(query);
        let flow = checked.model.label_flow(&FlowOptions::default());
        let known = flow.of(find(query, &checked, part).id).expect("each expression has a flow");
        assert_eq!(known.presence(label), expected, "{query}: {label} of {part}");
    }
}

#[test]
fn constants() {
    let query = "nosuch(x) + (2 * 3 > bool 5) + pi()";
    let checked = check(query);
    let flow = checked.model.label_flow(&FlowOptions::default());
    let constant = |part| flow.value(find(query, &checked, part).id).constant();
    assert_eq!(constant("2 * 3 > bool 5"), Some(1.0));
    assert_eq!(constant("pi"), Some(std::f64::consts::PI));
    assert_eq!(constant("nosuch(x) + (2"), None);
}

#[test]
fn nothing_is_known_of_no_node() {
    let checked = check("x");
    assert!(checked.model.value_type(NodeId::NONE).is_none());
    assert!(checked.model.label_flow(&FlowOptions::default()).of(NodeId::NONE).is_none());
}

#[test]
fn each_prefix_has_a_model() {
    let queries = [
        "sum by (job, instance) (rate(http_requests_total{job=~\"a|b\", x!=\"y\"}[5m] offset 1h)) / on (job) group_left (x) y",
        "histogram_quantile(0.9, sum without (pod) (rate(x_bucket[5m]))) > bool 2 * (1 + pi()) or absent(up{a=\"b\"} @ end())",
        "label_replace(-max_over_time(x[1h:5m]), \"a\", \"$1\", \"b\", \"(.*)\") and topk(5, info(x, {y=\"z\"}))",
    ];
    let options = Options::with_features(Features::all());
    for query in queries {
        for (end, _) in query.char_indices() {
            let parsed = parse(&query[..end], &options.parse_options());
            let model = SemanticModel::of(&query[..end], &parsed, options.features);
            let flow = model.label_flow(&FlowOptions::default());
            let mut todo = vec![model.tree()];
            while let Some(expr) = todo.pop() {
                assert!(flow.of(expr.id).is_some(), "{}: {:?}", &query[..end], expr.range);
                todo.extend(expr.children());
            }
        }
    }
}
