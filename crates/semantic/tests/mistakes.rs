//! Common mistakes: each gives one diagnostic, one does not hide the next, and there is a fix if the intention is
//! clear.

use std::fmt::Write as _;

use promenade_model::Features;
use promenade_semantic::{Checked, Options, parse_and_check};

/// Queries with one mistake each.
const ONE: &[&str] = &[
    // Brackets
    "sum(rate(x[5m])",
    "sum(rate(x[5m]))) / 2",
    "sum by (job (x)",
    "sum(x) by job)",
    "x{job=\"a\"",
    "x{job=\"a\"[5m]",
    "x{job=\"a\")",
    "rate(x[5m)",
    "rate(x5m])",
    "rate(x{job=\"a\"}5m])",
    "rate x[5m]",
    "sum x",
    "(a + b",
    "sum(rate(x[5m])) by (job",
    "x{job=\"a\"}}",
    "rate{x[5m]}",
    "rate[x[5m]]",
    // Ranges and durations
    "rate(x)",
    "rate(x[])",
    "rate(x[5min])",
    "rate(x[5 m])",
    "rate(x[5minutes])",
    "rate(x[1hour])",
    "rate(x[5M])",
    "rate(x[m5])",
    "rate(x[1.5h])",
    "rate(x[30m1h])",
    "rate(x[1h 30m])",
    "rate(x[\"5m\"])",
    "rate(x[5m:1m])[1h]",
    "rate(x[5m], 2)",
    "rate(x{job=\"a\"})[5m]",
    "sum(x)[5m]",
    "rate(sum(x)[5m])",
    "x[5m",
    "x[5m] offset 1 d",
    "x offset",
    "x offset 1day",
    "x offset 5m[5m]",
    "sum(x) offset 5m",
    "x[0s]",
    "x[-5m]",
    "x{a=\"b\"}[5m",
    // Matchers
    "x{job==\"a\"}",
    "x{job = a}",
    "x{job=~a.*}",
    "x{job: \"a\"}",
    "x{job \"a\"}",
    "x{job=\"a\" env=\"b\"}",
    "x{job=\"a\"; env=\"b\"}",
    "x{job=\"a\" and env=\"b\"}",
    "x{job=\"a\" or job=\"b\"}",
    "x{job=\"a\", , env=\"b\"}",
    "x{job<>\"a\"}",
    "x{job!\"a\"}",
    "x{!job=\"a\"}",
    "x{job not \"a\"}",
    "x{job~\"a\"}",
    "x{job~=\"a\"}",
    "x{job=!\"a\"}",
    "x{job>\"5\"}",
    "x{code=200}",
    "x{job=\"a}",
    "x{job='a\"}",
    "x{job=“a”}",
    "x{job=‘a’}",
    "x{job=«a»}",
    "x{job=true}",
    "x{job=\"a\\.b\"}",
    "x{job=~\"a(\"}",
    "x{job=~\"(?!a)\"}",
    "x{job=~\"*\"}",
    "x{\"job\"}",
    "x{job}",
    "x{http.method=\"GET\"}",
    "x{my-label=\"a\"}",
    "x.y{a=\"b\"}",
    "http.requests",
    "http..requests.2xx",
    "rate(http.5xx[5m])",
    "Inf.total + 1",
    "温度{}",
    "sum by (service.name, job) (x)",
    "x * on (équipe) y",
    "x{service.name=~\"a\", b=\"c\"}",
    "\"x\"{job=\"a\"}",
    "x{job=[\"a\", \"b\"]}",
    "x{job in (\"a\", \"b\")}",
    "{job=\"\"}",
    "{}",
    "x[job=\"a\"]",
    "x(job=\"a\")",
    // Operators
    "a = b",
    "a = 5",
    "a && b",
    "a || b",
    "a AND NOT b",
    "!a",
    "not a",
    "a & b",
    "a <> b",
    "a =< b",
    "a => 5",
    "a === b",
    "a !== b",
    "a ! = b",
    "a < = b",
    "a ** 2",
    "a // b",
    "a ÷ b",
    "a × 2",
    "a − b",
    "a – b",
    "a x 100",
    "a mod 2",
    "a + ",
    "+ * a",
    "a + / b",
    "a b",
    "a, b",
    "a; b",
    "a;",
    "a == bool 1 2",
    "1 > 2",
    "a + bool b",
    "a ? b : c",
    "a => b",
    "a unless not b",
    "a =~ \"b\"",
    "a !~ \"b\"",
    "a == \"b\"",
    "\"a\" + b",
    "a if b > 1",
    // Matching and grouping
    "sum by job (x)",
    "sum by (job, instance,,) (x)",
    "sum by (job instance) (x)",
    "sum by (\"job\") x",
    "sum (x) group by (job)",
    "sum(x) groupby (job)",
    "sum(x) by (job) by (env)",
    "sum(x by (job))",
    "rate(x[5m]) by (job)",
    "sum by {job} (x)",
    "sum by [job] (x)",
    "sum by (job=\"a\") (x)",
    "sum by (*) (x)",
    "sum(x) without job",
    "a * on job b",
    "a * group_left b",
    "a * group_left (c) on (job) b",
    "a on (job) * b",
    "a * on (job) group_left(job) b",
    "a and on (job) group_left b",
    "a * on (job) left_group b",
    "1 + on (job) 2",
    // Functions
    "rat(x[5m])",
    "Rate(x[5m])",
    "avg_over_tme(x[5m])",
    "average(x)",
    "mean(x)",
    "median(x)",
    "distinct(x)",
    "len(x)",
    "p99(x)",
    "histogram_quantile(x, 0.9)",
    "histogram_quantile(sum by (le) (rate(x[5m])), 0.9)",
    "quantile_over_time(x[5m])",
    "topk(x)",
    "topk(x, 5)",
    "topk 5 (x)",
    "topk(5 x)",
    "clamp_max(x)",
    "round(x, 1, 2)",
    "label_replace(x, \"a\", \"b\", \"c\")",
    "label_replace(x, a, \"b\", \"c\", \"d\")",
    "sum(x, y)",
    "max(a, b)",
    "time",
    "vector(x)",
    "scalar(5)",
    "abs(x[5m])",
    "increase(rate(x[5m])[5m])",
    "sum()",
    "rate()",
    "count_values(version, x)",
    "rate(x[5m],)",
    "sum (by job) (x)",
    "rate(x[5m]) as y",
    // At
    "x @ 2021-01-01",
    "x @ now()",
    "x @ start",
    "x @ -",
    "x @ \"5\"",
    "x@",
    // Strings and characters
    "\"abc",
    "'abc",
    "label_replace(x, \"a\", \"$1\", \"b\", \"(\\d+)\")",
    "# only a comment",
    "   ",
    "// comment\nx",
    "/* comment */ x",
    "x -- comment",
    "x\u{a0}+ y",
    "x\u{200b}",
    "\u{feff}x",
    "@x",
    "$x",
    "rate(x[$__rate_interval])",
    "{{ x }}",
    "x{{job=\"a\"}}",
    "x{job=\"{{ job }}\"}[{{ window }}]",
    "rate(x{job=~\"$job\"}[$__rate_interval])",
    "sum by ($label) (x)",
    "rate(${metric}_total[5m])",
    "[[metric]] / 2",
    "x offset $shift",
    "topk($n, x)",
    "x[[5m]]",
    "1_000_",
    "1,000",
    "10%",
    "5GB",
    "1e",
    "0xg",
    ".",
    "1..2",
    "5m5",
    // Other languages
    "SELECT sum(x) FROM y",
    "SELECT * FROM x WHERE job = 'a'",
    "sum(x) WHERE job = \"a\"",
    "sum(x) GROUP BY job",
    "x | rate(5m)",
    "{job=\"a\"} |= \"error\"",
    "{job=\"a\"} | json",
    "sum(count_over_time({job=\"a\"} | level=\"error\" [5m]))",
    "job:a:b{",
    "expr: sum(x)",
    "- alert: X",
    "`x`{job=\"a\"}",
    "sum(x) > 5 for 5m",
    "x == null",
    "x is null",
    "x{job=null}",
    "x like \"a%\"",
    "x between 1 and 5",
];

