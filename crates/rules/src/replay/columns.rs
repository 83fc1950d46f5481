//! A rule in columns: its expression is one range query, whose steps are then taken one after the other.

use promenade_exec::{InstantSample, RangeSeries};
use promenade_model::{Labels, TimestampMs, stale_nan};
use promenade_storage::SampleValue;
use rustc_hash::FxHashSet;

use super::run::{Steps, Watched};
use crate::{RuleGroup, RuleOptions, RuleStorage};

/// Evaluates a rule at all steps.
pub(super) fn evaluate_columns(
    group: &mut RuleGroup,
    rule: usize,
    steps: Steps,
    storage: &mut dyn RuleStorage,
    options: &RuleOptions,
    watched: &mut Watched<'_>,
) {
    if steps.count == 0 {
        return;
    }
    let offset_ms = group.definition().query_offset_ms.unwrap_or(0);
    let query_steps = Steps { first_ms: steps.first_ms.saturating_sub(offset_ms), ..steps };
    let Some(series) = range(group, rule, query_steps, storage, options) else {
        // A query that fails at one step fails as a whole: step by step only that step fails.
        for time_ms in steps.times() {
            let step = group.step_rule(rule, storage, time_ms, options, &mut ());
            watched.tell(group, time_ms, step.error.as_ref());
        }
        return;
    };
    if let Some(labels) = group.recorded_labels(rule, &series) {
        let last = write_columns(&labels, &series, query_steps, group.written(rule), storage);
        group.set_written(rule, last);
        steps.times().for_each(|time_ms| watched.tell(group, time_ms, None));
        return;
    }
    let by_step = by_step(&series, query_steps);
    for (time_ms, samples) in steps.times().zip(by_step) {
        let elements = samples.into_iter().map(|(i, value)| InstantSample { labels: series[i].labels.clone(), value });
        let step = group.take_rule(rule, elements.collect(), storage, time_ms, options);
        watched.tell(group, time_ms, step.error.as_ref());
    }
}

fn range(
    group: &RuleGroup,
    rule: usize,
    steps: Steps,
    storage: &dyn RuleStorage,
    options: &RuleOptions,
) -> Option<Vec<RangeSeries>> {
    let (_, state) = group.rules().nth(rule)?;
    if state.is_vacuous(storage) {
        return Some(Vec::new());
    }
    let last_ms = steps.time_ms(steps.count - 1);
    state.query().over(storage.as_storage(), (steps.first_ms, last_ms, steps.interval_ms), options).ok()
}

/// The samples of each step, each with the index of its series.
fn by_step(series: &[RangeSeries], steps: Steps) -> Vec<Vec<(usize, SampleValue)>> {
    let mut by_step = vec![Vec::new(); steps.count];
    for (i, one) in series.iter().enumerate() {
        for (time_ms, value) in samples(one) {
            let step = (time_ms - steps.first_ms) / steps.interval_ms;
            by_step[step as usize].push((i, value));
        }
    }
    by_step
}

fn samples(series: &RangeSeries) -> impl Iterator<Item = (TimestampMs, SampleValue)> + '_ {
    let floats = series.floats.iter().map(|(time_ms, value)| (time_ms, SampleValue::Float(value)));
    let histograms = series.histograms.iter();
    floats.chain(histograms.map(|(time_ms, histogram)| (*time_ms, SampleValue::Histogram(histogram.clone()))))
}

/// Writes the series of a recording rule with the markers where they end, and gives those that the last step wrote.
fn write_columns(
    labels: &[Labels],
    series: &[RangeSeries],
    steps: Steps,
    before: &[Labels],
    storage: &mut dyn RuleStorage,
) -> Vec<Labels> {
    let known: FxHashSet<&Labels> = before.iter().collect();
    let now: FxHashSet<&Labels> = labels.iter().collect();
    let marker = |time_ms: TimestampMs| (time_ms, SampleValue::Float(stale_nan()));
    for gone in before.iter().filter(|labels| !now.contains(labels)) {
        storage.append_series(gone, &[marker(steps.first_ms)]);
    }
    let mut last = Vec::new();
    for (labels, series) in labels.iter().zip(series) {
        let mut sorted: Vec<_> = samples(series).collect();
        sorted.sort_by_key(|(time_ms, _)| *time_ms);
        let is_known = known.contains(labels);
        let (column, is_last) = with_markers(sorted, steps, is_known, marker);
        storage.append_series(labels, &column);
        last.extend(is_last.then(|| labels.clone()));
    }
    last
}

/// Samples with a marker at each step that has none after one that has; whether the last step has a sample.
fn with_markers(
    samples: Vec<(TimestampMs, SampleValue)>,
    steps: Steps,
    mut is_there: bool,
    marker: impl Fn(TimestampMs) -> (TimestampMs, SampleValue),
) -> (Vec<(TimestampMs, SampleValue)>, bool) {
    if samples.len() == steps.count {
        return (samples, true);
    }
    let mut column = Vec::with_capacity(samples.len() + 2);
    let mut samples = samples.into_iter().peekable();
    for time_ms in steps.times() {
        match samples.next_if(|(at_ms, _)| *at_ms == time_ms) {
            Some(sample) => {
                column.push(sample);
                is_there = true;
            }
            None if is_there => {
                column.push(marker(time_ms));
                is_there = false;
            }
            None => {}
        }
    }
    (column, is_there)
}
