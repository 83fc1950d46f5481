//! What is offered where; `¦` is the cursor in these queries.
#![allow(clippy::unwrap_used)] // test code

mod common;

use common::{apply, complete, cursor, query, snapshot};
use promenade_ide::{Answer, Answers, Completion, MetadataRequest, Options, Query};

/// The first items are these, in this order.
fn check(marked: &str, first: &[&str]) {
    let list = complete(marked);
    let found: Vec<&str> = list.items.iter().take(first.len()).map(|item| item.label.as_str()).collect();
    assert_eq!(found, first, "{marked}");
}

/// None of these is offered.
fn check_absent(marked: &str, absent: &[&str]) {
    let list = complete(marked);
    let found: Vec<&str> = list.items.iter().map(|i| i.label.as_str()).filter(|l| absent.contains(l)).collect();
    assert!(found.is_empty(), "{marked}: {found:?}");
}

#[test]
fn the_best_items_come_first() {
    for (marked, first) in [
        ("ra¦", &["rate"][..]),
        ("sum(ra¦", &["rate"]),
        ("rate(http_requests¦[5m])", &["http_requests_total"]),
        ("¦(http_requests_total[5m])", &["rate", "increase"]),
        ("¦ by (job) (up)", &["sum"]),
        ("sum(up) ¦ (job)", &["by", "without"]),
        ("up{¦}", &["instance", "job"]),
        ("http_requests_total{c¦=\"500\"}", &["code"]),
        ("{¦=\"/login\"}", &["route"]),
        ("up{job=¦", &["api", "node"]),
        ("up{job=\"n¦\"}", &["node"]),
        ("http_requests_total{code=~\"200|5¦\"}", &["500"]),
        ("node_memory_MemFree_bytes / node_memory_¦", &["node_memory_MemFree_bytes", "node_memory_MemTotal_bytes"]),
        ("rate(http_request_duration_seconds_sum[5m]) / rate(¦[5m])", &["http_request_duration_seconds_count"]),
        ("histogram_quantile(0.9, sum by (¦) (rate(http_request_duration_seconds_bucket[5m])))", &["le"]),
        ("histogram_quantile(¦", &["0.99", "0.95", "0.9"]),
        ("histogram_quantile(0.9, sum by (le) (rate(¦[5m])))", &["http_request_duration_seconds_bucket"]),
        ("http_request_duration_seconds_bucket{le=\"¦\"}", &["+Inf", "0.1"]),
        ("sum by (¦) (up)", &["instance", "job"]),
        ("sum by (job, ¦) (up)", &["instance"]),
        ("up * on (¦) http_requests_total", &["instance", "job"]),
        ("up * on (job) group_left (¦) http_requests_total", &["code", "instance", "route"]),
        ("label_replace(http_requests_total, \"x\", \"$1\", \"ro¦\", \"(.*)\")", &["route"]),
        ("rate(http_requests_total[¦])", &["5m", "1h", "1m"]),
        ("rate(http_requests_total[2h]) + rate(http_requests_total[¦])", &["2h"]),
        ("rate(http_requests_total[15¦])", &["15m"]),
        ("up off¦", &["offset"]),
        ("up @ ¦", &["end()", "start()"]),
        ("topk(¦", &["5", "10"]),
        ("up un¦", &["unless"]),
    ] {
        check(marked, first);
    }
}

#[test]
fn what_cannot_stand_there_is_not_offered() {
    for (marked, absent) in [
        ("sum by (¦) (sum by (job) (http_requests_total))", &["route", "code", "instance"][..]),
        ("up{¦}", &["code", "route", "le"]),
        ("up{job=\"node\", instance=\"¦\"}", &["xyz"]),
        ("sum by (job, ¦) (up)", &["job", "__name__"]),
        ("up # ¦", &["rate", "up"]),
        ("up{job=\"¦", &["rate", "instance"]),
        ("http_requests_total{job=\"api\"} + ¦{job=\"api\"}", &["node_memory_MemFree_bytes"]),
    ] {
        check_absent(marked, absent);
    }
}

