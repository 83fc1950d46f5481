//! What the comparison with Prometheus found and no script can hold, because a re-run that scripts make of each query has
//! another answer, in Prometheus too.
#![allow(clippy::unwrap_used)] // they are tests

use promenade::{Engine, EngineOptions, Features};
use promenade_testkit::oracle::{Query, answer};
use promenade_testkit::{Script, load};
use serde_json::Value;

/// The rows of an instant query's answer, each as its label `i` and its value.
fn rows(data: &str, expr: &str, time: i64) -> Vec<(String, String)> {
    let storage = load::load_script(&Script::parse(data).unwrap()).unwrap();
    let engine = Engine::new(EngineOptions { features: Features::all(), ..EngineOptions::default() });
    let query = Query { expr: expr.to_owned(), time: Some(time), ..Query::default() };
    let reply = serde_json::to_value(answer(&engine, &storage, query)).unwrap();
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
fn a_subquery_that_starts_with_the_query_shifts_what_is_fixed_inside() {
    let data = "load 1m\n  b{i=\"0\"} 9 8 7\n";
    let of = |expr| rows(data, expr, 120_000).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
    assert!(of("last_over_time((b @ 42 offset 29s)[1m:] offset -38s)").is_empty());
    assert_eq!(of("last_over_time((b @ 70)[1m:] offset -38s)"), ["9"]);
    assert_eq!(of("last_over_time((b @ 70)[1m:] offset 38s)"), ["8"]);
}
