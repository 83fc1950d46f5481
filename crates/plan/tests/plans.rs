//! Plans of queries as printed by `explain`.

#![allow(clippy::too_many_lines)] // tables

mod support;

use promenade_plan::PlanOptions;

/// Compares the plan with the expected text, which is indented and starts on a new line.
fn check(query: &str, options: PlanOptions, expected: &str) {
    let plan = support::plan(query, options);
    let expected: Vec<&str> = expected.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    assert_eq!(plan.explain().to_string().trim_end(), expected.join("\n").trim(), "{query}");
}

const fn instant() -> PlanOptions {
    PlanOptions::instant(0)
}

const fn range() -> PlanOptions {
    PlanOptions::range(0, 60_000, 1000)
}

#[test]
fn operators_and_functions_become_a_tree() {
    check(
        r#"sum by (b, a) (rate(foo{x=~"a.*"}[5m] offset 1m)) / on (z, a) group_left (y) bar"#,
        instant(),
        r#"
        at 0
          merge equal rows: vector
            binary / on (a, z) group_left (y): vector
              aggregate sum by (a, b): vector
                merge equal rows: vector
                  call rate: vector
                    select foo{x=~"a.*"}[5m] offset 1m: matrix
              select bar: vector
        scan foo{x=~"a.*"} from -359.999 to -60 for rate with start timestamps
        scan bar from -299.999 to 0
        "#,
    );
    check(
        "-foo ^ +2",
        instant(),
        "
        at 0
          negate: vector
            merge equal rows: vector
              binary ^: vector
                select foo: vector
                number 2: scalar
        scan foo from -299.999 to 0
        ",
    );
    check(
        "topk(3, foo) unless ignoring (b, a) (bar > bool 0)",
        instant(),
        "
        at 0
          binary unless ignoring (a, b): vector
            aggregate topk: vector
              number 3: scalar
              select foo: vector
            merge equal rows: vector
              binary > bool: vector
                select bar: vector
                number 0: scalar
        scan foo from -299.999 to 0 for topk
        scan bar from -299.999 to 0
        ",
    );
    check(
        "foo + fill_left (1) fill_right (2) bar",
        instant(),
        "
        at 0
          merge equal rows: vector
            binary + fill_left (1) fill_right (2): vector
              select foo: vector
              select bar: vector
        scan foo from -299.999 to 0
        scan bar from -299.999 to 0
        ",
    );
    check(
        r#"label_replace(foo, "a", "$1", "b", "(.*)")"#,
        instant(),
        r#"
        at 0
          merge equal rows: vector
            call label_replace: vector
              select foo: vector
              string "a": string
              string "$1": string
              string "b": string
              string "(.*)": string
        scan foo from -299.999 to 0 for label_replace
        "#,
    );
}

#[test]
fn parts_that_are_the_same_at_all_steps_are_marked_as_in_prometheus() {
    check(
        "1 + 2",
        range(),
        "
        from 0 to 60 every 1s
          step-invariant: scalar
            binary +: scalar
              number 1: scalar
              number 2: scalar
        ",
    );
    check(
        "foo + 1",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              select foo: vector
              number 1: scalar
        scan foo from -299.999 to 60
        ",
    );
    check(
        "foo + pi()",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              select foo: vector
              step-invariant: scalar
                call pi: scalar
        scan foo from -299.999 to 60
        ",
    );
    check(
        "sum(foo @ 10) + foo",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              step-invariant: vector
                aggregate sum: vector
                  select foo @ 10: vector
              select foo: vector
        scan foo from -289.999 to 10 for sum
        scan foo from -299.999 to 60
        ",
    );
    check(
        "foo @ 10 + foo @ end()",
        range(),
        "
        from 0 to 60 every 1s
          step-invariant: vector
            merge equal rows: vector
              binary +: vector
                select foo @ 10: vector
                select foo @ 60: vector
        scan foo from -289.999 to 10
        scan foo from -239.999 to 60
        ",
    );
    check(
        "time() + foo @ start()",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              call time: scalar
              step-invariant: vector
                select foo @ 0: vector
        scan foo from -299.999 to 0
        ",
    );
    check(
        "timestamp((foo @ 10)) + timestamp(abs(foo @ 10))",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              step-invariant: vector
                merge equal rows: vector
                  call timestamp: vector
                    select foo @ 10 without buckets: vector
              call timestamp: vector
                step-invariant: vector
                  merge equal rows: vector
                    call abs: vector
                      select foo @ 10 without buckets: vector
        scan foo from -289.999 to 10 for timestamp without buckets
        scan foo from -289.999 to 10 for abs without buckets
        ",
    );
    check(
        "rate(foo[5m] @ 10) + predict_linear(foo[5m] @ 10, 60)",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            binary +: vector
              step-invariant: vector
                merge equal rows: vector
                  call rate: vector
                    select foo[5m] @ 10: matrix
              merge equal rows: vector
                call predict_linear: vector
                  select foo[5m] @ 10: matrix
                  number 60: scalar
        scan foo from -289.999 to 10 for rate with start timestamps
        scan foo from -289.999 to 10 for predict_linear without buckets
        ",
    );
    check(
        "predict_linear(foo[5m:1m] @ 10, 60)",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            call predict_linear: vector
              subquery [5m:1m] @ 10: matrix
                select foo: vector
              number 60: scalar
        scan foo from -589.999 to 10 for predict_linear
        ",
    );
    check(
        "max_over_time((foo @ 10)[5m:1m])",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            call max_over_time: vector
              subquery [5m:1m]: matrix
                step-invariant: vector
                  select foo @ 10: vector
        scan foo from -289.999 to 10 for max_over_time
        ",
    );
    check(
        "max_over_time(foo[5m:1m] @ 10)",
        range(),
        "
        from 0 to 60 every 1s
          step-invariant: vector
            merge equal rows: vector
              call max_over_time: vector
                subquery [5m:1m] @ 10: matrix
                  select foo: vector
        scan foo from -589.999 to 10 for max_over_time
        ",
    );
}

