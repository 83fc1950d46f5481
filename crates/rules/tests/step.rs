//! Groups of rules, evaluated step by step over stores.
#![allow(clippy::unwrap_used)] // test code

use promenade_model::{Features, Labels, is_stale_nan};
use promenade_rules::{
    AlertState, GrowingStorage, LayeredStorage, LoadOptions, RuleGroup, RuleOptions, RuleStep, RuleStorage, load_groups,
};
use promenade_storage::{MemoryStorageBuilder, SampleValue, StartTimestamp};

const MINUTE: i64 = 60_000;

fn group(rules: &str) -> RuleGroup {
    let text = format!("groups:\n- name: g\n{rules}");
    let definition = load_groups("rules.yml", &text, &LoadOptions::default()).unwrap().remove(0);
    RuleGroup::new(definition, Features::default()).unwrap()
}

fn labels(pairs: &[(&str, &str)]) -> Labels {
    Labels::from_pairs(pairs.iter().copied())
}

/// A step, with the values of `up{job="a"}` at its time.
fn step(group: &mut RuleGroup, storage: &mut GrowingStorage, minute: i64, up: f64) -> Vec<RuleStep> {
    let up_labels = labels(&[("__name__", "up"), ("job", "a")]);
    storage.push(&up_labels, minute * MINUTE, &SampleValue::Float(up)).unwrap();
    group.step(storage, minute * MINUTE, &RuleOptions::default()).rules
}

fn state(group: &RuleGroup) -> Option<AlertState> {
    let (_, rule) = group.rules().next().unwrap();
    rule.active_alerts().next().map(|alert| alert.state)
}

#[test]
fn an_alert_waits_fires_goes_on_and_ends() {
    let mut group = group("  rules: [{alert: A, expr: up == 0, for: 2m, keep_firing_for: 90s}]\n");
    let mut storage = GrowingStorage::new();
    let ups = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0];
    let mut after = |(minute, up)| {
        step(&mut group, &mut storage, minute, up);
        state(&group)
    };
    let states: Vec<_> = (0..).zip(ups).map(&mut after).collect();
    let (pending, firing) = (Some(AlertState::Pending), Some(AlertState::Firing));
    assert_eq!(states, [pending, pending, firing, firing, firing, None, pending, None]);
}

#[test]
fn a_series_that_is_gone_gets_a_stale_marker() {
    let mut group = group("  rules: [{record: 'a:b', expr: up > 0}]\n");
    let mut storage = GrowingStorage::new();
    step(&mut group, &mut storage, 0, 1.0);
    let steps = step(&mut group, &mut storage, 1, 0.0);
    let [sample] = steps[0].samples.as_slice() else { panic!("{steps:?}") };
    assert_eq!(sample.labels, labels(&[("__name__", "a:b"), ("job", "a")]));
    assert!(matches!(sample.value, SampleValue::Float(value) if is_stale_nan(value)));
    assert!(step(&mut group, &mut storage, 2, 0.0)[0].samples.is_empty());
}

#[test]
fn an_error_takes_one_rule_down_and_no_other() {
    let rules = "  limit: 1\n  rules:\n  - {record: r, expr: 'up or on() vector(1)', labels: {job: x}}\n  \
                 - {record: s, expr: 'label_replace(up, \"b\", \"c\", \"\", \"\") or up'}\n  - {record: t, expr: r + 1}\n";
    let mut group = group(rules);
    let steps = step(&mut group, &mut GrowingStorage::new(), 0, 5.0);
    let errors: Vec<_> = steps.iter().map(|step| step.error.as_ref().map(ToString::to_string)).collect();
    assert_eq!(errors, [None, Some("exceeded limit of 1 with 2 series".to_owned()), None]);
    assert_eq!(steps[2].samples[0].value, SampleValue::Float(6.0), "it reads what the first rule wrote");
}

#[test]
fn what_rules_write_lies_over_the_data() {
    let mut builder = MemoryStorageBuilder::new();
    let up = builder.series(&labels(&[("__name__", "up"), ("job", "a")]));
    builder.append_float(up, 0, 1.0, StartTimestamp::UNKNOWN);
    let mut storage = LayeredStorage::new(builder.build());
    let mut group = group("  rules: [{record: up, expr: up + 1}, {record: n, expr: 'count_over_time(up[5m])'}]\n");
    for time_ms in [0, MINUTE] {
        group.step(&mut storage, time_ms, &RuleOptions::default());
    }
    let n = group.step(&mut storage, 2 * MINUTE, &RuleOptions::default()).rules.remove(1);
    assert_eq!(n.samples[0].value, SampleValue::Float(3.0), "at 0 the data counts, later what was written");
    assert_eq!(storage.written().series().len(), 2);
}

#[test]
fn a_store_refuses_what_is_out_of_order() {
    let mut storage = GrowingStorage::new();
    let a = labels(&[("__name__", "a")]);
    storage.push(&a, 2, &SampleValue::Float(1.0)).unwrap();
    storage.push(&a, 2, &SampleValue::Float(1.0)).unwrap();
    let refused = |storage: &mut GrowingStorage, time_ms, value| {
        storage.push(&a, time_ms, &SampleValue::Float(value)).unwrap_err().to_string()
    };
    assert_eq!(refused(&mut storage, 1, 1.0), "out of order sample");
    let duplicate = "duplicate sample for timestamp 2; overrides not allowed: existing 1, new value 3";
    assert_eq!(refused(&mut storage, 2, 3.0), duplicate);
    assert!(!storage.is_without(&[]));
}
