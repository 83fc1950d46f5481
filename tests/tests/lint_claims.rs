//! What the linter says of results holds: queries and data are drawn at random, and where a finding says "never",
//! "always" or that a label is not there, the engine is asked.
#![allow(clippy::unwrap_used)] // test code

use std::collections::BTreeMap;

use promenade::documents::{Document, ReadOptions};
use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade::lint::{Finding, Linter, Safety, Selection, Settings};
use promenade::storage::Series;
use promenade::syntax::{Expr, ExprKind, ParseOptions, parse};
use promenade::{Engine, EngineOptions, Features, MemoryStorage, QueryValue};
use promenade_testkit::{Script, load};
use promenade_tests::label_flow::{Data, LabelQueries};
use promenade_tests::queries::Random;

/// Stores, and queries over each; `LINT_CLAIMS_STORES` and `LINT_CLAIMS_SEED` say others.
const N_STORES: usize = 25;
const N_QUERIES: usize = 50;

/// Lints that claim that an expression has no result.
const NEVER: &[&str] = &["PQL316", "PQL802", "PQL803"];
/// Lints that claim that a selector finds nothing.
const FINDS_NOTHING: &[&str] = &["PQL404", "PQL951", "PQL952", "PQL953", "PQL956"];
/// Lints that claim that a label is not there.
const GONE: &[&str] = &["PQL317", "PQL801"];
/// Lints that claim that an alert fires whatever the values are.
const FIRES: &[&str] = &["PQL602", "PQL804"];

/// Lints that claim that a comparison with `bool` filters nothing.
const FILTERS_NOTHING: &[&str] = &["PQL314", "PQL315", "PQL603"];

/// The results of an expression: one for each step, sorted lines. `None` if Prometheus refuses it.
type Answer = Option<Vec<Vec<String>>>;

struct Case<'a> {
    engine: &'a Engine,
    storage: &'a MemoryStorage,
    /// The same series with other values.
    other: &'a MemoryStorage,
    script: &'a str,
    query: &'a str,
}

#[test]
fn what_is_said_of_results_holds() {
    let mut random = Random(setting("LINT_CLAIMS_SEED", 11) as u64);
    let mut tally: BTreeMap<&'static str, usize> = BTreeMap::new();
    let engines = [true, false].map(engine);
    for _ in 0..setting("LINT_CLAIMS_STORES", N_STORES) {
        let data = Data::new(&mut random);
        let other = load::load_script(&Script::parse(&with_other_values(&data.script)).unwrap()).unwrap();
        let snapshots = [None, Some(snapshot(&data.storage))];
        for _ in 0..N_QUERIES {
            let depth = 1 + random.below(4);
            let query = query(&mut random, depth);
            let (engine, snapshot) = (&engines[random.below(2)], random.of(&snapshots));
            let case = Case { engine, storage: &data.storage, other: &other, script: &data.script, query: &query };
            case.check(&linter(engine, snapshot.clone()), &mut tally);
        }
    }
    for code in [NEVER, FINDS_NOTHING, GONE, FIRES, FILTERS_NOTHING].concat() {
        // That values are misspelt does not happen among so short ones.
        assert!(code == "PQL956" || tally.get(code).is_some_and(|n| *n >= 5), "{code} was hardly seen: {tally:?}");
    }
    assert!(tally["safe fix"] > 100, "{tally:?}");
}

/// A query; a count that is compared now and then, which is rare otherwise.
fn query(random: &mut Random, depth: usize) -> String {
    let query = LabelQueries::new(random).vector(depth);
    let (op, number) = (*random.of(&["==", "<", "<="]), *random.of(&["0", "1", "0.5", "2"]));
    let filtered = if random.below(2) == 0 { format!("(({query}) >= {number})") } else { format!("({query})") };
    match random.below(24) {
        0..3 => format!("count({query}) {op} {number}"),
        3 => format!("count({filtered} {op} bool {number})"),
        4 => format!("({query}) and {filtered} {op} bool {number}"),
        5 => format!("{filtered} {op} bool {number}"),
        _ => query,
    }
}

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn engine(delayed_name_removal: bool) -> Engine {
    let features = Features { delayed_name_removal, ..Features::all() };
    let lookback_delta = std::time::Duration::from_secs(45);
    Engine::new(EngineOptions::default().features(features).lookback_delta(lookback_delta).threads(Some(1)))
}

