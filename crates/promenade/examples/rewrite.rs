//! Queries rewritten by transforms of their tree: a matcher on every selector, as for tenants, and a wider range.
//!
//! `cargo run -p promenade --no-default-features --example rewrite`
#![allow(clippy::print_stdout)] // it is a program

use promenade::model::MatchOp;
use promenade::syntax::ast::{DurationExpr, Expr, ExprKind, LabelMatcher, Recursion};

/// Sets a matcher on every selector, in the place of any other on its label.
fn restrict(query: &mut Expr, matcher: &LabelMatcher) {
    query.transform_down(&mut |node| {
        if let Some(selector) = node.selector_mut() {
            selector.set_matcher(matcher.clone());
        }
        Recursion::Continue
    });
}

/// Gives every range this length.
fn set_ranges(query: &mut Expr, range_ms: i64) {
    query.transform_down(&mut |node| {
        if let ExprKind::Matrix(matrix) = &mut node.kind {
            matrix.range = DurationExpr::from_ms(range_ms);
        }
        Recursion::Continue
    });
}

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = "sum by (job) (rate(errors_total{tenant=\"b\"}[1m])) / sum by (job) (rate(requests_total[1m]))";
    let parsed = promenade::parse(text).into_result();
    let mut query = parsed.map_err(|diagnostics| format!("{diagnostics:?}"))?;
    restrict(&mut query, &LabelMatcher::new("tenant", MatchOp::Equal, "a")?);
    set_ranges(&mut query, 300_000);
    let rewritten = query.to_string();
    assert_eq!(
        rewritten,
        "sum by (job) (rate(errors_total{tenant=\"a\"}[5m])) / sum by (job) (rate(requests_total{tenant=\"a\"}[5m]))"
    );
    // A tree that was changed is checked like any other, by its text.
    assert!(promenade::check(&rewritten).into_result().is_ok());
    println!("{rewritten}");
    Ok(())
}