fn check(query: &str) -> Checked {
    parse_and_check(query, &Options::with_features(Features { unquoted_utf8_names: false, ..Features::all() }))
}

fn told(text: &mut String, query: &str) {
    let _ = writeln!(text, "{query}");
    let checked = check(query);
    if checked.diagnostics.is_empty() {
        let _ = writeln!(text, "    (accepted)");
    }
    for d in &checked.diagnostics {
        let at = query.get(d.range.clone()).unwrap_or("?");
        let _ = writeln!(text, "    {} {:?} `{at}`: {d}", d.code, d.range);
        for label in &d.labels {
            let _ = writeln!(text, "        at {:?}: {}", label.range, label.message);
        }
        if let Some(help) = &d.help {
            let _ = writeln!(text, "        help: {help}");
        }
        if let Some(fix) = &d.fix {
            let fixed = fix.apply(query).expect("the fix fits the query");
            let rest = check(&fixed).diagnostics.len();
            let rest = if rest == 0 { String::new() } else { format!(" ({rest} left)") };
            let _ = writeln!(text, "        fix: {}: {fixed}{rest}", fix.title);
        }
    }
    text.push('\n');
}

#[test]
fn are_told_in_plain_words() {
    let mut text = String::new();
    for query in ONE.iter().chain(SEVERAL) {
        told(&mut text, query);
    }
    insta::assert_snapshot!(text);
}

