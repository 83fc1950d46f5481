//! Why a result is empty, and which part of a query fails.

use promenade::exposition::{LoadOptions, load};
use promenade::{Engine, EngineOptions, Features, MemoryStorage, MemoryStorageBuilder};

const DATA: &str = r#"
# TYPE requests_total counter
requests_total{path="/a",code="200"} 5 100000
requests_total{path="/b",code="500"} 2 100000
ticks_total 1 0
ticks_total 2 60000
ticks_total 3 120000
memory_bytes{host="a"} 5 100000
disk_bytes{host="b"} 6 100000
"#;

fn storage() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    load(DATA.as_bytes(), &LoadOptions::default(), &mut builder).expect("the text is valid");
    let gone = builder.series(&promenade::labels! {"__name__" => "gone"});
    builder.append_float(gone, 60_000, 1.0, promenade::StartTimestamp::UNKNOWN);
    builder.append_float(gone, 90_000, promenade::model::stale_nan(), promenade::StartTimestamp::UNKNOWN);
    builder.build()
}

fn engine() -> Engine {
    let mut features = Features::default();
    features.enable("promql-experimental-functions");
    Engine::new(EngineOptions::default().features(features))
}

/// Kind and text of the part for each reason.
fn reasons(query: &str) -> Vec<(&'static str, String)> {
    let storage = storage();
    let timed = engine().query(&storage, query).at(120_000);
    let value = timed.clone().wait().expect("the query has a result").value;
    assert!(format!("{value:?}").contains("[]"), "{query} is not empty: {value:?}");
    let reasons = timed.wait_for_empty_reasons().expect("the parts can be evaluated");
    reasons.iter().map(|reason| (reason.kind.name(), query[reason.range.clone()].to_owned())).collect()
}