fn linter(engine: &Engine, snapshot: Option<Snapshot>) -> Linter {
    let features = engine.options().features;
    Linter::new(Settings::default().selection(Selection::all()).features(features).snapshot(snapshot))
}

fn snapshot(storage: &MemoryStorage) -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    for series in storage.series() {
        builder.series(series.labels());
    }
    builder.build(50)
}

impl Case<'_> {
    fn check(&self, linter: &Linter, tally: &mut BTreeMap<&'static str, usize>) {
        let rules = format!("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      {}\n", self.query);
        let alert = linter.lint(&[Document::read("rules.yml", &rules, &ReadOptions::default())]);
        let root = parse(self.query, &ParseOptions::without_names().features(linter.settings().features)).expr;
        let start = rules.find(self.query).unwrap();
        for finding in alert.iter().filter(|finding| finding.lint.code == "PQL603") {
            let place = finding.diagnostic.range;
            let holds = self.filters_nothing(&root, place.start - start..place.end - start);
            self.count(finding.lint.code, holds, finding, tally);
        }
        for finding in alert.iter().filter(|finding| FIRES.contains(&finding.lint.code)) {
            self.count(finding.lint.code, self.fires(&rules, finding), finding, tally);
        }
        let document = Document::read("query.promql", self.query, &ReadOptions::default());
        let parsed = parse(self.query, &ParseOptions::without_names().features(linter.settings().features));
        for finding in linter.lint(&[document]) {
            let code = finding.lint.code;
            let holds = match code {
                _ if NEVER.contains(&code) => self.is_empty(&self.query[finding.diagnostic.range]),
                _ if FINDS_NOTHING.contains(&code) => self.finds_nothing(&parsed.expr, &finding),
                _ if FILTERS_NOTHING.contains(&code) => {
                    self.filters_nothing(&parsed.expr, finding.diagnostic.range.bytes())
                }
                _ if GONE.contains(&code) => self.is_gone(&parsed.expr, &finding),
                _ => None,
            };
            self.count(code, holds, &finding, tally);
            if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safety == Safety::Safe) {
                let fixed = fix.apply(self.query).unwrap();
                let same =
                    self.answer(self.query).map(|before| self.answer(&fixed).is_some_and(|after| after == before));
                self.count("safe fix", same, &finding, tally);
            }
        }
    }

    /// Counts a claim that was looked into, and fails where it does not hold.
    fn count(
        &self,
        claim: &'static str,
        holds: Option<bool>,
        finding: &Finding,
        tally: &mut BTreeMap<&'static str, usize>,
    ) {
        let Some(holds) = holds else { return };
        *tally.entry(claim).or_default() += 1;
        if holds {
            return;
        }
        let delayed = self.engine.options().features.delayed_name_removal;
        let result = self.answer(self.query);
        panic!(
            "{claim} does not hold: {} {}\nquery: {}\ndelayed: {delayed}\nat: {:?}, {:?}\nresult: {result:?}\n{}",
            finding.lint.code,
            finding.diagnostic.message,
            self.query,
            finding.diagnostic.range,
            finding.fix,
            self.script
        );
    }

    /// What an expression gives at one moment and over a range.
    fn answer(&self, expr: &str) -> Answer {
        answer(self.engine, self.storage, expr)
    }

    fn is_empty(&self, expr: &str) -> Option<bool> {
        Some(self.answer(expr)?.iter().all(Vec::is_empty))
    }

    /// Whether a comparison with a number gives as many series as a sum with it, which drops native histograms as well.
    fn filters_nothing(&self, root: &Expr, place: std::ops::Range<usize>) -> Option<bool> {
        let around = smallest_at(root, &place, |expr| matches!(expr.kind, ExprKind::Binary(_)))?;
        let ExprKind::Binary(binary) = &around.kind else { return None };
        if !matches!(binary.rhs.kind, ExprKind::Number(_)) {
            return None;
        }
        let n_series = |expr: &str| self.answer(expr).map(|steps| steps.iter().map(Vec::len).collect::<Vec<_>>());
        let operand = &self.query[binary.lhs.range.clone()];
        Some(n_series(&self.query[around.range.clone()])? == n_series(&format!("{operand} + 1"))?)
    }

    fn finds_nothing(&self, root: &Expr, finding: &Finding) -> Option<bool> {
        let around = smallest(root, finding, |expr| matches!(expr.kind, ExprKind::Vector(_) | ExprKind::Matrix(_)))?;
        let text = &self.query[around.range.clone()];
        let is_matrix = matches!(around.kind, ExprKind::Matrix(_));
        self.is_empty(&if is_matrix { format!("count_over_time({text})") } else { text.to_owned() })
    }

    /// Whether an operand of the operation that names a label has it nowhere.
    fn is_gone(&self, root: &Expr, finding: &Finding) -> Option<bool> {
        let is_operation =
            |expr: &Expr| matches!(expr.kind, ExprKind::Aggregate(_) | ExprKind::Binary(_) | ExprKind::Call(_));
        let operation = smallest(root, finding, is_operation)?;
        let label = self.query[finding.diagnostic.range].trim_matches('"');
        let (mut lacking, mut is_refused) = (None, false);
        for operand in operation.children() {
            if let Some(steps) = self.answer(&self.query[operand.range.clone()]) {
                let names = ["{", " "].map(|before| format!("{before}{label}=\""));
                let has = steps.iter().flatten().any(|line| names.iter().any(|name| line.contains(name)));
                lacking = Some(lacking == Some(true) || !has);
            } else {
                is_refused = true;
            }
        }
        // Of an operand that is refused for this data nothing can be seen.
        lacking.filter(|lacking| *lacking || !is_refused)
    }

    /// Whether there always is a result where that is said, and else whether there is one for other values too.
    fn fires(&self, rules: &str, finding: &Finding) -> Option<bool> {
        let expr = &rules[finding.diagnostic.range];
        let answer = self.answer(expr)?;
        if finding.lint.code == "PQL804" {
            return Some(answer.iter().all(|step| !step.is_empty()));
        }
        let there = |answer: &Vec<Vec<String>>| answer.iter().map(Vec::is_empty).collect::<Vec<_>>();
        Some(there(&answer) == there(&crate::answer(self.engine, self.other, expr)?))
    }
}

