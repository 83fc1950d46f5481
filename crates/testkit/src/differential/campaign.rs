//! Many queries over many sets of data.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::compare::{Class, Difference};
use super::judge::{Judge, Verdict};
use super::process::Program;
use super::shrink::{Case, shrink};
use crate::generate::Vocabulary;
use crate::generate::data::{DataSet, KINDS, Kind};
use crate::generate::query::QueryGenerator;
use crate::oracle::Query;

/// What to compare.
#[derive(Debug, Clone)]
pub struct Options {
    /// The oracle's program.
    pub program: PathBuf,
    /// Queries in all.
    pub n_queries: usize,
    /// Sets of data.
    pub n_data_sets: usize,
    /// The first seed; each set of data has the next one.
    pub seed: u64,
    /// Lists of features; they take turns from one set of data to the next.
    pub features: Vec<String>,
    /// Differing queries that are made small; the others are only counted.
    pub n_shrunk: usize,
    /// Only data of these kinds; all where none is named.
    pub kinds: Vec<String>,
}

/// Lists of features that take turns: all, none, all, and all but that names are dropped at the end.
pub const FEATURES: [&str; 4] = [
    "all",
    "",
    "all",
    "promql-experimental-functions,promql-binop-fill-modifiers,promql-unquoted-utf8-names,use-start-timestamps",
];

impl Options {
    /// A comparison with a program, of no query yet.
    pub fn of(program: PathBuf) -> Self {
        let features = FEATURES.map(str::to_owned).to_vec();
        Self { program, n_queries: 0, n_data_sets: KINDS.len(), seed: 1, features, n_shrunk: 0, kinds: Vec::new() }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Sets of data.
    pub n_data_sets: usize,
    /// Queries.
    pub n_queries: usize,
    /// Queries whose answer is an error on both sides.
    pub n_errors: usize,
    /// Queries whose answer has no sample.
    pub n_empty: usize,
    /// Known differences, by name.
    pub explained: BTreeMap<&'static str, usize>,
    /// Differences by class.
    pub differing: BTreeMap<Class, usize>,
    /// All differing cases, the shortest queries first; the first ones shrunk.
    pub cases: Vec<Failure>,
    /// How long it took, shrinking left out.
    pub time: Duration,
}

/// A case that differs.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The case.
    pub case: Case,
    /// The features.
    pub features: String,
    /// What differs.
    pub difference: Difference,
    /// Prometheus's answer.
    pub expected: Value,
    /// Ours.
    pub actual: Value,
    /// Whether it is the smallest of its kind that was found.
    pub is_shrunk: bool,
}

/// The comparison.
#[derive(Debug)]
pub struct Campaign(pub Options);

impl Campaign {
    /// Draws data and queries and compares. `progress` hears of each set of data.
    ///
    /// # Errors
    /// Returns an error if the oracle cannot be run.
    pub fn run(&self, progress: &mut dyn FnMut(&str)) -> anyhow::Result<Report> {
        let (mut report, begin) = (Report::default(), Instant::now());
        let program = Program::new(self.0.program.clone());
        for i in 0..self.0.n_data_sets {
            let n_queries = share(self.0.n_queries, self.0.n_data_sets, i);
            let (data, kind, features) = self.data_set(i);
            let before = report.cases.len();
            one_data_set(&program, (&data, &features), n_queries, &mut report)?;
            let (name, n) = (kind.name, report.cases.len() - before);
            let names = if features.is_empty() { "no features" } else { &features };
            progress(&format!("{name} (seed {}, {names}): {n_queries} queries, {n} differ", self.seed(i)));
        }
        report.time = begin.elapsed();
        report.cases.sort_by_key(|failure| failure.case.query.expr.len());
        self.shrink(&program, &mut report, progress)?;
        Ok(report)
    }

    fn seed(&self, i: usize) -> u64 {
        self.0.seed + i as u64
    }