#[test]
fn parameters_of_aggregations_are_left_as_they_are() {
    check(
        "topk(scalar(foo @ end()) + 1, bar)",
        range(),
        "
        from 0 to 60 every 1s
          aggregate topk: vector
            binary +: scalar
              call scalar: scalar
                select foo: vector
              number 1: scalar
            select bar: vector
        scan foo from -299.999 to 60 for scalar
        scan bar from -299.999 to 60 for topk
        ",
    );
    check(
        "quantile(scalar(foo), bar @ 10)",
        range(),
        "
        from 0 to 60 every 1s
          step-invariant: vector
            aggregate quantile: vector
              call scalar: scalar
                select foo: vector
              select bar @ 10: vector
        scan foo from -299.999 to 60 for scalar
        scan bar from -289.999 to 10 for quantile
        ",
    );
}

#[test]
fn functions_of_the_grid_become_numbers() {
    check(
        "start() + end() + step() + range()",
        PlanOptions::range(10_000, 60_000, 1000),
        "
        from 10 to 60 every 1s
          step-invariant: scalar
            binary +: scalar
              binary +: scalar
                binary +: scalar
                  number 10: scalar
                  number 60: scalar
                number 1: scalar
              number 50: scalar
        ",
    );
    check(
        "start() + end() + step() + range()",
        PlanOptions::instant(10_000),
        "
        at 10
          step-invariant: scalar
            binary +: scalar
              binary +: scalar
                binary +: scalar
                  number 10: scalar
                  number 10: scalar
                number 0: scalar
              number 0: scalar
        ",
    );
    check(
        "max_over_time(foo[min_of(step() * 5, 1m):step()] offset (2 * step()))",
        range(),
        "
        from 0 to 60 every 1s
          merge equal rows: vector
            call max_over_time: vector
              subquery [5s:1s] offset 2s: matrix
                select foo: vector
        scan foo from -306.999 to 58 for max_over_time
        ",
    );
    check(
        "foo[max_of(1m, 2 ^ 5 % 20 - 1s)] offset -(1h / 2)",
        PlanOptions::instant(10_000),
        "
        at 10
          select foo[1m] offset -30m: matrix
        scan foo from 1750.001 to 1810
        ",
    );
}

