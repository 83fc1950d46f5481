//! Rule files, evaluated round by round, in the shape in which the comparison's Prometheus tells of them.

use std::collections::BTreeMap;

use promenade::go::strconv::format_g;
use promenade::model::is_stale_nan;
use promenade::model::labels::METRIC_NAME;
use promenade::rules::{
    Alert, GrowingStorage, InputSeries, LoadOptions, RuleGroup, RuleOptions, RuleStep, RuleType, append_until,
    load_groups,
};
use promenade::storage::{SampleBuffer, Series, TimeRange};
use serde::Serialize;
use serde_json::{Value, json};

use super::reply::{HistogramPoint, Point, map};
use crate::script::{Command, LoadedSample, Script};

/// What is evaluated, and when.
#[derive(Debug, Clone)]
pub struct Rounds<'a> {
    /// A script with one `load` command; at each round only samples up to its time are there.
    pub script: &'a Script,
    /// Milliseconds between two rounds. The first is at 0.
    pub interval_ms: i64,
    /// No round is later.
    pub until_ms: i64,
    /// How rules are evaluated.
    pub options: RuleOptions,
}

#[derive(Debug, Serialize)]
struct Round {
    time: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alerts: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Value>,
}

/// Evaluates the groups of a file: an object a round, then one with all series that the rules wrote.
///
/// # Errors
/// Returns an error if Prometheus refuses the file, in its words.
pub fn evaluate_rules(file: &str, text: &str, rounds: &Rounds<'_>) -> Result<Vec<Value>, String> {
    let features = rounds.options.features;
    let options = LoadOptions::default().features(features);
    let definitions = load_groups(file, text, &options)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let groups = definitions.into_iter().map(|group| RuleGroup::new(group, features));
    let mut groups = groups.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    groups.sort_by(|a, b| a.definition().name.cmp(&b.definition().name));
    let mut input = input(rounds.script);
    let mut storage = GrowingStorage::new();
    let mut lines = Vec::new();
    let mut time_ms = 0;
    while time_ms <= rounds.until_ms {
        append_until(&mut input, time_ms, &mut storage).map_err(|(labels, error)| format!("{labels}: {error}"))?;
        let steps: Vec<_> =
            groups.iter_mut().map(|group| group.step(&mut storage, time_ms, &rounds.options).rules).collect();
        lines.push(round(&groups, &steps, time_ms));
        time_ms += rounds.interval_ms;
    }
    lines.push(json!({ "series": written(&groups, &storage) }));
    Ok(lines)
}

/// The series of a script.
fn input(script: &Script) -> Vec<InputSeries> {
    let loads = script.commands.iter().filter_map(|command| match command {
        Command::Load(load) => Some(load),
        _ => None,
    });
    let series = loads.flat_map(|load| &load.series);
    let samples = |samples: &[LoadedSample]| samples.iter().map(|s| (s.t_ms, s.value.clone())).collect();
    series.map(|series| InputSeries::new(series.labels.clone(), samples(&series.samples))).collect()
}

fn round(groups: &[RuleGroup], steps: &[Vec<RuleStep>], time_ms: i64) -> Value {
    let mut round = Round { time: time_ms, alerts: Vec::new(), errors: Vec::new() };
    for (group, steps) in groups.iter().zip(steps) {
        let name = &group.definition().name;
        for (i, ((_, rule), step)) in group.rules().zip(steps).enumerate() {
            let error = step.error.as_ref();
            round.errors.extend(error.map(|e| json!({ "group": name, "rule": i, "error": e.to_string() })));
            round.alerts.extend(rule.active_alerts().map(|alert| shown(alert, name, i)));
        }
    }
    serde_json::to_value(round).unwrap_or_default()
}

fn shown(alert: &Alert, group: &str, rule: usize) -> Value {
    let mut shown = json!({
        "group": group,
        "rule": rule,
        "state": alert.state.name(),
        "labels": map(&alert.labels),
        "value": format_g(alert.value),
        "active_at": alert.active_at_ms,
    });
    if !alert.annotations.is_empty() {
        shown["annotations"] = json!(alert.annotations);
    }
    for (key, time_ms) in [("fired_at", alert.fired_at_ms), ("keep_firing_since", alert.keep_firing_since_ms)] {
        if let Some(time_ms) = time_ms {
            shown[key] = json!(time_ms);
        }
    }
    shown
}

#[derive(Debug, Serialize)]
struct WrittenSeries {
    labels: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    floats: Vec<Point>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    histograms: Vec<HistogramPoint>,
}

/// The series under a name that some rule writes.
fn written(groups: &[RuleGroup], storage: &GrowingStorage) -> Vec<WrittenSeries> {
    let rules = groups.iter().flat_map(|group| &group.definition().rules);
    let recorded = rules.filter(|rule| rule.rule_type == RuleType::Recording).map(|rule| rule.name.as_str());
    let names: Vec<&str> = recorded.chain(["ALERTS", "ALERTS_FOR_STATE"]).collect();
    let series = storage.series();
    let is_written = |series: &&std::sync::Arc<dyn Series>| names.contains(&series.labels().get(METRIC_NAME));
    series.iter().filter(is_written).map(|series| written_series(series.as_ref())).collect()
}

fn written_series(series: &dyn Series) -> WrittenSeries {
    let mut buffer = SampleBuffer::default();
    let samples = series.samples(TimeRange::ALL, &mut buffer).unwrap_or_default();
    let floats = samples.floats.timestamps.iter().zip(samples.floats.values);
    let text = |v: f64| if is_stale_nan(v) { "stale".to_owned() } else { format_g(v) };
    let histograms = samples.histograms.timestamps.iter().zip(samples.histograms.histograms);
    WrittenSeries {
        labels: map(series.labels()),
        floats: floats.map(|(t, v)| (*t, text(*v))).collect(),
        histograms: histograms.map(|(t, h)| HistogramPoint::new(*t, &h.to_float())).collect(),
    }
}
