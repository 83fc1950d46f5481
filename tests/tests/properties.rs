//! What holds for every query: drawn at random over all data of `testdata`, and evaluated in two ways that must agree.
#![allow(clippy::unwrap_used)] // test code

use futures_executor::block_on;
use promenade::model::{MatchOp, Matcher, SharedHistogram};
use promenade::storage::{FilteredStorage, TimeRange};
use promenade::{Engine, EngineOptions, Features, Labels, QueryError, QueryResult, QueryValue, SampleValue, Storage};
use promenade_tests::queries::{Generator, Random};
use promenade_tests::stores::{PlainStorage, TestStore, only, test_stores};

/// Queries for each store and property; `PROPERTY_QUERIES` says more, `PROPERTY_SEED` others.
const N_QUERIES: usize = 150;

/// When a query is evaluated.
#[derive(Debug, Clone, Copy)]
enum When {
    At(i64),
    Range(i64, i64, i64),
}

/// A query's outcome in a shape that can be compared to the last bit.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    Failed(String),
    Text(String),
    Rows(Vec<Row>),
}

/// Labels, and each sample with its time: the bits of a float or all of a histogram.
type Row = (Labels, Vec<(i64, Cell)>);

#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Float(u64),
    Histogram(String),
}

impl Cell {
    fn of(value: &SampleValue) -> Self {
        match value {
            SampleValue::Float(v) => Self::Float(v.to_bits()),
            SampleValue::Histogram(h) => Self::histogram(h),
        }
    }

    fn histogram(histogram: &SharedHistogram) -> Self {
        Self::Histogram(format!("{histogram:?}"))
    }

    fn is_close(&self, other: &Self) -> bool {
        let (Self::Float(a), Self::Float(b)) = (self, other) else { return self == other };
        let (a, b) = (f64::from_bits(*a), f64::from_bits(*b));
        (a.is_nan() && b.is_nan()) || a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
    }
}

impl Outcome {
    fn of(result: &Result<QueryResult, QueryError>) -> Self {
        match result {
            Ok(result) => Self::of_value(&result.value),
            Err(error) => Self::Failed(error.to_string()),
        }
    }

    fn of_value(value: &QueryValue) -> Self {
        match value {
            QueryValue::String(text) => Self::Text(text.clone()),
            QueryValue::Scalar(t, v) => Self::Rows(vec![(Labels::empty(), vec![(*t, Cell::Float(v.to_bits()))])]),
            QueryValue::Vector(t, samples) => {
                Self::Rows(samples.iter().map(|s| (s.labels.clone(), vec![(*t, Cell::of(&s.value))])).collect())
            }
            QueryValue::Matrix(series) => {
                let floats = |s: &promenade::RangeSeries| {
                    s.floats.iter().map(|(t, v)| (t, Cell::Float(v.to_bits()))).collect::<Vec<_>>()
                };
                let histograms = |s: &promenade::RangeSeries| {
                    s.histograms.iter().map(|(t, h)| (*t, Cell::histogram(h))).collect::<Vec<_>>()
                };
                Self::Rows(series.iter().map(|s| (s.labels.clone(), [floats(s), histograms(s)].concat())).collect())
            }
        }
    }

    /// The samples of one time, sorted by labels.
    fn at(&self, time_ms: i64) -> Vec<(Labels, Cell)> {
        let Self::Rows(rows) = self else { return Vec::new() };
        let cell = |row: &Row| row.1.iter().find(|(t, _)| *t == time_ms).map(|(_, cell)| (row.0.clone(), cell.clone()));
        let mut cells: Vec<_> = rows.iter().filter_map(cell).collect();
        cells.sort_by(|a, b| a.0.cmp(&b.0));
        cells
    }
}

fn engine(change: impl FnOnce(&mut EngineOptions)) -> Engine {
    let mut options = EngineOptions::default().features(Features::all()).threads(Some(2));
    change(&mut options);
    Engine::new(options)
}

fn run(engine: &Engine, storage: &dyn Storage, text: &str, when: When) -> Result<QueryResult, QueryError> {
    match when {
        When::At(t) => engine.query(storage, text).at(t).wait(),
        When::Range(start, end, step) => engine.query(storage, text).range(start, end, step).wait(),
    }
}

/// The value to the last bit, with all annotations.
fn all_of(engine: &Engine, storage: &dyn Storage, text: &str, when: When) -> (Outcome, Vec<String>) {
    let result = run(engine, storage, text, when);
    let annotations = result.as_ref().map(|r| &r.annotations);
    let texts = annotations.map(|a| [a.warnings(text), a.infos(text)].concat()).unwrap_or_default();
    (Outcome::of(&result), texts)
}