#[test]
fn info_is_told_which_series_to_read() {
    check(
        "info(foo)",
        instant(),
        "
        at 0
          merge equal rows: vector
            call info: vector
              select foo: vector
              select target_info: vector
        scan foo from -299.999 to 0 for info
        scan target_info from -299.999 to 0 for info
        ",
    );
    check(
        r#"info(foo, {a="b"} offset 5m)"#,
        instant(),
        r#"
        at 0
          merge equal rows: vector
            call info: vector
              select foo: vector
              select target_info{a="b"}: vector
        scan foo from -299.999 to 0 for info
        scan target_info{a="b"} from -299.999 to 0 for info
        "#,
    );
    check(
        r#"info(foo, {__name__!="bar_info"})"#,
        instant(),
        r#"
        at 0
          merge equal rows: vector
            call info: vector
              select foo: vector
              select {__name__!="bar_info",__name__=~".+_info"}: vector
        scan foo from -299.999 to 0 for info
        scan {__name__!="bar_info",__name__=~".+_info"} from -299.999 to 0 for info
        "#,
    );
    check(
        r#"info(rate(foo[5m] offset 1m), {__name__=~"x|y"})"#,
        range(),
        r#"
        from 0 to 60 every 1s
          merge equal rows: vector
            call info: vector
              merge equal rows: vector
                call rate: vector
                  select foo[5m] offset 1m: matrix
              select {__name__=~"x|y"} offset 1m: vector
        scan foo from -359.999 to 0 for rate with start timestamps
        scan {__name__=~"x|y"} from -359.999 to 0 for info
        "#,
    );
}

#[test]
fn buckets_are_left_out_where_nothing_reads_them() {
    check(
        "histogram_count(foo)",
        instant(),
        "
        at 0
          merge equal rows: vector
            call histogram_count: vector
              select foo without buckets: vector
        scan foo from -299.999 to 0 for histogram_count without buckets
        ",
    );
    check(
        "histogram_avg(sum(rate(foo[5m])))",
        instant(),
        "
        at 0
          call histogram_avg: vector
            aggregate sum: vector
              merge equal rows: vector
                call rate: vector
                  select foo[5m] without buckets: matrix
        scan foo from -299.999 to 0 for rate without buckets with start timestamps
        ",
    );
    check(
        "histogram_quantile(0.9, histogram_sum(foo))",
        instant(),
        "
        at 0
          merge equal rows: vector
            call histogram_quantile: vector
              number 0.9: scalar
              merge equal rows: vector
                call histogram_sum: vector
                  select foo: vector
        scan foo from -299.999 to 0 for histogram_sum
        ",
    );
    check(
        "histogram_sum(max_over_time(foo[5m:1m]))",
        instant(),
        "
        at 0
          call histogram_sum: vector
            merge equal rows: vector
              call max_over_time: vector
                subquery [5m:1m]: matrix
                  select foo: vector
        scan foo from -599.999 to 0 for max_over_time
        ",
    );
    check(
        "histogram_sum(foo </ 1) + histogram_sum(foo)",
        instant(),
        "
        at 0
          merge equal rows: vector
            binary +: vector
              merge equal rows: vector
                call histogram_sum: vector
                  binary </: vector
                    select foo: vector
                    number 1: scalar
              merge equal rows: vector
                call histogram_sum: vector
                  select foo without buckets: vector
        scan foo from -299.999 to 0
        scan foo from -299.999 to 0 for histogram_sum without buckets
        ",
    );
    check(
        "timestamp(foo) or absent(bar)",
        instant(),
        "
        at 0
          merge equal rows: vector
            binary or: vector
              merge equal rows: vector
                call timestamp: vector
                  select foo without buckets: vector
              call absent: vector
                select bar without buckets: vector
        scan foo from -299.999 to 0 for timestamp without buckets
        scan bar from -299.999 to 0 for absent without buckets
        ",
    );
    check(
        "count_over_time(foo[5m])",
        instant(),
        "
        at 0
          merge equal rows: vector
            call count_over_time: vector
              select foo[5m]: matrix
        scan foo from -299.999 to 0 for count_over_time without buckets
        ",
    );
}

#[test]
fn buckets_are_read_where_whole_histograms_are_compared() {
    let reads = [
        "histogram_count(foo == foo)",
        "histogram_sum(foo != on() foo)",
        "histogram_avg(changes(foo[5m]))",
        "histogram_count(count_values(\"v\", foo))",
        "histogram_count(histogram_stddev(foo))",
        "histogram_stdvar(histogram_count(foo))",
        "timestamp(foo == foo)",
    ];
    for query in reads {
        let plan = support::plan(query, instant()).explain().to_string();
        assert!(plan.contains("foo") && !plan.contains("without buckets"), "{plan}");
    }
    let skips = ["histogram_count(foo > foo)", "histogram_sum(sum(foo))", "histogram_avg(resets(foo[5m]))"];
    for query in skips {
        let plan = support::plan(query, instant()).explain().to_string();
        assert!(plan.contains("without buckets"), "{plan}");
    }
}
