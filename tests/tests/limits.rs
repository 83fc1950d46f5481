//! A query that would need more memory than it may have ends in an error that says so, and until then has taken no more
//! than its budget: the heap is measured while it runs.
#![allow(clippy::unwrap_used)] // it is a test

use std::fmt::Write;
use std::sync::Mutex;

use peak_alloc::PeakAlloc;
use promenade::model::FloatHistogram;
use promenade::model::histogram::{Buckets, CUSTOM_BUCKETS_SCHEMA, Span};
use promenade::{
    Engine, EngineOptions, ExecError, Features, Labels, MemoryStorage, MemoryStorageBuilder, QueryError, StartTimestamp,
};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const STEP_MS: i64 = 15_000;
const N_SAMPLES: i64 = 120;
const END_MS: i64 = STEP_MS * (N_SAMPLES - 1);

/// How much more than its budget a query may take: a fifth, and what small things add up to.
const TOLERANCE: f64 = 1.2;
const SMALL_BYTES: usize = 512 << 10;

/// Queries over `m` (floats), `c` (counters), `b` (classic buckets), `h` (native histograms), `w` (of layouts that
/// differ), `custom` and `info`.
const QUERIES: &[&str] = &[
    // Selectors and windows.
    "m",
    "m[30m]",
    "rate(c[5m])",
    "sum_over_time(m[5m])",
    "quantile_over_time(0.5, m[10m])",
    "mad_over_time(m[10m])",
    "rate(c[5m] anchored)",
    "rate(c[5m] smoothed)",
    "m smoothed",
    "last_over_time(m[5m])",
    "max_over_time(rate(c[1m])[10m:15s])",
    "sum_over_time(m[10m:1s])",
    "m @ end()",
    // Functions.
    "abs(m)",
    "clamp(m, 0, 1)",
    "round(m, 0.1)",
    "timestamp(m)",
    "label_replace(m, \"new\", \"$1-some-longer-text\", \"instance\", \"(.*)\")",
    "label_join(m, \"new\", \"/\", \"instance\", \"job\", \"instance\")",
    "sort(m)",
    "sort_desc(m)",
    "sort_by_label(m, \"instance\")",
    "absent(m)",
    "absent_over_time(m[5m])",
    "vector(time())",
    "scalar(m)",
    "info(m)",
    "histogram_quantile(0.9, b)",
    "histogram_fraction(0, 1, b)",
    // Aggregations.
    "sum(m)",
    "sum by (instance) (m)",
    "avg without (job) (m)",
    "stddev by (instance) (m)",
    "count_values(\"v\", m)",
    "count_values by (job) (\"v\", m)",
    "count_values(\"v\", h)",
    "topk(10, m)",
    "topk by (job) (1000, m)",
    "bottomk(1000, m)",
    "limitk(1000, m)",
    "limit_ratio(0.5, m)",
    "quantile(0.5, m)",
    "quantile by (instance) (0.5, m)",
    "group by (instance) (m)",
    // Operators.
    "-m",
    "m * 2",
    "m + m",
    "m == bool m",
    "m * on (instance) group_left (job) c",
    "m + on (job, instance) c",
    "m and c",
    "m and on (instance) c",
    "m or c",
    "m unless on (instance) c",
    "m + on (instance) fill (0) c",
    "m / ignoring (job) group_left sum without (job) (m)",
    // Native histograms.
    "h",
    "w",
    "h[30m]",
    "rate(h[5m])",
    "increase(w[5m])",
    "sum_over_time(h[5m])",
    "avg_over_time(w[5m])",
    "rate(h[5m] smoothed)",
    "irate(w[5m])",
    "last_over_time(h[5m])",
    "sum(h)",
    "sum by (instance) (h)",
    "avg(w)",
    "avg by (instance) (rate(w[5m]))",
    "sum(custom)",
    "h + h",
    "h - w",
    "h * 2",
    "w / 3",
    "-h",
    "h == h",
    "h or w",
    "h and w",
    "limitk(100, h)",
    "limit_ratio(0.5, w)",
    "sum_over_time(rate(h[1m])[5m:15s])",
    "histogram_count(h)",
    "histogram_avg(rate(h[5m]))",
    "histogram_stddev(h)",
    "histogram_quantile(0.9, h)",
    "histogram_quantiles(h, \"q\", 0.5, 0.9, 0.99)",
    "histogram_fraction(0, 1, w)",
    "h </ 1",
    "h @ end()",
    "label_replace(h, \"new\", \"$1-some-longer-text\", \"instance\", \"(.*)\")",
];