#[test]
fn each_kind_of_reason_is_found_at_its_place() {
    for (query, expected) in [
        ("nosuch", &[("unknown-metric", "nosuch")][..]),
        ("sum by (code) (rate(nosuch[5m]))", &[("unknown-metric", "nosuch[5m]")]),
        (r#"requests_total{pth="/a"}"#, &[("unknown-label", r#"requests_total{pth="/a"}"#)]),
        (r#"requests_total{code=~"4.."}"#, &[("unknown-label-value", r#"requests_total{code=~"4.."}"#)]),
        (r#"requests_total{code="200",path="/b"}"#, &[("no-common-match", r#"requests_total{code="200",path="/b"}"#)]),
        (r#"{__name__=~"z.+"}"#, &[("unknown-label-value", r#"{__name__=~"z.+"}"#)]),
        ("requests_total offset 1h", &[("outside-time", "requests_total offset 1h")]),
        ("rate(requests_total[5m] offset 1h)", &[("outside-time", "requests_total[5m] offset 1h")]),
        ("gone", &[("ended", "gone")]),
        ("rate(requests_total[5m])", &[("too-few-samples", "rate(requests_total[5m])")]),
        ("rate(ticks_total[30s])", &[("too-few-samples", "rate(ticks_total[30s])")]),
        ("rate(ticks_total[1m:1m])", &[("too-few-samples", "rate(ticks_total[1m:1m])")]),
        ("max_over_time(rate(ticks_total[1m])[2m:1m])", &[("too-few-samples", "rate(ticks_total[1m])")]),
        ("requests_total > 10", &[("filtered", ">")]),
        ("3 == sum(requests_total)", &[("filtered", "==")]),
        ("memory_bytes > on () disk_bytes", &[("filtered", ">")]),
        ("memory_bytes / disk_bytes", &[("no-match", "/")]),
        ("memory_bytes > disk_bytes", &[("no-match", ">")]),
        ("memory_bytes and disk_bytes", &[("no-match", "and")]),
        ("memory_bytes and nosuch", &[("unknown-metric", "nosuch")]),
        ("memory_bytes unless memory_bytes", &[("all-excluded", "unless")]),
        ("nosuch unless memory_bytes", &[("unknown-metric", "nosuch")]),
        ("(memory_bytes > 9) or nosuch", &[("filtered", ">"), ("unknown-metric", "nosuch")]),
        ("absent(memory_bytes)", &[("present", "absent(memory_bytes)")]),
        ("histogram_quantile(0.9, memory_bytes)", &[("no-buckets", "histogram_quantile(0.9, memory_bytes)")]),
        ("histogram_count(memory_bytes)", &[("no-histograms", "histogram_count(memory_bytes)")]),
        ("topk(0, memory_bytes)", &[("no-result", "topk(0, memory_bytes)")]),
        ("info(nosuch)", &[("unknown-metric", "nosuch")]),
        ("-nosuch + on () group_left () (1 + nosuch2)", &[("unknown-metric", "nosuch"), ("unknown-metric", "nosuch2")]),
        ("sort(label_replace(nosuch, \"a\", \"b\", \"c\", \"d\"))", &[("unknown-metric", "nosuch")]),
        ("sum(nosuch @ 60)", &[("unknown-metric", "nosuch @ 60")]),
    ] {
        let expected: Vec<_> = expected.iter().map(|(kind, part)| (*kind, (*part).to_owned())).collect();
        assert_eq!(reasons(query), expected, "{query}");
    }
}

#[test]
fn ranges_of_time_are_explained_too() {
    let storage = storage();
    for (query, kind) in [
        ("rate(requests_total[5m])", "too-few-samples"),
        ("requests_total > 10", "filtered"),
        ("requests_total offset 1d", "outside-time"),
        ("sum(rate(nosuch[5m]))", "unknown-metric"),
        ("memory_bytes @ 0", "outside-time"),
    ] {
        let timed = engine().query(&storage, query).range(0, 120_000, 15_000);
        let reasons = timed.wait_for_empty_reasons().expect("the parts can be evaluated");
        assert_eq!(reasons.iter().map(|reason| reason.kind.name()).collect::<Vec<_>>(), [kind], "{query}");
    }
}

#[test]
fn a_store_without_series_and_a_long_query_are_no_problem() {
    let empty = MemoryStorage::default();
    let reasons = engine().query(&empty, "up").at(0).wait_for_empty_reasons().unwrap();
    assert_eq!(reasons[0].kind.name(), "no-data");
    let deep = format!("{}nosuch{}", "abs(".repeat(500), ")".repeat(500));
    let storage = storage();
    assert!(engine().query(&storage, &deep).at(0).wait_for_empty_reasons().is_ok());
}

#[test]
fn words_say_what_to_do() {
    let storage = storage();
    let said = |query: &str| {
        let reasons = engine().query(&storage, query).at(120_000).wait_for_empty_reasons().unwrap();
        format!("{}; {}", reasons[0], reasons[0].kind.help().unwrap_or_default())
    };
    for (query, words) in [
        ("requests", "there is no metric `requests`; did you mean `requests_total`?; "),
        ("up", "there is no metric `up`; a Prometheus server writes this metric for each scrape; no target exposes it"),
        (
            "rate(ticks_total[30s])",
            "`rate` needs two samples, but a window of 30s holds one: they are 1m apart; use a longer window, such as [4m]",
        ),
        (
            r#"memory_bytes{host="c"}"#,
            r#"no series of `memory_bytes` matches `host="c"`; the values of `host` are "a""#,
        ),
        (
            "memory_bytes / disk_bytes",
            "no series on the left of `/` has the same labels as a series on the right; a series on the left has \
             {host=\"a\"}, one on the right has {host=\"b\"}; match fewer labels with `on` or `ignoring`",
        ),
        ("requests_total > 10", "`>` lets nothing through: the values lie between 2 and 5; "),
        (
            "disk_bytes offset 1h",
            "the series have no samples from 1969-12-31T22:57:00.001Z to 1969-12-31T23:02:00Z; the first one is at \
             1970-01-01T00:01:40Z; ",
        ),
    ] {
        assert_eq!(said(query), words, "{query}");
    }
}

#[test]
fn the_part_that_fails_is_found() {
    let storage = storage();
    for (query, part) in [
        ("requests_total * on () requests_total", "*"),
        ("sum(memory_bytes * on () disk_bytes) + sum(requests_total - on () requests_total)", "-"),
        ("max_over_time((requests_total * on () requests_total)[5m:1m])", "*"),
        ("sum(ceil({__name__=~\".+_bytes\"} * 0 + on () group_left () (requests_total * on () disk_bytes)))", "*"),
        (r#"abs(label_replace(requests_total, "path", "", "path", ".*")) * 2"#, ""),
    ] {
        let timed = engine().query(&storage, query).at(120_000);
        let found = match timed.clone().wait() {
            Ok(_) => String::new(),
            Err(error) => {
                let range = timed.wait_for_error_range(&error);
                range.map_or_else(|| "nowhere".to_owned(), |range| query[range].to_owned())
            }
        };
        assert_eq!(found, part, "{query}");
    }
}
