//! The effect of each pass on plans, and that a disabled pass has none.

mod support;

use promenade_plan::{Optimizer, PlanOptions, passes};
use support::plan;

/// Compares the plan after one pass.
fn check(pass: &str, query: &str, expected: &str) {
    let optimizer = Optimizer::none().with(pass).expect("the pass exists");
    let optimized = optimizer.optimize(plan(query, PlanOptions::range(0, 60_000, 1000)));
    let expected: Vec<&str> = expected.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    assert_eq!(optimized.explain().to_string().trim_end(), expected.join("\n").trim(), "{query}");
}

#[test]
fn passes_have_names_of_their_own_and_can_be_switched() {
    let all: Vec<_> = Optimizer::default().names().collect();
    assert_eq!(all.len(), passes::ALL.len());
    for pass in passes::ALL {
        assert!(!pass.summary().is_empty());
        let without: Vec<_> = Optimizer::default().without(pass.name()).names().collect();
        assert_eq!(without.len() + 1, all.len(), "{}", pass.name());
        let back = Optimizer::default().without(pass.name()).with(pass.name()).expect("the pass exists");
        assert!(back.names().eq(all.iter().copied()), "{}", pass.name());
    }
    assert_eq!(Optimizer::none().names().count(), 0);
    assert!(Optimizer::none().with("no-such-pass").is_none());
}

#[test]
fn constants_are_folded() {
    check(
        "constant-folding",
        "foo > 2 * 1024 ^ 3 - -(1 / 0) + step()",
        r"
        from 0 to 60 every 1s
          binary >: vector
            select foo: vector
            number inf: scalar
        scan foo from -299.999 to 60
        pass constant-folding: 6 operations between numbers are numbers
        ",
    );
    check(
        "constant-folding",
        "vector(2 > bool 1) + 0 / 0",
        r"
        from 0 to 60 every 1s
          step-invariant: vector
            binary +: vector
              call vector: vector
                number 1: scalar
              number NaN: scalar
        pass constant-folding: 2 operations between numbers are numbers
        ",
    );
    check(
        "constant-folding",
        "1 + time()",
        r"
        from 0 to 60 every 1s
          binary +: scalar
            number 1: scalar
            call time: scalar
        ",
    );
}

#[test]
fn folded_nodes_keep_their_numbers() {
    let query = "foo + (1 + 2)";
    let before = plan(query, PlanOptions::instant(0));
    let after = Optimizer::default().optimize(before.clone());
    assert_eq!(after.root.id, before.root.id);
    assert_eq!(after.n_nodes, before.n_nodes);
    let ids = |plan: &promenade_plan::LogicalPlan| plan.root.children().map(|node| node.id).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&before));
}

#[test]
fn selectors_with_the_same_matchers_share_a_scan() {
    check(
        "common-selectors",
        r#"errors{a="1",b="2"} / (errors{b="2",a="1"} offset 1m + sum(errors))"#,
        r#"
        from 0 to 60 every 1s
          merge equal rows: vector
            binary /: vector
              select errors{a="1",b="2"}: vector
              merge equal rows: vector
                binary +: vector
                  select errors{a="1",b="2"} offset 1m: vector
                  aggregate sum: vector
                    select errors: vector
        scan errors{a="1",b="2"} from -359.999 to 60 shared by 2 selectors
        scan errors from -299.999 to 60 for sum
        pass common-selectors: 2 selectors of errors{a="1",b="2"} share a scan
        "#,
    );
    check(
        "common-selectors",
        "rate(foo[5m]) + rate(foo[10m]) + foo offset 1d",
        r"
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              merge equal rows: vector
                binary +: vector
                  merge equal rows: vector
                    call rate: vector
                      select foo[5m]: matrix
                  merge equal rows: vector
                    call rate: vector
                      select foo[10m]: matrix
              select foo offset 1d: vector
        scan foo from -599.999 to 60 for rate with start timestamps shared by 2 selectors
        scan foo from -86699.999 to -86340
        pass common-selectors: 2 selectors of foo share a scan
        ",
    );
}

#[test]
fn info_series_are_read_apart_for_their_time_range_shows_in_the_result() {
    check(
        "common-selectors",
        "info(foo offset 1m) + target_info + target_info",
        r"
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              merge equal rows: vector
                binary +: vector
                  merge equal rows: vector
                    call info: vector
                      select foo offset 1m: vector
                      select target_info offset 1m: vector
                  select target_info: vector
              select target_info: vector
        scan foo from -359.999 to 0 for info
        scan target_info from -359.999 to 0 for info
        scan target_info from -299.999 to 60 shared by 2 selectors
        pass common-selectors: 2 selectors of target_info share a scan
        ",
    );
}

#[test]
fn every_selector_is_in_one_scan() {
    for query in ["foo + foo + bar", "max_over_time(foo[5m:1m]) + foo @ 0", "info(foo) + target_info"] {
        let optimized = Optimizer::default().optimize(plan(query, PlanOptions::instant(0)));
        let mut ids: Vec<_> = optimized.scans.iter().flat_map(|scan| scan.nodes.clone()).collect();
        let n_ids = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n_ids, "{query}");
        assert!(n_ids >= 2, "{query}");
    }
}
