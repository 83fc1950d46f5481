//! Queries that a fuzzer or a hostile user would write: each is answered or refused, soon, and within its limits.

use std::time::{Duration, Instant};

use promenade::{
    Engine, EngineOptions, ErrorKind, Features, Labels, MemoryStorage, MemoryStorageBuilder, QueryError, QueryResult,
    StartTimestamp, labels,
};

const MAX_BYTES: u64 = 8 << 20;

/// Far more than each takes, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

fn store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for pod in ["a", "b", "c"] {
        let id = builder.series(&labels! {"__name__" => "x", "pod" => pod});
        (0..40).for_each(|i| builder.append_float(id, i * 15_000, i as f64, StartTimestamp::UNKNOWN));
    }
    builder.build()
}

fn one(builder: &mut MemoryStorageBuilder, labels: &Labels) {
    let id = builder.series(labels);
    builder.append_float(id, 0, 1.0, StartTimestamp::UNKNOWN);
}

fn engine() -> Engine {
    Engine::new(
        EngineOptions::default()
            .features(Features::all())
            .max_bytes(MAX_BYTES)
            .timeout(Some(Duration::from_secs(5)))
            .threads(Some(1)),
    )
}

fn range(query: &str, start_ms: i64, end_ms: i64, step_ms: i64) -> Result<QueryResult, ErrorKind> {
    let (engine, storage) = (engine(), store());
    within_limits(query, || engine.query(&storage, query).range(start_ms, end_ms, step_ms).wait())
}

fn at(query: &str, time_ms: i64) -> Result<QueryResult, ErrorKind> {
    let (engine, storage) = (engine(), store());
    within_limits(query, || engine.query(&storage, query).at(time_ms).wait())
}

fn within_limits(query: &str, run: impl FnOnce() -> Result<QueryResult, QueryError>) -> Result<QueryResult, ErrorKind> {
    let begin = Instant::now();
    let result = run();
    assert!(begin.elapsed() < PATIENCE, "{:?} for {query:.80}", begin.elapsed());
    if let Ok(result) = &result {
        assert!(result.stats.peak_bytes <= MAX_BYTES, "{} bytes for {query:.80}", result.stats.peak_bytes);
    }
    result.map_err(|error| error.kind())
}

#[test]
fn a_query_of_too_many_steps_is_refused() {
    for query in [
        "1",
        "time()",
        "-time()",
        "step()",
        "max_of(time(), 1)",
        "vector(1)",
        "vector(time())",
        "scalar(x)",
        "nothing",
        "x",
        "x + time()",
        "absent(x)",
        "absent(nothing)",
        "absent_over_time(nothing[5m])",
        "topk(1, nothing)",
        "limitk(time(), x)",
        "quantile(time(), x)",
        "count_values(\"v\", x)",
        "clamp(x, time(), 1)",
        "round(x, scalar(x))",
        "histogram_quantile(time(), x)",
        "x and nothing",
        "x or nothing",
        "info(x)",
        "sort(x)",
        "x @ 0",
    ] {
        for (start_ms, end_ms) in [(0, 9_000_000_000_000_000_000), (i64::MIN, i64::MAX), (0, 1 << 40)] {
            let kind = range(query, start_ms, end_ms, 1).err();
            assert_eq!(kind, Some(ErrorKind::Limit), "{query} from {start_ms} to {end_ms}");
        }
    }
}

#[test]
fn a_subquery_of_too_many_steps_is_refused() {
    for query in [
        "sum_over_time((x @ 0)[100y:1ms])",
        "max_over_time(vector(1)[100y:1ms])",
        "max_over_time(vector(time())[100y:1ms])",
        "count_over_time(topk(time(), nothing)[100y:1ms])",
        "absent_over_time((x or absent(nothing))[100y:1ms])",
    ] {
        assert_eq!(at(query, 0).err(), Some(ErrorKind::Limit), "{query}");
    }
}

#[test]
fn steps_of_a_subquery_without_data_are_not_computed() {
    for query in [
        "sum_over_time(x[100y:1ms])",
        "count_over_time(topk(1, nothing)[100y:1ms])",
        "absent_over_time(nothing[100y:1ms])",
        "max_over_time(sum(rate(x[5m] offset 10y))[100y:1ms])",
    ] {
        assert_eq!(at(query, 0).err(), None, "{query}");
    }
}

