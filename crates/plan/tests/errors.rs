//! Queries that pass parser and type check but cannot be planned.

mod support;

use promenade_plan::PlanOptions;
use support::try_plan;

/// Compares the error, and whether Prometheus reports it during preparation or execution.
fn check(query: &str, options: PlanOptions, expected: &str) {
    let error = try_plan(query, options).map(|plan| plan.explain().to_string()).expect_err(query);
    let phase = if error.is_execution() { "executing" } else { "preparing" };
    assert_eq!(format!("{phase}: {error}"), expected, "{query}");
}

const fn instant() -> PlanOptions {
    PlanOptions::instant(0)
}

const fn range() -> PlanOptions {
    PlanOptions::range(0, 60_000, 1000)
}

#[test]
fn durations_are_finite_and_where_it_matters_positive() {
    check("foo[step()]", instant(), "preparing: 4:10: duration must be greater than 0");
    check("foo[1m:step()]", instant(), "preparing: 7:13: duration must be greater than 0");
    check("foo[(0 - range())]", instant(), "preparing: 5:16: duration must be greater than 0");
    check("foo[5m / step()]", instant(), "preparing: 4:15: division by zero");
    check("foo offset (5m % step())", instant(), "preparing: 12:23: modulo by zero");
    check("foo[10 ^ 400]", instant(), "preparing: 4:12: duration is NaN or infinite");
    check("foo offset (10 ^ 10)", instant(), "preparing: 12:19: duration is out of range");
    check("foo[5m:0.0001]", instant(), "executing: 0:14: the step of a subquery must be at least 1ms");
}

#[test]
fn range_queries_have_vectors_or_scalars() {
    let words = "for range query, must be Scalar or instant Vector";
    check("foo[5m]", range(), &format!("preparing: invalid expression type \"range vector\" {words}"));
    check("foo[5m:1m]", range(), &format!("preparing: invalid expression type \"range vector\" {words}"));
    check("\"a\"", range(), &format!("preparing: invalid expression type \"string\" {words}"));
    let no_step = "preparing: zero or negative query resolution step widths are not accepted";
    check("foo", PlanOptions::range(0, 60_000, 0), no_step);
    assert!(try_plan("foo[5m]", instant()).is_ok());
    assert!(try_plan("\"a\"", instant()).is_ok());
}

#[test]
fn modifiers_fit_the_function() {
    check(
        "sum_over_time(foo[5m] anchored)",
        range(),
        "executing: anchored modifier can only be used with: changes, delta, increase, rate, resets - not with sum_over_time",
    );
    check(
        "resets(foo[5m] smoothed)",
        range(),
        "executing: smoothed modifier can only be used with: delta, increase, rate - not with resets",
    );
    assert!(try_plan("rate(foo[5m] smoothed)", range()).is_ok());
    assert!(try_plan("resets(foo[5m] anchored)", range()).is_ok());
}

#[test]
fn parameters_that_name_labels_are_names() {
    check("count_values(\"\", foo)", instant(), "executing: invalid label name \"\"");
    assert!(try_plan("count_values((\"any name\"), foo)", instant()).is_ok());
}
