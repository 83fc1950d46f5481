//! Queries over a store in memory, end to end.

use promenade::{
    Engine, EngineOptions, ErrorKind, MemoryStorage, MemoryStorageBuilder, QueryValue, SampleValue, StartTimestamp,
    labels,
};

fn counters() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for pod in 0..3 {
        let id = builder.series(&labels! {"__name__" => "requests_total", "pod" => &pod.to_string()});
        for i in 0..40 {
            builder.append_float(id, i * 15_000, (i * (pod + 1)) as f64, StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

fn floats(query: &str) -> Vec<(String, f64)> {
    let storage = counters();
    let engine = Engine::new(EngineOptions::default());
    let value = engine.query(&storage, query).at(585_000).wait().expect("the query is right").value;
    let QueryValue::Vector(_, samples) = value else { panic!("{query} gives {value:?}") };
    let float = |value| if let SampleValue::Float(v) = value { v } else { panic!("a float is expected") };
    samples.into_iter().map(|s| (s.labels.to_string(), float(s.value))).collect()
}

#[test]
fn selectors_functions_aggregations_and_joins() {
    let cases: &[(&str, &[(&str, f64)])] = &[
        ("requests_total{pod=\"1\"}", &[("{__name__=\"requests_total\", pod=\"1\"}", 78.0)]),
        ("round(rate(requests_total{pod=\"0\"}[5m]) * 15)", &[("{pod=\"0\"}", 1.0)]),
        ("round(sum(rate(requests_total[1m]) * 15))", &[("{}", 6.0)]),
        ("max_over_time(requests_total{pod=\"2\"}[5m:1m])", &[("{pod=\"2\"}", 108.0)]),
        ("requests_total{pod=\"1\"} / ignoring (pod) requests_total{pod=\"2\"} * 3", &[("{}", 2.0)]),
        ("vector(scalar(requests_total{pod=\"0\"}))", &[("{}", 39.0)]),
        ("absent(nothing{a=\"b\"})", &[("{a=\"b\"}", 1.0)]),
    ];
    for (query, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|(labels, v)| ((*labels).to_owned(), *v)).collect();
        assert_eq!(floats(query), expected, "{query}");
    }
}

#[test]
fn a_grid_of_too_many_steps_ends_in_an_error() {
    let storage = counters();
    let engine = Engine::new(EngineOptions::default());
    let queries = ["1", "time()", "absent(nothing)", "vector(1)", "hour()", "scalar(requests_total)", "requests_total"];
    for query in queries {
        let error = engine.query(&storage, query).range(0, 9_000_000_000_000, 1).wait().expect_err(query);
        assert_eq!(error.kind(), ErrorKind::Limit, "{query}");
    }
    let error = engine.query(&storage, "sum_over_time(vector(1)[100y:1ms])").at(0).wait().expect_err("a subquery");
    assert_eq!(error.kind(), ErrorKind::Limit);
}

#[test]
fn a_range_that_ends_before_it_starts_is_empty() {
    let storage = counters();
    let engine = Engine::new(EngineOptions::default());
    for query in [
        "1",
        "time()",
        "vector(1)",
        "scalar(requests_total)",
        "absent(nothing)",
        "requests_total",
        "rate(requests_total[5m])",
        "max_over_time(requests_total[5m:1m])",
        "max_over_time(requests_total[5m:1m] offset -10m)",
        "requests_total @ 60 + requests_total",
        "sum by (pod) (requests_total) / on () group_left count(requests_total)",
        "topk(1, requests_total) or requests_total",
        "quantile(2, requests_total)",
        "count_values(\"v\", requests_total)",
        "sort(label_replace(requests_total, \"a\", \"$1\", \"pod\", \"(.*)\"))",
    ] {
        for (start_ms, end_ms) in [(60_000, 0), (60_000, 59_999), (0, -60_000), (i64::MAX, i64::MIN)] {
            let result = engine.query(&storage, query).range(start_ms, end_ms, 15_000).wait().expect(query);
            assert!(matches!(&result.value, QueryValue::Matrix(series) if series.is_empty()), "{query}: {result:?}");
            assert!(result.annotations.is_empty(), "{query}: {result:?}");
        }
        // What is wrong with a query is wrong at no time, too.
        assert!(engine.query(&storage, "rate(requests_total)").range(60_000, 0, 15_000).wait().is_err());
    }
}
