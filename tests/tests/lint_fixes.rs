//! A safe fix keeps the result of a query: the engine answers the same before and after, over series of all labels.
#![allow(clippy::unwrap_used)] // test code

use promenade::lint::{Linter, Safety, Selection, Settings};
use promenade::syntax::Variables;
use promenade::{
    Engine, EngineOptions, Features, Labels, MemoryStorage, MemoryStorageBuilder, QueryValue, StartTimestamp,
};

const MINUTE: i64 = 60_000;

/// Series of a few metrics with all combinations of some labels, one of which may be missing.
fn store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    let mut n = 0;
    for metric in ["up", "node_load1", "node_load5", "and"] {
        for job in ["", "api", "api-1", "api-prod", "web"] {
            for instance in ["a", "b", "^a$"] {
                let all = [("__name__", metric), ("job", job), ("instance", instance)];
                let labels: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
                let series = builder.series(&Labels::from_pairs(labels));
                n += 1;
                for step in 0..20 {
                    builder.append_float(series, step * MINUTE, (step * n) as f64 % 17.0, StartTimestamp::UNKNOWN);
                }
            }
        }
    }
    builder.build()
}

fn sorted(value: QueryValue) -> Vec<String> {
    match value {
        QueryValue::Vector(_, samples) => {
            let mut lines: Vec<String> = samples.iter().map(|sample| format!("{sample:?}")).collect();
            lines.sort_unstable();
            lines
        }
        other => vec![format!("{other:?}")],
    }
}

/// Queries with at least one safe fix each.
const QUERIES: &[&str] = &[
    // Regular expressions that are plain strings.
    r#"up{job=~"api"}"#,
    r#"up{job!~"api"}"#,
    r#"up{job=~""}"#,
    r#"up{job!~""}"#,
    r#"up{job=~"api\\-1"}"#,
    "up{job=~`api`, instance=~`a`}",
    // Anchors.
    r#"up{job=~"^api-.*$"}"#,
    r#"up{job=~"^api|web$"}"#,
    r#"up{job!~"^(api|web).*"}"#,
    r#"up{instance=~"\\^a\\$"}"#,
    "up{job=~`^api.+$`}",
    // Matchers that say nothing, alone, first, last, and with a comma after them.
    r#"up{job=~".*"}"#,
    r#"up{job=~".*", instance="a"}"#,
    r#"up{instance="a", job=~".*"}"#,
    r#"up{instance="a", job=~".*",}"#,
    r#"up{job="api", job=~"api|web"}"#,
    r#"up{job=~"api|web", job!="x"}"#,
    r#"up{job="api", job="api"}"#,
    // Names.
    r#"{__name__="up"}"#,
    r#"{__name__="up", job="api"}"#,
    r#"{job="api", __name__="up"}"#,
    r#"sum({__name__="and"})"#,
    // Parentheses, with words on both sides.
    "(up)",
    "sum((up))",
    "((up))",
    "sum by(job)((up))",
    "node_load1 and(up)or(node_load5)",
    "node_load1 and on(job)(up)unless node_load5",
    "(sum(up)) / (count(up))",
    "(1) + up",
    "max_over_time((up)[5m:1m])",
    "-(up)",
    // What changes nothing.
    "sum by () (up)",
    "sum(up) by ()",
    "sum by (job, job) (up)",
    "sum by (job, instance, job) (up)",
    "node_load1 + on (job, instance, job) node_load5",
    "node_load1 / ignoring () node_load5",
    "node_load1 > bool ignoring () node_load5",
    "up offset 0s",
    "max_over_time(up[5m] offset 0s)",
    "max_over_time(up[5m:1m] offset 0)",
    "up or node_load1 and node_load5",
    "up unless node_load1 or node_load5 and node_load1",
];

#[test]
fn safe_fixes_keep_the_result() {
    let linter = Linter::new(Settings::default().selection(Selection::all()));
    let engine = Engine::new(EngineOptions::default().features(Features::all()));
    let storage = store();
    let answer = |query: &str| {
        let result = engine.query(&storage, query).at(10 * MINUTE).wait();
        sorted(result.unwrap_or_else(|error| panic!("{query}: {error}")).value)
    };
    let mut n_fixes = 0;
    for query in QUERIES {
        for finding in linter.lint_query(query, Variables::None) {
            let Some(fix) = finding.fix.filter(|fix| fix.safety == Safety::Safe) else { continue };
            let fixed = fix.apply(query).unwrap();
            assert_eq!(answer(&fixed), answer(query), "{}: {query} became {fixed}", finding.lint.name);
            assert_ne!(fixed, *query);
            n_fixes += 1;
        }
    }
    assert!(n_fixes >= 40, "only {n_fixes} fixes were tried");
}