    /// The data, its kind, and the features, which take turns from one round of kinds to the next.
    fn data_set(&self, i: usize) -> (DataSet, &'static Kind, String) {
        let is_wanted = |kind: &&Kind| self.0.kinds.is_empty() || self.0.kinds.iter().any(|name| name == kind.name);
        let kinds: Vec<_> = KINDS.iter().filter(is_wanted).collect();
        let kind = kinds[i % kinds.len().max(1)];
        let turn = i + i / kinds.len().max(1);
        let features = self.0.features.get(turn % self.0.features.len().max(1)).cloned().unwrap_or_default();
        // What they are treated like without the feature shows too.
        let features = match (kind.has_metadata && turn % 3 != 2, features.is_empty()) {
            (true, true) => "type-and-unit-labels".to_owned(),
            (true, false) => format!("{features},type-and-unit-labels"),
            (false, _) => features,
        };
        (kind.draw(self.seed(i)), kind, features)
    }

    /// Makes the cases of the shortest queries small, one of each sort of difference at a time.
    fn shrink(&self, program: &Program, report: &mut Report, progress: &mut dyn FnMut(&str)) -> anyhow::Result<()> {
        let mut small: Vec<Failure> = Vec::new();
        for failure in report.cases.iter().take(self.0.n_shrunk) {
            progress(&format!("shrinking {}", failure.case.query.expr));
            let shrunk = shrink_one(program, failure)?;
            if small.iter().all(|other| other.case != shrunk.case) {
                small.push(shrunk);
            }
        }
        report.cases.splice(..self.0.n_shrunk.min(report.cases.len()), small);
        Ok(())
    }
}

/// Compares over one set of data.
fn one_data_set(
    program: &Program,
    (data, features): (&DataSet, &str),
    n_queries: usize,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut judge = Judge::new(program.clone(), data.clone(), features)?;
    let vocabulary = Vocabulary::of(judge.storage());
    let mut generator = QueryGenerator::new(&vocabulary, judge.features(), data_seed(data));
    let mut stranger = QueryGenerator::new(&vocabulary, promenade::Features::all(), data_seed(data));
    // Now and then a query that the features may not allow: it must be refused by both.
    let mut draw = |i: usize| if i % 50 == 49 { stranger.query() } else { generator.query() };
    let queries: Vec<_> = (0..n_queries).map(&mut draw).collect();
    report.n_data_sets += 1;
    report.n_queries += n_queries;
    for (query, verdict) in queries.iter().zip(judge.judge_all(&queries)?) {
        report.take(query, data, features, verdict);
    }
    Ok(())
}

/// Makes a case small.
fn shrink_one(program: &Program, failure: &Failure) -> anyhow::Result<Failure> {
    let data = failure.case.data.clone();
    let mut judge = Judge::new(program.clone(), data, &failure.features)?;
    let mut last = failure.clone();
    shrink(failure.case.clone(), &mut |case| {
        if judge.change_data(&case.data).is_err() {
            return false;
        }
        let Ok(Verdict::Differs { difference, expected, actual }) = judge.judge(&case.query) else { return false };
        let fails = difference.class == failure.difference.class;
        if fails {
            let case = case.clone();
            last = Failure { case, difference, expected, actual, is_shrunk: true, ..failure.clone() };
        }
        fails
    });
    Ok(Failure { is_shrunk: true, ..last })
}

/// The seed of the queries over some data: its name says all of it.
fn data_seed(data: &DataSet) -> u64 {
    data.name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// The part of `n` that the `i`th of `n_parts` has.
fn share(n: usize, n_parts: usize, i: usize) -> usize {
    n / n_parts + usize::from(i < n % n_parts)
}

impl Report {
    fn take(&mut self, query: &Query, data: &DataSet, features: &str, verdict: Verdict) {
        match verdict {
            Verdict::Same { is_error, is_empty } => {
                self.n_errors += usize::from(is_error);
                self.n_empty += usize::from(is_empty && !is_error);
            }
            Verdict::Explained(explanation) => *self.explained.entry(explanation.name).or_default() += 1,
            Verdict::Differs { difference, expected, actual } => {
                *self.differing.entry(difference.class).or_default() += 1;
                let case = Case { data: data.clone(), query: query.clone() };
                let features = features.to_owned();
                let failure = Failure { case, features, difference, expected, actual, is_shrunk: false };
                self.cases.push(failure);
            }
        }
    }
}
