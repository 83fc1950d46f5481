//! What the comparison with Prometheus found and no script can hold, because a re-run that scripts make of each query has
//! another answer, in Prometheus too.
#![allow(clippy::unwrap_used)] // test code

use promenade::{Engine, EngineOptions, Features};
use promenade_testkit::oracle::{Query, answer};
use promenade_testkit::{Script, load};
use serde_json::Value;

/// The answer to an instant query.
fn reply(data: &str, features: Features, expr: &str, time: i64) -> Value {
    let storage = load::load_script(&Script::parse(data).unwrap()).unwrap();
    let engine = Engine::new(EngineOptions::default().features(features));
    let query = Query { expr: expr.to_owned(), time: Some(time), ..Query::default() };
    serde_json::to_value(answer(&engine, &storage, query)).unwrap()
}

/// The rows of an instant query's answer, each as its label `i` and its value.
fn rows(data: &str, expr: &str, time: i64) -> Vec<(String, String)> {
    let reply = reply(data, Features::all(), expr, time);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |row: &Value| (text(&row["labels"]["i"]), text(&row["floats"][0][1]));
    reply["series"].as_array().into_iter().flatten().map(row).collect()
}

#[test]
fn what_is_left_of_a_ratio_stands_in_the_order_of_a_heap() {
    let series = [9, 9, 1, 1, 5, 1].iter().enumerate().map(|(i, v)| format!("  c{{i=\"{i}\"}} {v}\n"));
    let data = format!("load 1m\n{}", series.collect::<String>());
    let all = rows(&data, "limit_ratio(1, c)", 0);
    let expected = [("2", "1"), ("3", "1"), ("5", "1"), ("1", "9"), ("4", "5"), ("0", "9")];
    assert_eq!(all, expected.map(|(i, v)| (i.to_owned(), v.to_owned())));
}

#[test]
fn what_is_fixed_in_a_subquery_is_read_at_that_time() {
    let data = "load 1m\n  b{i=\"0\"} 9 8 7\n";
    let of = |expr| rows(data, expr, 120_000).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
    assert_eq!(of("last_over_time((b @ 42 offset 29s)[1m:] offset -38s)"), ["9"]);
    assert_eq!(of("last_over_time((b @ 70)[1m:] offset -38s)"), ["8"]);
    assert_eq!(of("last_over_time((b @ 70)[1m:] offset 38s)"), ["8"]);
}

#[test]
fn a_reader_meets_nothing_before_what_its_selector_reads() {
    let data = "load 1m\n  h {{count:73 sum:82 buckets:[50 23]}} _ {{count:9 sum:97 buckets:[2 7]}} {{count:13 sum:107 buckets:[3 10]}}\n";
    let warnings = |expr| reply(data, Features::all(), expr, 180_000)["warnings"].clone();
    assert_eq!(warnings("histogram_count(sum_over_time(h[3m]))"), Value::Null);
    assert_ne!(warnings("histogram_count(sum_over_time(h[3m1ms]))"), Value::Null);
}

#[test]
fn a_name_that_a_join_brings_back_stays_in_a_subquery() {
    let reply = reply(
        "load 1m\n  up{job=\"a\"} 1 1 1\n",
        Features::default(),
        "(up >= bool on (job) group_right (__name__) up)[1m:1m]",
        60_000,
    );
    assert_eq!(reply["series"][0]["labels"]["__name__"], "up");
}