#[test]
fn items_are_put_in() {
    for (marked, label, after) in [
        ("sum(htt¦p)", "http_requests_total", "sum(http_requests_total)"),
        ("up{job=¦}", "api", "up{job=\"api\"}"),
        ("up{job=\"a¦x\"}", "api", "up{job=\"api\"}"),
        ("up{job='a¦'}", "api", "up{job='api'}"),
        ("up{job=\"a¦", "api", "up{job=\"api\""),
        ("up{instance=~\"b:80|a¦\"}", "a:9100", "up{instance=~\"b:80|a:9100\"}"),
        ("http_requests_total{route=~\"¦\"}", "/login", "http_requests_total{route=~\"/login\"}"),
        ("http¦", "http.active", "{\"http.active\"}"),
        ("label_replace(up, \"a\", \"\", ¦", "job", "label_replace(up, \"a\", \"\", \"job\""),
    ] {
        let list = complete(marked);
        let item = list.items.iter().find(|item| item.label == label);
        assert_eq!(apply(marked, item.unwrap_or_else(|| panic!("{marked}: {label}"))), after);
    }
}

#[test]
fn items_say_what_they_are() {
    let list = complete("http_requests_t¦");
    assert_eq!(list.items[0].detail, "counter");
    assert_eq!(list.items[0].documentation().as_deref(), Some("Requests that were answered."));
    let list = complete("rat¦");
    assert_eq!(list.items[0].detail, "rate(v range vector) -> instant vector");
    assert!(list.items[0].documentation().unwrap().contains("## `rate`"));
    assert_eq!(list.items[0].snippet.as_deref(), Some("rate(${1:v}[${2:5m}])"));
    assert!(list.items.iter().enumerate().all(|(i, item)| item.rank == i));
}

#[test]
fn completion_says_what_it_needs() {
    for (marked, requests) in [
        ("¦", &["metrics"][..]),
        ("rate(¦{job=\"api\"}[5m])", &["metrics for {job=\"api\"}"]),
        ("up{¦, job=\"api\"}", &["label names for {__name__=\"up\",job=\"api\"}"]),
        ("up{job=\"¦\", code!=\"5\"}", &["label values of job for {__name__=\"up\",code!=\"5\"}"]),
        (
            "sum by (¦) (a / b{c=\"d\"})",
            &["label names for {__name__=\"a\"}", "label names for {__name__=\"b\",c=\"d\"}"],
        ),
        ("rate(a[¦", &[]),
    ] {
        let (text, offset) = cursor(marked);
        let query = query(&text);
        let found: Vec<String> = Completion::at(&query, offset).requests().iter().map(ToString::to_string).collect();
        assert_eq!(found, requests, "{marked}");
    }
}

#[test]
fn answers_complete_what_was_asked() {
    let query = query("up{job=\"\"}");
    let completion = Completion::at(&query, 8);
    let mut answers = Answers::default();
    assert!(completion.complete(&answers).is_incomplete);
    for request in completion.requests() {
        assert!(matches!(&request, MetadataRequest::LabelValues { label, .. } if label == "job"));
        answers.insert(&request, Answer::Names(vec!["a".into(), "b".into()]));
        assert!(answers.has(&request));
    }
    let list = completion.complete(&answers);
    assert!(!list.is_incomplete);
    assert_eq!(list.items.iter().map(|item| item.label.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn variables_are_offered_where_they_may_stand() {
    let options = Options::default().variables(promenade_syntax::Variables::Grafana);
    for (marked, label) in [("rate(up[¦])", "$__rate_interval"), ("up{job=~\"¦\"}", "$job"), ("up{¦=~\"$job\"}", "job")]
    {
        let (text, offset) = cursor(marked);
        let query = Query::new(&text, options);
        let list = Completion::at(&query, offset).complete(&snapshot());
        assert!(list.items.iter().take(3).any(|item| item.label == label), "{marked}: {:?}", list.items);
    }
}