fn draw_times(random: &mut Random, store: &TestStore) -> When {
    let span = (store.end_ms - store.start_ms).max(1) as usize;
    let start = store.start_ms + random.below(span) as i64;
    if random.below(3) == 0 {
        return When::At(start);
    }
    let step = *random.of(&[7_000, 15_000, 30_000, 60_000, 100_000]);
    When::Range(start, start + step * random.below(20) as i64, step)
}

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Draws queries over each store and checks each; all disagreements are told, the shortest query first.
fn for_all(seed: u64, check: impl Fn(&TestStore, &str, When) -> Result<(), String>) {
    let (mut wrong, mut n_checked, mut n_drawn) = (Vec::new(), 0, 0);
    let checker = engine(|_| {}).language();
    for store in test_stores() {
        let mut generator = Generator::new(&store, seed ^ (setting("PROPERTY_SEED", 0) as u64) << 32);
        for _ in 0..setting("PROPERTY_QUERIES", N_QUERIES) {
            let text = generator.query();
            let when = draw_times(generator.random(), &store);
            n_drawn += 1;
            if promenade::semantic::parse_and_check(&text, &checker).into_result().is_err() {
                continue;
            }
            n_checked += 1;
            if let Err(why) = check(&store, &text, when) {
                wrong.push(format!("{text}\n  over {} {when:?}: {why}", store.name));
            }
        }
    }
    assert!(n_checked * 2 > n_drawn, "only {n_checked} of {n_drawn} queries are well typed");
    wrong.sort_by_key(String::len);
    let n_wrong = wrong.len();
    wrong.truncate(8);
    assert!(wrong.is_empty(), "{n_wrong} of {n_checked} disagree:\n{}", wrong.join("\n"));
}

fn equal<T: PartialEq + std::fmt::Debug>(a: &T, b: &T) -> Result<(), String> {
    if a == b { Ok(()) } else { Err(format!("\n  {}\n  {}", clip(a), clip(b))) }
}

fn clip(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").chars().take(700).collect()
}

#[test]
fn optimized_equals_unoptimized() {
    let (optimized, plain) = (engine(|_| {}), engine(|options| options.optimize = false));
    for_all(1, |store, text, when| {
        let a = all_of(&optimized, &store.storage, text, when);
        let b = all_of(&plain, &store.storage, text, when);
        // If several parts fail, the first to be computed tells.
        let both_failed = matches!((&a.0, &b.0), (Outcome::Failed(_), Outcome::Failed(_)));
        if both_failed { Ok(()) } else { equal(&a, &b) }
    });
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let engines = [1, 2, 8].map(|n| engine(|options| options.threads = Some(n)));
    for_all(2, |store, text, when| {
        let [one, two, eight] = &engines;
        let first = all_of(one, &store.storage, text, when);
        equal(&first, &all_of(two, &store.storage, text, when))?;
        equal(&first, &all_of(eight, &store.storage, text, when))
    });
}

#[test]
fn a_step_of_a_range_query_is_the_instant_query() {
    let engine = engine(|_| {});
    for_all(3, |store, text, when| {
        let When::Range(start, end, step) = when else { return Ok(()) };
        // These ask for the times of the query itself.
        if ["start()", "end()", "step()", "range()"].iter().any(|call| text.contains(call)) {
            return Ok(());
        }
        let ranged = match run(&engine, &store.storage, text, when) {
            Ok(result) => Outcome::of_value(&result.value),
            // A range vector cannot be ranged over; some other step may be at fault.
            Err(_) => return Ok(()),
        };
        for t in (start..=end).step_by(step as usize) {
            let instant = run(&engine, &store.storage, text, When::At(t)).map_err(|e| format!("at {t}: {e}"))?;
            let (a, b) = (ranged.at(t), Outcome::of_value(&instant.value).at(t));
            let is_same = a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.0 == b.0 && a.1.is_close(&b.1));
            if !is_same {
                return equal(&a, &b).map_err(|e| format!("at {t}: {e}"));
            }
        }
        Ok(())
    });
}

#[test]
fn a_printed_query_is_the_same_query() {
    let engine = engine(|_| {});
    for_all(4, |store, text, when| {
        // Which labels an absent series gets depends on the order of matchers of one label; printing sorts them.
        if text.contains("absent") {
            return Ok(());
        }
        let printed = promenade::syntax::parse(text, &engine.language().parse_options()).expr.to_string();
        let value = |text: &str| Outcome::of(&run(&engine, &store.storage, text, when));
        equal(&value(text), &value(&printed)).map_err(|e| format!("printed as {printed}: {e}"))
    });
}

#[test]
fn a_store_of_ones_own_gives_the_same_answers() {
    let engine = engine(|_| {});
    let stores: Vec<_> = test_stores().into_iter().map(|s| (s.name, PlainStorage::copy(&s.storage))).collect();
    for_all(5, |store, text, when| {
        let own = &stores.iter().find(|(name, _)| *name == store.name).unwrap().1;
        equal(&all_of(&engine, &store.storage, text, when), &all_of(&engine, own, text, when))
    });
}

#[test]
fn a_filtered_store_never_leaks() {
    let engine = engine(|_| {});
    let filtered = |store: &TestStore, i: usize| {
        let (name, value) = &store.labels[i % store.labels.len()];
        let matchers = vec![Matcher::new(MatchOp::Equal, name, value).unwrap()];
        (only(&store.storage, &matchers), FilteredStorage::new(store.storage.clone(), matchers))
    };
    for_all(6, |store, text, when| {
        let (alone, filtered) = filtered(store, text.len());
        equal(&all_of(&engine, &alone, text, when), &all_of(&engine, &filtered, text, when))?;
        equal(
            &block_on(alone.label_names(&[], TimeRange::ALL)).unwrap(),
            &block_on(filtered.label_names(&[], TimeRange::ALL)).unwrap(),
        )?;
        let (name, _) = &store.labels[text.len() / 2 % store.labels.len()];
        equal(
            &block_on(alone.label_values(name, &[], TimeRange::ALL)).unwrap(),
            &block_on(filtered.label_values(name, &[], TimeRange::ALL)).unwrap(),
        )
    });
}