/// Queries with several mistakes.
const SEVERAL: &[&str] = &[
    "sum by job (rate(x[5min])) / on job sum(y{a=b})",
    "rat(x{a==\"b\", c=~\"(\"}[5 m]) && sum(y) by (d",
    "x{job=“a”; env='b'} = 5 or y{code=200}",
    "avg(x[5m) + foo(y) by (z)",
    "a b c d",
    "sum(rate(x)) group by job > 1 > 2 = 3",
    "topk(5 rate(x[1hour])) ofset 5m",
    "x{a=\"b} + y{c=\"d\"} + abs(z[5m])",
    "température{région=\"eu\"}",
    "x * on (équipe) group_left (team.name) y",
    "x{service.name=~\"a\", b=\"c\"} / http.requests",
];

#[test]
fn of_one_there_is_one_diagnostic() {
    let several: Vec<_> = ONE.iter().filter(|query| check(query).diagnostics.len() > 1).collect();
    // Swapped arguments both have the wrong type.
    let exchanged = ["histogram_quantile(x, 0.9)", "histogram_quantile(sum by (le) (rate(x[5m])), 0.9)", "topk(x, 5)"];
    let others = ["quantile_over_time(x[5m])", "x | rate(5m)"];
    assert!(several.iter().all(|query| exchanged.contains(query) || others.contains(query)), "{several:#?}");
}

#[test]
fn fixes_make_queries_better() {
    for query in ONE.iter().chain(SEVERAL) {
        let before = check(query).diagnostics;
        for fixed in before.iter().filter_map(|d| d.fix.as_ref()).map(|fix| fix.apply(query).expect("the fix fits")) {
            let after = check(&fixed).diagnostics;
            assert!(after.len() <= before.len() && after != before, "{query} becomes {fixed}: {after:#?}");
        }
    }
}

#[test]
fn several_are_told_at_once() {
    for (query, codes) in [
        ("sum by job (rate(x[5min])) / on job sum(y{a=b})", &["PQL001", "PQL005", "PQL001", "PQL001"][..]),
        ("x{job=“a”; env='b'} = 5 or y{code=200}", &["PQL002", "PQL002", "PQL001", "PQL002"]),
        ("x{a=\"b} + y{c=\"d\"} + abs(z[5m])", &["PQL001", "PQL105"]),
    ] {
        let found: Vec<_> = check(query).diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(found, codes, "{query}");
    }
}
