//! Subqueries that look far beyond the data give the same whether the store says where its samples lie or not.

use promenade::{
    Engine, EngineOptions, Features, MemoryStorage, MemoryStorageBuilder, QueryError, QueryResult, StartTimestamp,
    Storage, labels,
};
use promenade_tests::stores::PlainStorage;

fn store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for (name, i, from) in [("x", "1", 0), ("x", "2", 20), ("y", "1", 30)] {
        let id = builder.series(&labels! {"__name__" => name, "i" => i});
        (from..from + 40).for_each(|n| builder.append_float(id, n * 60_000, (n % 7) as f64, StartTimestamp::UNKNOWN));
    }
    builder.build()
}

/// What a subquery is over: some of it has samples where the store has none.
const INNER: &[&str] = &[
    "x",
    "none",
    "x offset 2h",
    "x offset -3d",
    "x @ 600",
    "x @ end()",
    "x smoothed",
    "rate(x[5m])",
    "rate(x[5m] anchored offset 1h)",
    "rate(x[1h] smoothed)",
    "sum by (i) (x)",
    "x + y",
    "x + on (i) fill (0) y",
    "x or y offset 1d",
    "x unless y",
    "x and y",
    "-x",
    "x * time()",
    "x > scalar(y)",
    "vector(1)",
    "vector(time())",
    "vector(scalar(x))",
    "x or vector(1)",
    "absent(x)",
    "absent_over_time(x[5m])",
    "count(x) or absent(x)",
    "topk(1, x)",
    "topk(scalar(y), x)",
    "quantile(2, x)",
    "quantile(time(), x)",
    "histogram_quantile(2, x)",
    "label_replace(x, \"a\", \"$1\", \"i\", \"(.*)\")",
    "clamp_max(x, scalar(y))",
    "timestamp(x)",
    "hour()",
    "hour(x)",
    "sort(x)",
    "count_over_time(x[1d:7m])",
    "count_over_time(x[1d:7m] offset -2d)",
    "count_over_time(x[1d:7m] @ 100)",
    "count_over_time(absent(x)[1h:10m])",
];

#[test]
fn same_as_over_a_store_that_does_not_say_where_its_samples_lie() {
    let (storage, plain) = (store(), PlainStorage::copy(&store()));
    for features in [Features::all(), Features { delayed_name_removal: false, ..Features::all() }] {
        let engine = Engine::new(EngineOptions::default().features(features).threads(Some(1)));
        for inner in INNER {
            for outer in ["count_over_time", "sum_over_time", "last_over_time", "absent_over_time"] {
                for window in ["[40d:3h]", "[3d:7m] offset -1d", "[3d:13m] @ 7200", "[90d:1d] offset 60d"] {
                    check(&engine, (&storage, &plain), &format!("{outer}(({inner}){window})"));
                }
            }
        }
    }
}

fn check(engine: &Engine, (known, unknown): (&MemoryStorage, &PlainStorage), query: &str) {
    let show = |result: Result<QueryResult, QueryError>| {
        format!("{:?}", result.map(|result| (result.value, result.annotations)).map_err(|error| error.to_string()))
    };
    for at in [0, 1_800_000, 86_400_000, -3_600_000] {
        let (a, b) = (engine.query(known, query).at(at), engine.query(unknown, query).at(at));
        assert_eq!(show(a.wait()), show(b.wait()), "{query} at {at}");
    }
    let range = |storage: &dyn Storage| show(engine.query(storage, query).range(0, 7_200_000, 1_200_000).wait());
    assert_eq!(range(known), range(unknown), "{query}");
}
