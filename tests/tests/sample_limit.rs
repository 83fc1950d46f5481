//! The least limit on samples at which Prometheus answers a query is the least at which we do: recorded for queries of all
//! kinds over `testdata/sample-limit/data.test`.
#![allow(clippy::unwrap_used)] // it is a test

use promenade::{Engine, EngineOptions, ExecError, Features, MemoryStorage, QueryError, TimedQuery};
use promenade_testkit::{Script, load};
use promenade_tests::shared::{read, root};

/// A line of the table.
struct Row<'a> {
    limit: u64,
    times: Vec<i64>,
    query: &'a str,
}

impl<'a> Row<'a> {
    fn read(line: &'a str) -> Self {
        let fields: Vec<&str> = line.splitn(3, '\t').collect();
        let [limit, times, query] = fields.as_slice() else { panic!("not limit, times, query: {line}") };
        Self {
            limit: limit.parse().unwrap(),
            times: times.split(' ').map(|time| time.parse().unwrap()).collect(),
            query,
        }
    }

    fn prepare(&self, engine: &'a Engine, storage: &'a MemoryStorage) -> TimedQuery<&'a MemoryStorage> {
        match *self.times.as_slice() {
            [time] => engine.query(storage, self.query).at(time),
            [start, end, step] => engine.query(storage, self.query).range(start, end, step),
            _ => panic!("neither a time nor start, end and step: {:?}", self.times),
        }
    }

    /// Whether we answer at a limit.
    fn is_answered(&self, storage: &MemoryStorage, max_samples: u64) -> bool {
        let features = Features { experimental_functions: true, binop_fill_modifiers: true, ..Features::default() };
        let engine = Engine::new(EngineOptions::default().features(features).max_samples(max_samples));
        match self.prepare(&engine, storage).wait() {
            Ok(_) => true,
            Err(QueryError::Exec { error: ExecError::TooManySamples { limit }, .. }) if limit == max_samples => false,
            Err(error) => panic!("{}: {error}", self.query),
        }
    }

    fn check(&self, storage: &MemoryStorage) -> Option<String> {
        let told = |what: &str| Some(format!("{what} at {}: {} {:?}", self.limit, self.query, self.times));
        if !self.is_answered(storage, self.limit) {
            return told("refused");
        }
        let is_refused_below = self.limit == 0 || !self.is_answered(storage, self.limit - 1);
        if is_refused_below { None } else { told("answered below") }
    }
}

fn storage() -> MemoryStorage {
    let script = Script::parse(&read(&root().join("testdata/sample-limit/data.test"))).unwrap();
    load::load_script(&script).unwrap()
}

fn table() -> String {
    read(&root().join("testdata/sample-limit/thresholds.tsv"))
}

fn rows(table: &str) -> Vec<Row<'_>> {
    let rows: Vec<Row<'_>> = table.lines().filter(|line| !line.starts_with('#')).map(Row::read).collect();
    assert!(rows.len() > 500);
    rows
}

#[test]
fn the_counts_of_a_step_are_those_of_a_query_at_its_time() {
    let (storage, table) = (storage(), table());
    let features = Features { per_step_stats: true, ..Features::all() };
    let engine = Engine::new(EngineOptions::default().features(features));
    let mut n_compared = 0;
    for row in rows(&table).iter().filter(|row| row.times.len() == 3 && !row.query.contains("()")) {
        let stats = row.prepare(&engine, &storage).wait().unwrap().stats;
        let steps = stats.steps.unwrap();
        assert_eq!(steps.n_samples_read.iter().sum::<u64>(), stats.n_samples_read, "{}", row.query);
        assert_eq!(steps.n_queryable_samples.iter().sum::<u64>(), stats.n_queryable_samples, "{}", row.query);
        for (step_idx, n) in steps.n_queryable_samples.iter().enumerate().step_by(7) {
            let at = engine.query(&storage, row.query).at(steps.at(step_idx)).wait().unwrap().stats;
            assert_eq!(at.n_queryable_samples, *n, "{} at step {step_idx}", row.query);
            n_compared += 1;
        }
    }
    assert!(n_compared > 500);
}

#[test]
fn limits_on_samples_are_met_where_prometheus_meets_them() {
    let (storage, table) = (storage(), table());
    let rows = rows(&table);
    let differences: Vec<String> = rows.iter().filter_map(|row| row.check(&storage)).collect();
    assert!(differences.is_empty(), "{} of {}:\n{}", differences.len(), rows.len(), differences.join("\n"));
}
