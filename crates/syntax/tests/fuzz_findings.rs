//! Series descriptions that a fuzzer or a hostile user would write: each is read or refused soon.

mod common;

use std::time::{Duration, Instant};

use promenade_model::Features;
use promenade_syntax::series_description::parse_series_description;

/// Far more than each takes, in a debug build on a busy machine, and far less than where something is quadratic.
const PATIENCE: Duration = Duration::from_mins(2);

/// The number of values, or the message.
fn read(line: &str) -> Result<usize, String> {
    let begin = Instant::now();
    let series = parse_series_description(line, Features::all());
    assert!(begin.elapsed() < PATIENCE, "{:?} for {line:.60}…", begin.elapsed());
    series.map(|(_, values)| values.len()).map_err(|diagnostic| diagnostic.message)
}

#[test]
fn long_series_are_read_soon() {
    for (before, part, after) in [
        ("m", " ", "{"),
        ("m", "\t", "{{}}"),
        ("m", " 1", ""),
        ("m", " _", ""),
        ("m", " {{}}+{{}}x1", ""),
        ("m", " $", ""),
        ("m ", "{{", ""),
        ("m {{", "sum:1 ", "}}"),
        ("m {{buckets:[1", " 1", "]}}"),
        ("m{", "a=\"b\",", "} 1"),
        ("m{", "a,", "} 1"),
        ("", "{", ""),
    ] {
        let n = ((1 << 18) - before.len() - after.len()) / part.len();
        let _ = read(&format!("{before}{}{after}", part.repeat(n)));
    }
    let labels: Vec<_> = (0..60_000).rev().map(|i| format!("l{i:05}=\"v\"")).collect();
    assert_eq!(read(&format!("m{{{}}} 1", labels.join(","))), Ok(1));
}

#[test]
fn a_few_characters_do_not_stand_for_all_of_the_memory() {
    for line in ["m _x999999999", "m 1x18446744073709551615", "m 1+1x18446744073709551614", "m {{}}x99999999"] {
        let message = read(line).expect_err(line);
        assert!(message.contains("values at most"), "{line}: {message}");
    }
    let buckets = "1 ".repeat(500);
    let line = format!("m {{{{buckets:[{buckets}]}}}}+{{{{buckets:[{buckets}]}}}}x999999");
    assert_eq!(read(&line).expect_err("large"), "the histograms of a series may have 32000000 buckets at most");
    assert_eq!(read("m {{buckets:[1 2]}}+{{buckets:[1 1]}}x20000"), Ok(20_001));
}

#[test]
fn hints_on_brackets_in_any_order_do_not_panic() {
    for source in ["count(count by ) by (topic, (user_email) (x))", "sum(x by)", "sum( ) by ) by (", "{a!}“"] {
        let parse = common::parse(source);
        common::check_invariants(source, &parse);
        assert!(parse.has_errors(), "{source}");
    }
}
