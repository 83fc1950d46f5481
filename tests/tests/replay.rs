//! Rules over a range of time: in columns and step by step they give the same bits, at any number of threads.
#![allow(clippy::unwrap_used)] // they are tests

use std::fmt::Write as _;

use promenade::rules::replay::{Observer, Replay, ReplayOptions, ReplayedStep};
use promenade::rules::{GrowingStorage, LayeredStorage, LoadOptions, RuleGroup, RuleOptions, load_groups};
use promenade::storage::{SampleBuffer, Storage, TimeRange};
use promenade::{Features, MemoryStorage, MemoryStorageBuilder, StartTimestamp, labels};
use promenade_testkit::Script;
use promenade_testkit::generate::{Vocabulary, rules};
use promenade_testkit::load::load_script;
use promenade_tests::shared::{files, read, shared_dir};

const END_MS: i64 = 25 * 60_000;

/// All that is told of the evaluations, rule by rule, and all that was written, with the bits of values.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    alerts: Vec<((usize, usize), String)>,
    written: Vec<String>,
}

#[derive(Default)]
struct Told(Vec<((usize, usize), String)>);

impl Observer for Told {
    fn stepped(&mut self, step: &ReplayedStep<'_>) {
        let mut line = format!("{} {:?}", step.time_ms, step.error.map(ToString::to_string));
        for alert in step.state.alerts() {
            let _ = write!(line, " {alert:?} {}", alert.value.to_bits());
        }
        self.0.push(((step.group, step.rule), line));
    }
}

fn options(threads: Option<usize>) -> RuleOptions {
    let mut options = RuleOptions::default().features(Features::all());
    options.exec.max_samples = 1_000_000;
    match threads {
        Some(n) => options.threads(n),
        None => options,
    }
}

fn groups(text: &str) -> Option<Vec<RuleGroup>> {
    let features = Features::all();
    let definitions = load_groups("rules.yml", text, &LoadOptions::default().features(features)).ok()?;
    definitions.into_iter().map(|group| RuleGroup::new(group, features).ok()).collect()
}

fn replay(
    groups: Vec<RuleGroup>,
    data: &dyn Storage,
    threads: Option<usize>,
    times: ReplayOptions,
) -> (Outcome, usize) {
    let mut storage = LayeredStorage::new(data);
    let mut told = Told::default();
    let mut replay = Replay::new(groups, options(threads), times);
    replay.run(&mut storage, &mut told);
    told.0.sort_by_key(|(rule, _)| *rule);
    (Outcome { alerts: told.0, written: written(storage.written()) }, replay.n_stepwise())
}

fn written(storage: &GrowingStorage) -> Vec<String> {
    let mut buffer = SampleBuffer::default();
    let mut lines = Vec::new();
    for series in storage.series() {
        let samples = series.samples(TimeRange::ALL, &mut buffer).unwrap();
        let bits: Vec<u64> = samples.floats.values.iter().map(|value| value.to_bits()).collect();
        let histograms: Vec<String> = samples.histograms.histograms.iter().map(|h| h.to_float().to_string()).collect();
        let times = (samples.floats.timestamps, samples.histograms.timestamps);
        lines.push(format!("{} {times:?} {bits:?} {histograms:?}", series.labels()));
    }
    lines
}

/// The first line that differs, if one does.
fn difference(a: &Outcome, b: &Outcome) -> Option<String> {
    let alerts = a.alerts.iter().zip(&b.alerts).find(|(a, b)| a != b).map(|(a, b)| format!("{a:?}\n{b:?}"));
    let written = a.written.iter().zip(&b.written).find(|(a, b)| a != b).map(|(a, b)| format!("{a}\n{b}"));
    let lengths = (a.written.len() != b.written.len()).then(|| format!("{:?}\n{:?}", a.written, b.written));
    alerts.or(written).or(lengths)
}

