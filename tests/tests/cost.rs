//! What queries cost, against the costs that Prometheus recorded: series touched, samples read and samples looked at, the
//! most samples held at once, and our estimate of what is read.
//!
//! What differs, as far as the table leaves room:
//! - counts: a series of Prometheus's head that ended before a selector's time counts as touched where another selector
//!   looks at an earlier time, as the open chunk of the head has no end;
//! - peak: steps of subqueries at which the store has nothing are not evaluated here, so that scalars beside them are not
//!   held either, and a limit is met later;
//! - estimate: one query that reads nothing at the edge of a series.
#![allow(clippy::unwrap_used)] // it is a test

use std::path::Path;

use promenade::{Engine, EngineOptions, Features, MemoryStorage, TimedQuery};
use promenade_testkit::{Script, load};
use promenade_tests::shared::{read, say};
use promenade_tests::{Count, check_counts, shared_dir};
use serde::Deserialize;

/// The sets of data; each has 400 queries.
const DATA: [&str; 6] = ["floats", "classic", "cluster", "starts", "native", "names"];

/// An estimate is good where it is no more than twice what is read and no less than half of it. Where next to nothing is
/// read, being off by so many samples is good as well.
const FACTOR: u64 = 2;
const SMALL: u64 = 10;

/// A line of recorded costs.
#[derive(Debug, Deserialize)]
struct Recorded {
    expr: String,
    time: Option<i64>,
    start: Option<i64>,
    end: Option<i64>,
    step: Option<i64>,
    series: u64,
    samples: u64,
    queryable_samples: u64,
    peak_samples: u64,
    error: Option<String>,
}

impl Recorded {
    fn prepare<'a>(&self, engine: &Engine, storage: &'a MemoryStorage) -> TimedQuery<&'a MemoryStorage> {
        let query = engine.query(storage, &self.expr);
        match (self.time, self.start, self.end, self.step) {
            (Some(time), ..) => query.at(time),
            (None, Some(start), Some(end), Some(step)) => query.range(start, end, step),
            _ => panic!("{self:?} has no time"),
        }
    }
}

/// What is found of a query, each as nothing or what differs.
struct Outcome {
    counts: Option<String>,
    peak: Option<String>,
    estimate: Option<String>,
}

fn check(engine: &Engine, storage: &MemoryStorage, recorded: &Recorded) -> Outcome {
    let told = |what: &str| {
        Some(format!(
            "{what}: {} ({:?} {:?} {:?} {:?})",
            recorded.expr, recorded.time, recorded.start, recorded.end, recorded.step
        ))
    };
    let result = match recorded.prepare(engine, storage).wait() {
        Ok(result) => result,
        Err(_) if recorded.error.is_some() => return Outcome { counts: None, peak: None, estimate: None },
        Err(error) => {
            let told = || told(&error.to_string());
            return Outcome { counts: told(), peak: told(), estimate: told() };
        }
    };
    let stats = result.stats;
    let ours = (stats.n_series, stats.n_samples_read, stats.n_queryable_samples);
    let theirs = (recorded.series, recorded.samples, recorded.queryable_samples);
    let counts = if ours == theirs { None } else { told(&format!("{ours:?}, not {theirs:?}")) };
    let peak = stats.n_peak_samples.unwrap_or(0);
    let peak =
        if peak == recorded.peak_samples { None } else { told(&format!("{peak}, not {}", recorded.peak_samples)) };
    let estimated = recorded.prepare(engine, storage).wait_for_estimate().unwrap().n_samples;
    let is_good = estimated <= FACTOR * recorded.samples && recorded.samples <= FACTOR * estimated
        || estimated.abs_diff(recorded.samples) <= SMALL;
    let estimate = if is_good { None } else { told(&format!("estimated {estimated} of {}", recorded.samples)) };
    Outcome { counts, peak, estimate }
}

fn store(script: &Path) -> MemoryStorage {
    let script = Script::parse(&read(script)).unwrap_or_else(|e| panic!("{}: {e}", script.display()));
    load::load_script(&script).unwrap()
}

#[test]
fn costs_are_those_of_prometheus() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded") else { return };
    let features = Features::all();
    let engine = Engine::new(EngineOptions::default().features(features).full_stats(true));
    let mut counts = Vec::new();
    for data in DATA {
        let script = folder.join(format!("{data}.test"));
        let storage = store(&script);
        let text = read(&folder.join(format!("{data}.cost.jsonl")));
        let recorded: Vec<Recorded> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let outcomes: Vec<Outcome> = recorded.iter().map(|recorded| check(&engine, &storage, recorded)).collect();
        let count = |what: &str, of: fn(&Outcome) -> &Option<String>| {
            let failures: Vec<String> = outcomes.iter().filter_map(|outcome| of(outcome).clone()).collect();
            let n_passed = outcomes.len() - failures.len();
            Count { file: format!("{data} {what}"), n_passed, n_explained: 0, n_total: outcomes.len(), failures }
        };
        counts.push(count("counts", |outcome| &outcome.counts));
        counts.push(count("peak", |outcome| &outcome.peak));
        counts.push(count("estimate", |outcome| &outcome.estimate));
    }
    for count in &counts {
        count.failures.iter().for_each(|failure| say(&format!("{}: {failure}", count.file)));
    }
    check_counts("cost.tsv", &counts);
}
