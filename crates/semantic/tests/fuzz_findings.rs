//! Expensive queries from a fuzzer finish quickly.

use std::time::{Duration, Instant};

use promenade_model::Features;
use promenade_semantic::{Checked, Options, parse_and_check};

/// Far more than needed in a debug build on a busy machine, far less than quadratic time would take.
const PATIENCE: Duration = Duration::from_mins(2);

const LENGTH: usize = 1 << 18;

fn check(query: &str) -> Checked {
    let options = Options::with_features(Features { type_and_unit_labels: true, ..Features::all() });
    let begin = Instant::now();
    let checked = parse_and_check(query, &options);
    assert!(begin.elapsed() < PATIENCE, "{:?} for {query:.60}…", begin.elapsed());
    assert!(checked.diagnostics.len() <= options.max_diagnostics);
    let printed = checked.expr.to_string();
    assert!(begin.elapsed() < PATIENCE, "{:?} to print {query:.60}…", begin.elapsed());
    if checked.model.typed().is_some() && printed.len() <= options.max_length {
        let again = parse_and_check(&printed, &options);
        assert!(again.expr.same_as(&checked.expr), "{query:.60}… is printed as {printed:.60}…");
    }
    checked
}

/// `before`, then `part` repeated, then `after`, a quarter of a megabyte in total.
fn long(before: &str, part: &str, after: &str) -> String {
    let n = (LENGTH - before.len() - after.len()) / part.len();
    format!("{before}{}{after}", part.repeat(n))
}

#[test]
fn long_queries_are_read_soon() {
    for (before, part, after) in [
        ("", "(", ""),
        ("", "-", "1"),
        ("", "- ", "x"),
        ("", "((-", ""),
        ("", "{", ""),
        ("", "[", ""),
        ("", "a[", ""),
        ("", ")", ""),
        ("", "]", ""),
        ("", "}", ""),
        ("", ",", ""),
        ("f(", ",", ")"),
        ("f(", "a,", "a)"),
        ("f(", "g(),", "a)"),
        ("", "rates(", ""),
        ("", "x ", ""),
        ("", "x+", "x"),
        ("", "1^", "1"),
        ("", "1 == ", "1"),
        ("", "$", ""),
        ("", "\u{fffd}", ""),
        ("", "\"", ""),
        ("\"", "\\", ""),
        ("\"", "\\q", "\""),
        ("", "fill ", "x"),
        ("", "#\n", "x"),
        ("x[", "a:", "]"),
        ("x[", ":", "]"),
        ("x[5m", ":1m", "]"),
        ("x[", "(", ""),
        ("x[", "-", "1m]"),
        ("x[", "1+", "1m]"),
        ("x offset ", "-", "1m"),
        ("x", "[5m]", ""),
        ("x", "[5m:]", ""),
        ("x", " offset 1m", ""),
        ("x", " @ 1", ""),
        ("x", " smoothed", ""),
        ("x{", "a:", "}"),
        ("x{", ":", "}"),
        ("x{", "a=\"b\",", "}"),
        ("x{", "\"a\",", "}"),
        ("x{", "a=~\"b.+\",", "}"),
        ("x{", "a=", "}"),
        ("sum by (", "a,", "a) (x)"),
        ("sum by (", "a ", "a) (x)"),
        ("sum by (a) (", "x,", "x)"),
        ("", "sum by (", ""),
        ("a + on (", "b,", "b) c"),
        ("", "1 and ", "1"),
    ] {
        check(&long(before, part, after));
    }
}

#[test]
fn labels_of_on_and_of_group_left_are_compared_soon() {
    let labels = "a,".repeat(100_000);
    let checked = check(&format!("x + on ({labels}) group_left ({labels}) y"));
    assert!(checked.model.typed().is_none());
}

#[test]
fn a_long_name_is_not_repeated_in_every_message() {
    let query = format!("{}{{{}}}", "a".repeat(400_000), "__name__=\"b\",".repeat(30_000));
    let n_bytes: usize = check(&query).diagnostics.iter().map(|d| d.message.len()).sum();
    assert!(n_bytes < 100_000, "{n_bytes} bytes of messages");
}

#[test]
fn regular_expressions_of_a_query_are_limited_together() {
    let large = check(&long("x{", "a=~\"(\\\\pL{99})x\",", "}"));
    let many = check(&long("x{", "a=~\"(b|c)d+\",", "}"));
    for checked in [large, many] {
        let [diagnostic] = checked.diagnostics.as_slice() else { panic!("{:?}", checked.diagnostics) };
        assert_eq!(diagnostic.message, "the regular expressions of this query are too many or too large together");
    }
    assert!(check(&format!("x{{{}}}", "a=~\"(b|c)d+\",".repeat(1000))).model.typed().is_some());
}