/// The heap is the process's: one test at a time may look at it.
static HEAP_IN_USE: Mutex<()> = Mutex::new(());

#[test]
fn queries_keep_to_their_budget() {
    let _alone = HEAP_IN_USE.lock();
    let storage = store();
    let mut failures = String::new();
    for query in QUERIES {
        check(&storage, query, None, &mut failures);
        if !query.ends_with(']') {
            check(&storage, query, Some(STEP_MS), &mut failures);
        }
    }
    // A grid of very many steps, at which there is nothing or little.
    for query in [
        "1",
        "vector(1)",
        "time()",
        "absent(none)",
        "m{instance=\"1\"}",
        "h{instance=\"1\"}",
        "sum(h{instance=~\"1.\"})",
    ] {
        check(&storage, query, Some(20), &mut failures);
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// Queries that look over years where there are minutes of data.
const LONG_SUBQUERIES: &[&str] = &[
    "sum(max_over_time(m[3y:1m]))",
    "sum(rate(m[3y:1m]))",
    "max_over_time(sum by (instance) (m)[3y:30s])",
    "sum(max_over_time(rate(c[5m])[3y:30s]))",
    "sum(max_over_time((m * 2 + m offset 5m)[3y:1m] offset -1h))",
    "sum(max_over_time(max_over_time(m[10m:1m])[3y:1m]))",
    "sum(count_over_time(m[3y:1m] @ 1000))",
    "max_over_time(topk(3, abs(m))[3y:1m])",
    "sum(last_over_time((m and on (instance) c or h)[3y:1m]))",
    "sum(sum_over_time(h[3y:1m]))",
];

#[test]
fn steps_of_subqueries_without_data_take_no_memory() {
    const MAX_BYTES: usize = 24 << 20;
    let _alone = HEAP_IN_USE.lock();
    let storage = store();
    for query in LONG_SUBQUERIES {
        for step_ms in [None, Some(10 * STEP_MS)] {
            let (outcome, peak) = run(&storage, query, step_ms, MAX_BYTES as u64);
            assert!(outcome.is_ok(), "{query}: {outcome:?}");
            assert!(!is_over(peak, MAX_BYTES as u64), "{query} takes {peak}");
        }
    }
}

#[test]
fn rows_of_subqueries_are_computed_a_few_at_a_time() {
    let _alone = HEAP_IN_USE.lock();
    // 500,000 steps with data, as `@` has it at all times.
    let (outcome, peak) = run(&store(), "sum(count_over_time(m{instance=~\".|..\"} @ 100 [1y:1m]))", None, 200 << 20);
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(!is_over(peak, 200 << 20), "takes {peak}");
}

/// Runs a query with plenty of memory, and then with less than it needs.
fn check(storage: &MemoryStorage, query: &str, step_ms: Option<i64>, failures: &mut String) {
    let (free, peak) = run(storage, query, step_ms, 1 << 40);
    let Ok(counted) = free else {
        writeln!(failures, "{query}: {free:?}").unwrap();
        return;
    };
    let kind = step_ms.map_or("instant".to_owned(), |step| format!("step {step}"));
    if is_over(peak, counted) {
        writeln!(failures, "{query} ({kind}): counts {counted} bytes and takes {peak}").unwrap();
    }
    for part in [2, 10] {
        let limit = counted / part;
        let (outcome, peak) = run(storage, query, step_ms, limit);
        match outcome {
            Err(QueryError::Exec { error: ExecError::OutOfMemory { limit: told }, .. }) if told == limit => {}
            other => writeln!(failures, "{query} ({kind}): with {limit} of {counted} bytes: {other:?}").unwrap(),
        }
        if is_over(peak, limit) {
            writeln!(failures, "{query} ({kind}): with {limit} of {counted} bytes takes {peak}").unwrap();
        }
    }
}

fn is_over(peak: usize, limit: u64) -> bool {
    peak > (limit as f64 * TOLERANCE) as usize + SMALL_BYTES
}

/// The bytes that were counted, and by how many the heap grew.
fn run(storage: &MemoryStorage, query: &str, step_ms: Option<i64>, max_bytes: u64) -> (Result<u64, QueryError>, usize) {
    let options =
        EngineOptions::default().features(Features::all()).max_bytes(max_bytes).max_samples(u64::MAX).threads(Some(2));
    let engine = Engine::new(options);
    // The threads' own memory is nobody's query.
    drop(engine.query(storage, "sum(m)").at(END_MS).wait());
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let query = engine.query(storage, query);
    let result = match step_ms {
        None => query.at(END_MS).wait(),
        Some(step_ms) => query.range(0, END_MS, step_ms).wait(),
    };
    let peak = HEAP.peak_usage().saturating_sub(before);
    (result.map(|result| result.stats.peak_bytes), peak)
}

fn store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in 0..1000_i64 {
        for name in ["m", "c"] {
            let id = builder.series(&labels(&[("__name__", name), ("instance", &i.to_string()), ("job", &job(i))]));
            for n in 0..N_SAMPLES {
                let v = if name == "m" { ((i * 31 + n * 17) % 1009) as f64 / 8.0 } else { (n * (i % 7 + 1)) as f64 };
                builder.append_float(id, n * STEP_MS, v, StartTimestamp::UNKNOWN);
            }
        }
    }
    for i in 0..200 {
        for (k, le) in ["0.1", "0.5", "1", "2", "+Inf"].into_iter().enumerate() {
            let id = builder.series(&labels(&[("__name__", "b"), ("instance", &i.to_string()), ("le", le)]));
            for n in 0..N_SAMPLES {
                builder.append_float(id, n * STEP_MS, (n * (k as i64 + 1)) as f64, StartTimestamp::UNKNOWN);
            }
        }
    }
    let info = labels(&[("__name__", "target_info"), ("instance", "1"), ("job", "a"), ("version", "1")]);
    let id = builder.series(&info);
    (0..N_SAMPLES).for_each(|n| builder.append_float(id, n * STEP_MS, 1.0, StartTimestamp::UNKNOWN));
    for i in 0..100_i64 {
        for name in ["h", "w", "custom"] {
            let id = builder.series(&labels(&[("__name__", name), ("instance", &i.to_string()), ("job", &job(i))]));
            for n in 0..N_SAMPLES {
                builder.append_histogram(id, n * STEP_MS, histogram(name, i, n), StartTimestamp::UNKNOWN);
            }
        }
    }
    builder.build()
}

fn labels(pairs: &[(&str, &str)]) -> Labels {
    Labels::from_pairs(pairs.iter().copied())
}

fn job(i: i64) -> String {
    ["a", "b", "c"][i as usize % 3].to_owned()
}

/// `h` keeps its layout, `w` has another at each sample, `custom` has one for each series.
fn histogram(name: &str, i: i64, n: i64) -> FloatHistogram {
    let n_buckets = if name == "h" { 40 } else { 20 };
    let counts: Vec<f64> = (0..n_buckets).map(|k| (n + 1) as f64 * f64::from(k % 5 + 1)).collect();
    let count = counts.iter().sum();
    let offset = if name == "w" { ((i + n) % 9 - 20) as i32 } else { 0 };
    let mut histogram = FloatHistogram {
        schema: 3,
        count,
        sum: count / 2.0,
        positive: Buckets::new([Span { offset, length: n_buckets as u32 }], counts),
        ..FloatHistogram::default()
    };
    if name == "custom" {
        histogram.schema = CUSTOM_BUCKETS_SCHEMA;
        histogram.custom_values = (0..n_buckets + i as i32 % 2).map(f64::from).collect();
    }
    histogram
}
