//! Runs a backtest.

use promenade_model::labels::METRIC_NAME;
use promenade_model::value::is_stale_nan;
use promenade_storage::{SampleBuffer, Storage, TimeRange};

use super::history::Histories;
use super::presence::{Need, missing, needs};
use super::report::{BacktestReport, MissingData, RuleHistory, Span, StateSeries};
use crate::alert::ALERTS;
use crate::reads::{Reading, RuleOutput, RuleReads};
use crate::replay::{Replay, ReplayOptions};
use crate::{GrowingStorage, HidingStorage, LayeredStorage, RuleGroup, RuleOptions, RuleQueryError};

/// How a backtest is run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BacktestOptions {
    /// When rules are evaluated.
    pub times: ReplayOptions,
    /// How rules are evaluated.
    pub rules: RuleOptions,
}

impl BacktestOptions {
    /// At these times, with Prometheus's defaults.
    pub fn new(times: ReplayOptions) -> Self {
        Self { times, rules: RuleOptions::default() }
    }

    /// The same with these options of evaluation.
    #[must_use]
    pub fn rules(mut self, rules: RuleOptions) -> Self {
        self.rules = rules;
        self
    }
}

/// Evaluates rules over data.
///
/// # Errors
/// Returns an error if the data cannot be read. The report lists rules whose evaluation fails.
pub fn backtest(
    groups: Vec<RuleGroup>,
    data: &dyn Storage,
    options: &BacktestOptions,
) -> Result<BacktestReport, RuleQueryError> {
    let features = options.rules.features;
    let range = Span { start_ms: options.times.start_ms, end_ms: options.times.end_ms };
    let mut storage = LayeredStorage::new(HidingStorage::new(data, &groups, features));
    let mut histories = Histories::default();
    let mut replay = Replay::new(groups, options.rules.clone(), options.times);
    replay.run(&mut storage, &mut histories);
    let rules = rules(&replay, &histories, data, options, range)?;
    let first_of: Vec<usize> = (replay.groups().iter())
        .scan(0, |n, group| {
            let first = *n;
            *n += group.definition().rules.len();
            Some(first)
        })
        .collect();
    Ok(BacktestReport {
        range,
        rules,
        alerts: histories.into_alerts(|group, rule| first_of[group] + rule),
        states: states(storage.written()),
        n_stepwise: replay.n_stepwise(),
    })
}

fn rules(
    replay: &Replay,
    histories: &Histories,
    data: &dyn Storage,
    options: &BacktestOptions,
    range: Span,
) -> Result<Vec<RuleHistory>, RuleQueryError> {
    let features = options.rules.features;
    let lookback_ms = i64::try_from(options.rules.lookback_delta.as_millis()).unwrap_or(i64::MAX);
    let all = || replay.groups().iter().flat_map(RuleGroup::rules);
    let outputs: Vec<RuleOutput> =
        all().map(|(definition, rule)| RuleOutput::new(definition, rule.query().expr(), features)).collect();
    let is_of_data = |need: &Need| outputs.iter().all(|output| output.read_by(&need.matchers) == Reading::No);
    let mut known: Vec<(Need, Option<MissingData>)> = Vec::new();
    let mut of_rules: Vec<RuleHistory> = Vec::new();
    for (g, group) in replay.groups().iter().enumerate() {
        let interval_ms = group.definition().interval_ms.unwrap_or(options.times.default_interval_ms);
        let n_evaluations = replay.evaluations(g).map_or(0, |(_, n)| n);
        for (r, (definition, rule)) in group.rules().enumerate() {
            let mut missing_data = Vec::new();
            for need in needs(rule.query().expr(), lookback_ms).into_iter().filter(is_of_data) {
                missing_data.extend(looked_up(&mut known, need, data, range, interval_ms)?);
            }
            of_rules.push(RuleHistory {
                file: group.definition().file.clone(),
                line: definition.line,
                group: group.definition().name.clone(),
                name: definition.name.clone(),
                rule_type: definition.rule_type,
                n_evaluations,
                failures: histories.failures(g, r),
                missing: missing_data,
            });
        }
    }
    let reads = all().map(|(definition, rule)| RuleReads::new(definition, rule.query().expr(), features));
    inherit(&mut of_rules, &reads.collect::<Vec<_>>(), &outputs);
    Ok(of_rules)
}

/// A rule misses what the rules miss that it reads.
fn inherit(rules: &mut [RuleHistory], reads: &[RuleReads], outputs: &[RuleOutput]) {
    let read_by = |reads: &RuleReads| {
        let is_read = |output: &&RuleOutput| reads.of_expr.iter().any(|m| output.read_by(m) != Reading::No);
        let read = outputs.iter().enumerate().filter(|(_, output)| is_read(output));
        read.map(|(i, _)| i).collect::<Vec<_>>()
    };
    let read: Vec<Vec<usize>> = reads.iter().map(read_by).collect();
    let mut open: Vec<usize> = (0..rules.len()).filter(|i| !rules[*i].missing.is_empty()).collect();
    while let Some(i) = open.pop() {
        for reader in (0..rules.len()).filter(|reader| read[*reader].contains(&i)) {
            let new: Vec<MissingData> =
                rules[i].missing.iter().filter(|missing| !rules[reader].missing.contains(missing)).cloned().collect();
            if !new.is_empty() {
                rules[reader].missing.extend(new);
                open.push(reader);
            }
        }
    }
}

/// When the data misses a need. Rules share many selectors, each of which is looked at once.
fn looked_up(
    known: &mut Vec<(Need, Option<MissingData>)>,
    need: Need,
    data: &dyn Storage,
    range: Span,
    interval_ms: i64,
) -> Result<Option<MissingData>, RuleQueryError> {
    if let Some((_, found)) = known.iter().find(|(known, _)| *known == need) {
        return Ok(found.clone());
    }
    let found = missing(&need, data, range, interval_ms)?;
    known.push((need, found.clone()));
    Ok(found)
}

/// The series of `ALERTS` that were written.
fn states(written: &GrowingStorage) -> Vec<StateSeries> {
    let mut buffer = SampleBuffer::default();
    let mut states = Vec::new();
    for series in written.series().iter().filter(|series| series.labels().get(METRIC_NAME) == ALERTS) {
        // A series in memory can always be read.
        let samples = series.samples(TimeRange::ALL, &mut buffer).unwrap_or_default();
        let pairs = samples.floats.timestamps.iter().zip(samples.floats.values);
        let times_ms = pairs.filter(|(_, value)| !is_stale_nan(**value)).map(|(t, _)| *t).collect();
        states.push(StateSeries { labels: series.labels().clone(), times_ms });
    }
    states
}