#[test]
fn columns_and_steps_give_the_same_bits() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded/rules") else { return };
    let stores: Vec<_> =
        files(&folder, "test").iter().map(|path| load_script(&Script::parse(&read(path)).unwrap()).unwrap()).collect();
    let (mut n_groups, mut n_rules, mut n_stepwise) = (0, 0, 0);
    for seed in 0..700 {
        let data = &stores[seed as usize % stores.len()];
        let text = rules::draw(&Vocabulary::of(data), seed).to_string();
        let Some(groups) = groups(&text) else { continue };
        let has_slots = seed % 2 == 0;
        let times = ReplayOptions::new(0, END_MS).has_slots(has_slots);
        let (stepwise, _) = replay(groups.clone(), data, None, times.is_stepwise(true));
        n_groups += groups.len();
        n_rules += groups.iter().map(|group| group.definition().rules.len()).sum::<usize>();
        let threads = if seed % 4 == 0 { Some(1) } else { Some(3) };
        let (columns, n) = replay(groups, data, threads, times);
        n_stepwise += n;
        if let Some(difference) = difference(&stepwise, &columns) {
            panic!("seed {seed}:\n{text}\nstep by step, then in columns:\n{difference}");
        }
    }
    // Both ways are taken often.
    assert!(n_groups >= 1000, "{n_groups} groups");
    assert!(n_stepwise * 4 > n_rules && n_stepwise * 4 < n_rules * 3, "{n_stepwise} of {n_rules} rules step by step");
}

#[test]
fn a_replay_is_a_round_after_the_other() {
    let Some(folder) = shared_dir("v3.16/oracle/recorded/rules") else { return };
    let path = files(&folder, "test").into_iter().next().unwrap();
    let data = load_script(&Script::parse(&read(&path)).unwrap()).unwrap();
    for seed in 0..60 {
        let text = rules::draw(&Vocabulary::of(&data), seed).to_string();
        let Some(mut groups) = groups(&text).filter(|groups| groups.len() == 1) else { continue };
        let times = ReplayOptions::new(0, END_MS).has_slots(false);
        let (columns, _) = replay(groups.clone(), &data, None, times);
        let mut storage = LayeredStorage::new(&data);
        for time_ms in (0..=END_MS).step_by(60_000) {
            groups[0].step(&mut storage, time_ms, &options(None));
        }
        assert_eq!(columns.written, written(storage.written()), "{text}");
    }
}

/// Two values for each step that round in another way in another order.
fn unordered() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in 0..12 {
        let g = ["x", "y", "z"][i % 3];
        let a = builder.series(&labels! {"__name__" => "a", "g" => g, "i" => &format!("{i:02}")});
        let b = builder.series(&labels! {"__name__" => "b", "g" => g, "j" => &format!("{}", i / 3)});
        for n in 0..26_i64 {
            let value = ((i as i64 * 7 + n * 5) % 13) as f64 * 1e15 + 0.1 * n as f64 + i as f64 / 3.0;
            builder.append_float(a, n * 60_000, value, StartTimestamp::UNKNOWN);
            builder.append_float(b, n * 60_000, -value / 7.0, StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

#[test]
fn the_order_of_an_instant_query_counts_where_it_reaches_a_sum() {
    let data = unordered();
    for (expr, is_stepwise) in [
        ("sum(topk(5, a))", true),
        ("sum(a * on (g) group_left () topk by (g) (1, b))", false),
        ("sum(topk by (g) (2, a) * on (g) group_left () max by (g) (b))", true),
        ("sum(topk by (g) (1, b) * on (g) group_right () a)", false),
        ("sum(max by (g) (b) * on (g) group_right () topk(4, a))", true),
        ("sum(a unless on (g) topk(2, b))", false),
        ("sum(topk(2, a) and on (g) b)", true),
        ("sum(b or topk(4, a))", true),
        ("sum(max by (i) (sort(a)))", true),
    ] {
        let text = format!("groups:\n- name: g\n  rules:\n  - record: r\n    expr: {expr}\n");
        let groups = groups(&text).unwrap();
        let times = ReplayOptions::new(0, END_MS);
        let (stepwise, _) = replay(groups.clone(), &data, None, times.is_stepwise(true));
        let (columns, n_stepwise) = replay(groups, &data, Some(3), times);
        assert_eq!(n_stepwise == 1, is_stepwise, "{expr}");
        assert_eq!(difference(&stepwise, &columns), None, "{expr}");
        assert!(!stepwise.written.is_empty(), "{expr}");
    }
}