/// The smallest expression of a kind around a finding.
fn smallest<'e>(root: &'e Expr, finding: &Finding, is_wanted: fn(&Expr) -> bool) -> Option<&'e Expr> {
    smallest_at(root, &finding.diagnostic.range.bytes(), is_wanted)
}

fn smallest_at<'e>(root: &'e Expr, place: &std::ops::Range<usize>, is_wanted: fn(&Expr) -> bool) -> Option<&'e Expr> {
    let holds = |expr: &Expr| expr.range.start <= place.start && place.end <= expr.range.end;
    let below = root.children().find_map(|child| smallest_at(child, place, is_wanted));
    below.or_else(|| (holds(root) && is_wanted(root)).then_some(root))
}

fn answer(engine: &Engine, storage: &MemoryStorage, expr: &str) -> Answer {
    let mut steps = Vec::new();
    for t in (45_000..=285_000).step_by(60_000) {
        let QueryValue::Vector(_, samples) = engine.query(storage, expr).at(t).wait().ok()?.value else { return None };
        let mut lines: Vec<String> = samples.iter().map(|sample| format!("{sample:?}")).collect();
        lines.sort_unstable();
        steps.push(lines);
    }
    Some(steps)
}

/// The same series with samples at the same times, all floats being 7.
fn with_other_values(script: &str) -> String {
    let other = |sample: &str| if matches!(sample, "_" | "stale") { sample.to_owned() } else { "7".to_owned() };
    let lines = script.lines().map(|line| match line.split_once("} ") {
        Some((series, samples)) if !samples.contains('{') => {
            format!("{series}}} {}", samples.split(' ').map(other).collect::<Vec<_>>().join(" "))
        }
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}