#[test]
fn times_at_the_ends_of_time_are_times() {
    for query in [
        "x",
        "x @ 9.2e15",
        "x @ -9.2e15",
        "x @ 9.2e18",
        "x @ 9.2e15 offset -292y",
        "x @ -9.2e15 offset 292y",
        "rate(x[292y])",
        "rate(x[292y] offset -292y)",
        "rate(x[292y] @ 9.2e18 offset -292y)",
        "rate(x[292y] @ -9.2e18 offset 292y)",
        "rate(x[5m] anchored)",
        "rate(x[292y] smoothed)",
        "x smoothed",
        "max_over_time(x[10s:1s])",
        "max_over_time(x[10s:1s] @ 9.2e18)",
        "max_over_time(x[10s:1s] @ 9.2e18 offset -292y)",
        "max_over_time(x[10s:1s] @ -9.2e18 offset 292y)",
        "max_over_time(x[292y:290y] offset -292y)",
        "max_over_time(x[1e9:9e9])",
        "timestamp(x)",
        "predict_linear(x[5m], 1e308)",
        "deriv(x[292y:73y])",
        "info(x)",
        "minute()",
        "year(vector(9.2e18))",
        "days_in_month(vector(-1e308))",
        "end() - start()",
        "range()",
        "absent_over_time(x[292y])",
    ] {
        for time_ms in [i64::MIN, i64::MIN + 1, i64::MAX, i64::MAX - 1, 0, 600_000] {
            let _ = at(query, time_ms);
        }
        for (start_ms, end_ms) in [(i64::MIN, i64::MAX), (i64::MAX - 10, i64::MAX), (i64::MIN, i64::MIN + 10)] {
            let _ = range(query, start_ms, end_ms, i64::MAX / 3);
            let _ = range(query, start_ms, end_ms, i64::MAX);
        }
    }
}

#[test]
fn numbers_that_nobody_needs_do_no_harm() {
    for query in [
        "topk(1e18, x)",
        "topk(-1e18, x)",
        "topk(1e308, x)",
        "topk(NaN, x)",
        "limitk(9e18, x)",
        "limit_ratio(1e308, x)",
        "limit_ratio(-NaN, x)",
        "quantile(1e308, x)",
        "quantile(-Inf, x)",
        "quantile(NaN, x)",
        "quantile_over_time(1e308, x[10m])",
        "histogram_quantile(1e308, x)",
        "histogram_fraction(1e308, -1e308, x)",
        "round(x, 5e-324)",
        "round(x, 1e308)",
        "clamp(x, 1e308, -1e308)",
        "predict_linear(x[10m], 1e308)",
        "double_exponential_smoothing(x[10m], 5e-324, 0.999999)",
        "x ^ 1e308",
        "x % 5e-324",
        "label_replace(x, \"y\", \"$99999999999\", \"pod\", \"(.*)\")",
        "count_values(\"v\", x * 1.7976931348623157e308)",
    ] {
        let _ = at(query, 600_000);
        let _ = range(query, 0, 600_000, 15_000);
    }
}

#[test]
fn labels_that_grow_and_grow_are_memory() {
    let sources = "\"pod\",".repeat(50);
    let sources = sources.trim_end_matches(',');
    let join = |inner: &str| format!("label_join({inner}, \"pod\", \"\", {sources})");
    let joined = (0..40).fold("x".to_owned(), |inner, _| join(&inner));
    assert_eq!(at(&joined, 0).err(), Some(ErrorKind::Limit));

    let replacement = "$1".repeat(50);
    let replace = |inner: &str| format!("label_replace({inner}, \"pod\", \"{replacement}\", \"pod\", \"(.*)\")");
    let replaced = (0..40).fold("x".to_owned(), |inner, _| replace(&inner));
    assert_eq!(at(&replaced, 0).err(), Some(ErrorKind::Limit));
}

#[test]
fn a_long_label_that_a_join_copies_is_memory() {
    let mut builder = MemoryStorageBuilder::new();
    for pod in 0..1000 {
        one(&mut builder, &labels! {"__name__" => "x", "pod" => &pod.to_string()});
    }
    one(&mut builder, &labels! {"__name__" => "y", "long" => &"l".repeat(100_000)});
    let (engine, storage) = (engine(), builder.build());
    let query = "x * on () group_left (long) y";
    let result = within_limits(query, || engine.query(&storage, query).at(0).wait());
    assert_eq!(result.err(), Some(ErrorKind::Limit));
}
