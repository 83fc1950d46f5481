//! Backtests: when alerts would have been pending and firing over data.
#![allow(clippy::unwrap_used)] // test code

use promenade_model::{Features, Labels, stale_nan};
use promenade_rules::backtest::{BacktestOptions, BacktestReport, Change, backtest, changes};
use promenade_rules::replay::{ReplayOptions, first_evaluation_ms};
use promenade_rules::{GrowingStorage, LoadOptions, RuleGroup, load_groups};
use promenade_storage::SampleValue;

const MINUTE: i64 = 60_000;

type LabelPairs<'a> = &'a [(&'a str, &'a str)];

fn groups(text: &str) -> Vec<RuleGroup> {
    let definitions = load_groups("rules.yml", text, &LoadOptions::default()).unwrap();
    definitions.into_iter().map(|group| RuleGroup::new(group, Features::default()).unwrap()).collect()
}

/// Series with a value a minute; NaN is a minute without one.
fn data(series: &[(LabelPairs<'_>, &[f64])]) -> GrowingStorage {
    let mut storage = GrowingStorage::new();
    for (labels, values) in series {
        let labels = Labels::from_pairs(labels.iter().copied());
        for (i, value) in
            values.iter().enumerate().filter(|(_, value)| !value.is_nan() || value.to_bits() == stale_nan().to_bits())
        {
            storage.push(&labels, i as i64 * MINUTE, &SampleValue::Float(*value)).unwrap();
        }
    }
    storage
}

fn run(rules: &str, data: &GrowingStorage, minutes: i64) -> BacktestReport {
    let text = format!("groups:\n- name: g\n  rules:\n{rules}");
    let times = ReplayOptions::new(0, minutes * MINUTE).has_slots(false);
    backtest(groups(&text), data, &BacktestOptions::new(times)).unwrap()
}

/// `NAME{labels}: active-fired-resolved ...` in minutes.
fn shown(report: &BacktestReport) -> Vec<String> {
    let minute = |time_ms: Option<i64>| time_ms.map_or("_".to_owned(), |ms| (ms / MINUTE).to_string());
    let alert = |alert: &promenade_rules::backtest::AlertHistory| {
        let spans = alert.spans.iter();
        let spans = spans.map(|s| [Some(s.active_ms), s.fired_ms, s.resolved_ms].map(minute).join("-"));
        format!("{}: {}", alert.labels, spans.collect::<Vec<_>>().join(" "))
    };
    report.alerts.iter().map(alert).collect()
}

const UP: &[(&str, &str)] = &[("__name__", "up"), ("job", "a")];

#[test]
fn evaluations_lie_where_prometheus_has_them() {
    // What `Group.EvalTimestamp` of Prometheus 3.16 gives, its next evaluation where it lies before the start.
    let long = "a very long name of a group that has more than two hundred and fifty five characters in it, so that its \
                length needs more than a byte in the encoding of labels, as Prometheus has it, which is why this text goes \
                on and on and on and on and on until it is long enough for that";
    for (file, group, interval_ms, start_ms, first_ms) in [
        ("rules.yml", "g", MINUTE, 0, 17_426),
        ("rules.yml", "g", MINUTE, 1_764_000_000_000, 1_764_000_017_426),
        ("/etc/prometheus/rules/node.yml", "node-exporter.rules", 30_000, 1_764_000_000_000, 1_764_000_024_325),
        ("a", "b", 1000, 1_764_000_000_500, 1_764_000_001_127),
        ("x.yml", long, 5 * MINUTE, 1_764_000_000_000, 1_764_000_223_966),
    ] {
        assert_eq!(first_evaluation_ms(file, group, interval_ms, start_ms), first_ms, "{file} {group}");
    }
}

#[test]
fn alerts_have_their_times() {
    let up = data(&[(UP, &[1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0])]);
    for (rule, expected) in [
        ("{alert: A, expr: up == 0}", &["{alertname=\"A\", job=\"a\"}: 1-1-5 6-6-7 8-8-_"][..]),
        ("{alert: A, expr: up == 0, for: 2m}", &["{alertname=\"A\", job=\"a\"}: 1-3-5 6-_-7 8-10-_"]),
        ("{alert: A, expr: up == 0, keep_firing_for: 2m}", &["{alertname=\"A\", job=\"a\"}: 1-1-_"]),
        ("{alert: A, expr: up == 5}", &[]),
    ] {
        assert_eq!(shown(&run(&format!("  - {rule}\n"), &up, 10)), expected, "{rule}");
    }
    let report = run("  - {alert: A, expr: up == 0, for: 2m, annotations: {s: '{{ $value }}'}}\n", &up, 10);
    let totals = report.alerts[0].totals(report.range);
    assert_eq!((totals.n_firings, totals.n_pending_only), (2, 1));
    assert_eq!((totals.firing_ms, totals.pending_ms, totals.longest_ms), (2 * MINUTE, 5 * MINUTE, 2 * MINUTE));
    assert_eq!(totals.first_fired_ms, Some(3 * MINUTE));
    assert_eq!(report.alerts[0].spans[0].annotations["s"], "0");
    let states: Vec<_> = report.states.iter().map(|s| (s.labels.get("alertstate"), s.times_ms.len())).collect();
    assert_eq!(states, [("firing", 3), ("pending", 5)]);
}

#[test]
fn recorded_series_come_from_the_rules_and_not_from_the_data() {
    let recorded: &[(&str, &str)] = &[("__name__", "job:up:sum"), ("job", "a")];
    let stored = data(&[(UP, &[1.0, 1.0, 1.0]), (recorded, &[7.0, 7.0, 7.0])]);
    let rules = "  - {record: 'job:up:sum', expr: sum by (job) (up)}\n  - {alert: A, expr: 'job:up:sum'}\n";
    let report = run(rules, &stored, 2);
    assert_eq!(shown(&report), ["{alertname=\"A\", job=\"a\"}: 0-0-_"]);
    assert_eq!(report.alerts[0].spans[0].value, 1.0);
}

#[test]
fn times_without_data_are_said() {
    let gap = [1.0, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, 1.0];
    let stale = [1.0, 1.0, stale_nan(), f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, f64::NAN, 1.0];
    let full = [1.0; 15];
    let spans = |expr: &str, values: &[f64], minutes: i64| -> Vec<String> {
        let report = run(&format!("  - {{alert: A, expr: '{expr}'}}\n"), &data(&[(UP, values)]), minutes);
        let missing = report.rules[0].missing.iter();
        let span = |span: &promenade_rules::backtest::Span| format!("{}-{}", span.start_ms / 1000, span.end_ms / 1000);
        missing.map(|m| format!("{} {}", m.selector, m.spans.iter().map(span).collect::<Vec<_>>().join(" "))).collect()
    };
    assert_eq!(spans("up == 0", &full, 14), [""; 0]);
    // A sample is found for five minutes.
    assert_eq!(spans("up == 0", &gap, 9), ["up 300-539"]);
    assert_eq!(spans("up == 0", &stale, 9), ["up 120-539"]);
    assert_eq!(spans("rate(up[20m]) > 0", &gap, 9), [""; 0]);
    // Data that ends before the range, and data that is not there.
    assert_eq!(spans("up == 0", &full, 30), ["up 1140-1800"]);
    assert_eq!(spans("up{job=\"b\"} == 0", &full, 10), ["up{job=\"b\"} 0-600"]);
    assert_eq!(spans("up offset 2m == 0", &full, 21), ["up 0-119"]);
}

#[test]
fn a_rule_that_fails_is_told() {
    let two: &[(&str, &str)] = &[("__name__", "up"), ("job", "b")];
    let up = data(&[(UP, &[1.0, 1.0, 1.0]), (two, &[f64::NAN, 1.0, 1.0])]);
    let report = run("  - {record: r, expr: 'up * on () vector(1)'}\n  - {alert: A, expr: 'r'}\n", &up, 2);
    let failures = report.rules[0].failures.as_ref().unwrap();
    assert_eq!((failures.count, failures.first_ms), (2, MINUTE));
    assert!(failures.error.contains("multiple matches"), "{}", failures.error);
    assert!(report.rules[1].failures.is_none());
}

#[test]
fn versions_are_compared() {
    let up = data(&[(UP, &[1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0])]);
    let change = |old: &str, new: &str| -> Vec<(String, Change)> {
        let report = |rule: &str| run(&format!("  - {{{rule}}}\n"), &up, 7);
        changes(&report(old), &report(new)).into_iter().map(|change| (change.name, change.change)).collect()
    };
    let of = |change: Change| vec![("A".to_owned(), change)];
    assert_eq!(change("alert: A, expr: up == 0", "alert: A, expr: up == 0"), []);
    assert_eq!(change("alert: A, expr: up == 0", "alert: A, expr: up == 0, for: 1m"), of(Change::Less));
    assert_eq!(change("alert: A, expr: up == 0, for: 1m", "alert: A, expr: up == 0"), of(Change::More));
    assert_eq!(change("alert: A, expr: up == 2", "alert: A, expr: up == 0"), of(Change::New));
    assert_eq!(change("alert: A, expr: up == 0", "alert: A, expr: up == 0, for: 1h"), of(Change::Gone));
    let later = change("alert: A, expr: 'up == 0'", "alert: A, expr: 'up offset 1m == 0'");
    assert_eq!(later, of(Change::Later));
}
