//! Trees that are rewritten or built print as queries that mean the same.

mod common;
#[path = "support/variables.rs"]
mod variables;

use std::ops::ControlFlow;

use common::{accepted, check_round_trip, parse};
use promenade_model::MatchOp;
use promenade_syntax::ast::{
    AggregateExpr, BinaryExpr, BinaryOp, Call, DurationExpr, LabelMatcher, MatrixSelector, Recursion, SubqueryExpr,
    VectorSelector,
};
use promenade_syntax::{Expr, ExprKind};
use variables::without_variables;

fn set_matcher(expr: &mut Expr, matcher: &LabelMatcher) {
    expr.transform_down(&mut |node| {
        if let Some(selector) = node.selector_mut() {
            selector.set_matcher(matcher.clone());
        }
        Recursion::Continue
    });
}

#[test]
fn sets_matchers() {
    let matcher = LabelMatcher::new("env", MatchOp::Equal, "prod").expect("a matcher");
    for (source, expected) in [
        ("a", r#"a{env="prod"}"#),
        (r#"a{env="x",env!="y",job="z"}"#, r#"a{env="prod",job="z"}"#),
        (r#"rate(a[5m]) + {job="b"}[1h:5m]"#, r#"rate(a{env="prod"}[5m]) + {env="prod",job="b"}[1h:5m]"#),
    ] {
        let mut expr = accepted(source);
        set_matcher(&mut expr, &matcher);
        assert_eq!(expr.to_string(), expected);
    }
    let mut expr = accepted("a + on (job) b");
    set_matcher(&mut expr, &LabelMatcher::new("__name__", MatchOp::Regex, "x.*").expect("a matcher"));
    assert_eq!(expr.to_string(), r#"{__name__=~"x.*"} + on (job) {__name__=~"x.*"}"#);
    for source in common::corpus().iter().map(|query| without_variables(query)) {
        let mut parse = parse(&source);
        if !parse.has_errors() {
            set_matcher(&mut parse.expr, &matcher);
            check_round_trip(&source, &parse.expr);
        }
    }
}

#[test]
fn go_on_as_asked() {
    let names = |query: &str, recursion: Recursion| {
        let mut names = Vec::new();
        accepted(query).transform_down(&mut |node| match &node.kind {
            ExprKind::Call(call) => {
                names.push(call.function.text.clone());
                recursion
            }
            _ => Recursion::Continue,
        });
        names.join(" ")
    };
    let query = "rate(a[5m]) + abs(ceil(b)) * floor(c)";
    assert_eq!(names(query, Recursion::Continue), "rate abs ceil floor");
    assert_eq!(names(query, Recursion::Skip), "rate abs floor");
    assert_eq!(names(query, Recursion::Stop), "rate");
    let mut seen = Vec::new();
    let flow = accepted(query).transform_up(&mut |node| {
        seen.push(node.to_string());
        if node.to_string() == "ceil(b)" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(flow.is_break());
    assert_eq!(seen, ["a[5m]", "rate(a[5m])", "b", "ceil(b)"]);
    let n_selectors = accepted(query).descendants().filter(|node| node.selector().is_some()).count();
    assert_eq!(n_selectors, 3);
}

#[test]
fn operands_get_parentheses() {
    let name = |name: &str| Expr::from(VectorSelector::new(name));
    let leaves = || [name("a"), Expr::number(-1.0), name("a").negated(), Expr::number(2.0).negated()];
    for outer in BinaryOp::ALL {
        for inner in BinaryOp::ALL {
            let sides = || Expr::from(BinaryExpr::new(name("x"), inner, name("y")));
            let trees = [
                BinaryExpr::new(sides(), outer, name("z")).into(),
                BinaryExpr::new(name("z"), outer, sides()).into(),
                sides().negated(),
            ];
            for tree in trees {
                check_round_trip("a tree", &tree);
            }
        }
        for leaf in leaves() {
            check_round_trip("a tree", &BinaryExpr::new(leaf.clone(), outer, name("z")).into());
            check_round_trip("a tree", &BinaryExpr::new(name("z"), outer, leaf).into());
        }
    }
}

#[test]
fn builds() {
    let up = || VectorSelector::new("up");
    let range = MatrixSelector::new(up().with_offset(DurationExpr::from_ms(-90_000)), DurationExpr::from_ms(300_000));
    let rate = Expr::from(Call::new("rate", [range.into()]));
    let step = Some(DurationExpr::from_ms(60_000));
    for (tree, expected) in [
        (up().into(), "up"),
        (VectorSelector::new("http.requests").into(), r#"{__name__="http.requests"}"#),
        (rate.clone(), "rate(up[5m] offset -1m30s)"),
        (AggregateExpr::new("SUM", [up().into()]).without(["a b", "c"]).into(), r#"sum without ("a b", c) (up)"#),
        (SubqueryExpr::new(rate.negated(), DurationExpr::from_ms(3_600_000), step).into(), {
            "(-rate(up[5m] offset -1m30s))[1h:1m]"
        }),
        (BinaryExpr::new(up().into(), BinaryOp::Gt, Expr::number(0.5)).returning_bool().into(), "up > bool 0.5"),
        (
            BinaryExpr::new(up().into(), BinaryOp::Mul, up().into()).ignoring(["a"]).group_right([]).into(),
            "up * ignoring (a) group_right () up",
        ),
        (Call::new("f", [Expr::string("a\n\"b\"")]).into(), r#"f("a\n\"b\"")"#),
    ] {
        let tree: Expr = tree;
        assert_eq!(tree.to_string(), expected);
        check_round_trip(expected, &tree);
    }
    let error = LabelMatcher::new("a", MatchOp::Regex, "(");
    assert!(error.is_err());
}
