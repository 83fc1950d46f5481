//! Queries as people write them, from text to tree, to checked tree, to optimized plan, to formatted text and to findings;
//! beside it what the crate `promql-parser` takes for the same queries, which it parses and prints.
#![allow(missing_docs)] // criterion's macros

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use promenade::MemoryStorage;
use promenade::documents::{Document, ReadOptions};
use promenade::lint::Linter;
use promenade::semantic::{Options, parse_and_check};
use promenade::syntax::{Variables, parse};
use promenade_benches::{MINUTE_MS, engine};
use promenade_format::format;

const QUERIES: &[&str] = &[
    r#"up{job="node"}"#,
    r#"sum by (instance) (rate(node_cpu_seconds_total{job="node", mode!~"idle|iowait"}[5m]))"#,
    r#"1 - node_memory_MemAvailable_bytes{job="node"} / node_memory_MemTotal_bytes{job="node"} > 0.9"#,
    r#"histogram_quantile(0.99, sum by (le, route) (rate(http_request_duration_seconds_bucket{code=~"2.."}[5m])))"#,
    r#"
    # Share of requests that failed, by service.
    sum by (service) (rate(http_requests_total{code=~"5.."}[10m] offset 1h))
      / on (service) group_left (team)
    sum by (service, team) (rate(http_requests_total[10m] offset 1h))
    "#,
    r#"max_over_time(sum without (cpu) (rate(container_cpu_usage_seconds_total{image!=""}[1m]))[1h:5m]) * 100"#,
    r#"label_replace(kube_pod_info{namespace=~"prod-.*"}, "host", "$1", "node", "(.+)\\.internal") unless on (pod) up"#,
    r#"topk(5, predict_linear(node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"}[6h], 4 * 3600)) < bool 0"#,
    r#"absent(up{job="api"} == 1) or vector(0) and hour() >= 8 < 18"#,
    "rate(requests_total[5m] @ end()) - rate(requests_total[5m] @ 1700000000)",
];

/// What all queries together are, so that bytes and queries a second are shown.
fn all() -> Throughput {
    let bytes = QUERIES.iter().map(|query| query.len() as u64).sum();
    Throughput::ElementsAndBytes { elements: QUERIES.len() as u64, bytes }
}

fn parsing(c: &mut Criterion) {
    let options = Options::default();
    let parse_options = options.parse_options();
    let (engine, storage) = (engine(), MemoryStorage::default());
    let mut group = c.benchmark_group("parse");
    group.throughput(all());
    group.bench_function("parse", |b| b.iter(|| each(|q| parse(q, &parse_options))));
    group.bench_function("promql-parser", |b| b.iter(|| each(|q| promql_parser::parser::parse(q).expect("accepted"))));
    group.bench_function("check", |b| b.iter(|| each(|q| parse_and_check(q, &options))));
    group.bench_function("plan", |b| {
        let plan = |q| engine.query(&storage, q).range(0, 60 * MINUTE_MS, MINUTE_MS).plan();
        b.iter(|| each(|q| plan(q).expect("the queries are right")));
    });
    group.finish();
}

/// A query while it is written: each prefix parsed, with what is expected at its end, and with what was probably meant.
fn writing(c: &mut Criterion) {
    let options = Options::default().parse_options();
    let prefixes: Vec<&str> =
        QUERIES.iter().flat_map(|query| query.char_indices().map(|(len, _)| &query[..len])).collect();
    let mut group = c.benchmark_group("prefixes");
    group.throughput(Throughput::Elements(prefixes.len() as u64));
    let mut bench = |name, run: &dyn Fn(&str)| {
        group.bench_function(name, |b| b.iter(|| prefixes.iter().for_each(|prefix| run(prefix))));
    };
    bench("parse", &|text| drop(black_box(parse(text, &options))));
    bench("expected_at", &|text| drop(black_box(parse(text, &options).expected_at(text.len(), &options))));
    bench("suggestions", &|text| drop(black_box(parse(text, &options).suggestions(&options))));
    group.finish();
}

/// Formatting includes parsing twice, since the result is compared with the source.
fn formatting(c: &mut Criterion) {
    let options = promenade_format::Options::default();
    let mut group = c.benchmark_group("format");
    group.throughput(all());
    group.bench_function("format", |b| b.iter(|| each(|q| format(q, &options).expect("the queries are right"))));
    group.bench_function("promql-parser", |b| {
        b.iter(|| each(|q| promql_parser::parser::parse(q).expect("accepted").prettify()));
    });
    group.finish();
}

/// Linting with the lints that are on by default: queries alone, and a rule file with each of them a hundred times.
fn linting(c: &mut Criterion) {
    let linter = Linter::default();
    let mut group = c.benchmark_group("lint");
    group.throughput(all());
    group.bench_function("queries", |b| b.iter(|| each(|q| linter.lint_query(q, Variables::None))));
    let file = rule_file(100);
    group.throughput(Throughput::ElementsAndBytes { elements: 100 * QUERIES.len() as u64, bytes: file.len() as u64 });
    let read = || Document::read("rules.yaml", &file, &ReadOptions::default());
    group.bench_function("rule_file", |b| b.iter(|| linter.lint(&[read()])));
    group.finish();
}

/// Rules that record the queries, so many times each.
fn rule_file(n_times: usize) -> String {
    let mut file = "groups:\n- name: all\n  rules:\n".to_owned();
    for i in 0..n_times {
        for (j, query) in QUERIES.iter().enumerate() {
            let lines = query.trim().replace('\n', "\n     ");
            let _ = writeln!(file, "  - record: job:rule_{i}_{j}:sum\n    expr: |\n      {lines}");
        }
    }
    file
}

fn each<T>(mut run: impl FnMut(&'static str) -> T) {
    for query in QUERIES {
        drop(black_box(run(query)));
    }
}

criterion_group!(benches, parsing, writing, formatting, linting);
criterion_main!(benches);
