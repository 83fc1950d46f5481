//! One test: rules are evaluated round by round, alerts are looked at on the way and expressions at the end.

use std::sync::Arc;
use std::time::Duration;

use promenade_go::strconv::format_g;
use promenade_model::Features;
use promenade_model::is_stale_nan;
use promenade_storage::{SampleBuffer, Series, TimeRange};

use super::check::{ResultSample, alert_texts, are_same_alerts, are_same_samples, expected_alerts};
use super::columns::{Columns, SeenAlerts};
use super::emptied::explain;
use super::input;
use super::model::{AlertTest, ExpressionTest, Placed, RuleTest, TestFile};
use super::report::{AlertTexts, EmptyResult, Failure, FailureKind, RulePlace, StoredSeries, Warning};
use crate::coverage::{Assertion, TestCoverage};
use crate::replay::{Replay, ReplayOptions};
use crate::{AlertState, GrowingStorage, InputSeries, RuleDefinition, RuleGroup, RuleOptions, RuleQuery, append_until};

/// The most samples that a query of a test may hold, as in promtool.
const MAX_SAMPLES: u64 = 10_000;

/// What is expected of an expression, and what came out.
type Differing = (Vec<ResultSample>, Vec<ResultSample>);

/// A test that is run.
pub(super) struct TestRun<'a> {
    file: &'a TestFile,
    test: &'a RuleTest,
    groups: Vec<RuleGroup>,
    input: Vec<InputSeries>,
    storage: GrowingStorage,
    options: RuleOptions,
    start_ms: i64,
    failures: Vec<Failure>,
    coverage: Option<TestCoverage<'a>>,
    columns: Option<&'a Columns>,
    /// The alerts of the rounds, where the rules were evaluated in columns.
    seen: Option<SeenAlerts>,
}

impl<'a> TestRun<'a> {
    pub(super) fn new(
        file: &'a TestFile,
        test: &'a RuleTest,
        groups: Vec<RuleGroup>,
        features: Features,
        coverage: Option<TestCoverage<'a>>,
    ) -> Result<Self, Failure> {
        if let Some(nameless) = test.alert_tests.iter().find(|test| test.alertname.value.is_empty()) {
            let message = "an item under alert_rule_test misses required attribute alertname".to_owned();
            let help = Some("add `alertname:` with the name of the alert".to_owned());
            return Err(Failure { range: nameless.range, kind: FailureKind::Setup { message, help } });
        }
        let interval_ms = test.interval_ms.unwrap_or(file.evaluation_interval_ms);
        let mut options = RuleOptions {
            features,
            default_subquery_step: Duration::from_millis(file.evaluation_interval_ms.unsigned_abs()),
            external_labels: test.external_labels.clone(),
            external_url: test.external_url.clone(),
            ..RuleOptions::default()
        };
        options.exec.max_samples = MAX_SAMPLES;
        Ok(Self {
            file,
            test,
            groups,
            input: input::series(test, interval_ms, features)?,
            storage: GrowingStorage::new(),
            options,
            start_ms: test.start_ms.unwrap_or(0),
            failures: Vec::new(),
            coverage,
            columns: None,
            seen: None,
        })
    }

    /// The same with rules in columns where these allow it.
    pub(super) fn with_columns(mut self, columns: Option<&'a Columns>) -> Self {
        self.columns = columns;
        self
    }

    /// Times of expectations at which no sample of the test is visible any more.
    pub(super) fn late_times(&self) -> Vec<Warning> {
        let newest = self.input.iter().filter_map(|series| series.samples().last()).map(|(time_ms, _)| *time_ms).max();
        let Some(newest) = newest else { return Vec::new() };
        let lookback_ms = i64::try_from(self.options.lookback_delta.as_millis()).unwrap_or(i64::MAX);
        let last_ms = newest.saturating_add(lookback_ms);
        let alerts = self.test.alert_tests.iter().map(|test| &test.eval_time);
        let times = alerts.chain(self.test.expression_tests.iter().map(|test| &test.eval_time));
        let late = times.filter(|time| self.start_ms.saturating_add(time.value) > last_ms);
        late.map(|time| self.late_time(time, newest)).collect()
    }

    fn late_time(&self, time: &Placed<i64>, newest_ms: i64) -> Warning {
        let duration = promenade_model::duration::format_duration;
        let message = format!(
            "eval_time {} lies beyond the data: the last sample is at {}, and no series is visible 5m after it",
            duration(time.value),
            duration(newest_ms - self.start_ms),
        );
        let help = Some("give input_series more values, or evaluate earlier".to_owned());
        Warning { range: time.range, message, help }
    }

    /// Everything that failed.
    pub(super) fn run(&mut self) -> Vec<Failure> {
        let interval_ms = self.file.evaluation_interval_ms.max(1);
        let end_ms = self.start_ms.saturating_add(self.test.last_eval_time_ms());
        let is_in_columns = self.run_columns(interval_ms, end_ms);
        let mut time_ms = self.start_ms;
        while time_ms <= end_ms {
            if !is_in_columns && !self.round(time_ms) {
                return std::mem::take(&mut self.failures);
            }
            let since_ms = time_ms - self.start_ms;
            self.check_alerts(since_ms, since_ms.saturating_add(interval_ms));
            time_ms = time_ms.saturating_add(interval_ms);
        }
        let test = self.test;
        test.expression_tests.iter().for_each(|expression| self.check_expression(expression));
        std::mem::take(&mut self.failures)
    }

    /// Evaluates all rules for all rounds; false where that does not give the same as a round after the other, or a rule fails, so
    /// that nothing is evaluated yet.
    fn run_columns(&mut self, interval_ms: i64, end_ms: i64) -> bool {
        let fits = |columns: &&Columns| columns.fit(self.input.iter().map(InputSeries::labels));
        let Some(columns) = self.columns.filter(fits) else { return false };
        let mut storage = GrowingStorage::new();
        let mut input = self.input.clone();
        let times = ReplayOptions::new(self.start_ms, end_ms).default_interval_ms(interval_ms);
        let rounds = (self.start_ms..=end_ms).step_by(usize::try_from(interval_ms).unwrap_or(usize::MAX));
        for time_ms in rounds {
            if append_until(&mut input, time_ms, &mut storage).is_err() {
                return false;
            }
        }
        let round_of = |since_ms: i64| self.start_ms + since_ms.div_euclid(interval_ms) * interval_ms;
        let asked = self.test.alert_tests.iter();
        let asked = asked.map(|test| (round_of(test.eval_time.value), test.alertname.value.clone()));
        let mut seen = SeenAlerts::new(asked);
        let mut replay =
            Replay::in_rounds(self.groups.clone(), self.options.clone(), times, Arc::clone(&columns.order));
        replay.run(&mut storage, &mut seen);
        if seen.has_failed() {
            return false;
        }
        (self.storage, self.seen) = (storage, Some(seen));
        true
    }

    /// Evaluates all groups at a time; false where a rule failed, which ends the test.
    fn round(&mut self, time_ms: i64) -> bool {
        if let Err((labels, error)) = append_until(&mut self.input, time_ms, &mut self.storage) {
            let message = format!("the samples of {labels} do not fit what rules wrote: {error}");
            let help = Some("a rule records this series; give the test series of another name".to_owned());
            let kind = FailureKind::Setup { message, help };
            self.failures.push(Failure { range: self.test.range, kind });
            return true;
        }
        let mut has_failed = false;
        for (i, group) in self.groups.iter_mut().enumerate() {
            let step = match &mut self.coverage {
                None => group.step(&mut self.storage, time_ms, &self.options),
                Some(coverage) => {
                    let mut recorder = coverage.recorder(i);
                    let step = group.step_recorded(&mut self.storage, time_ms, &self.options, &mut recorder);
                    drop(recorder);
                    coverage.stepped(i, group, &step);
                    step
                }
            };
            let file = &group.definition().file;
            for (rule, step) in group.definition().rules.iter().zip(step.rules) {
                let Some(error) = step.error else { continue };
                has_failed = true;
                let kind = FailureKind::Rule { place: place(file, rule), time_ms, error: error.to_string() };
                self.failures.push(Failure { range: self.test.range, kind });
            }
        }
        !has_failed
    }

    /// Looks at the alerts that are expected from one time to before another.
    fn check_alerts(&mut self, from_ms: i64, until_ms: i64) {
        let is_due = |test: &&AlertTest| (from_ms..until_ms).contains(&test.eval_time.value);
        for test in self.test.alert_tests.iter().filter(is_due) {
            let expected = expected_alerts(test);
            let actual = self.alerts(from_ms, &test.alertname.value, AlertState::Firing);
            if are_same_alerts(&expected, &actual) {
                if let Some(coverage) = &mut self.coverage {
                    coverage.alerts_hold(&test.alertname.value, &self.groups);
                }
                continue;
            }
            let kind = FailureKind::Alerts {
                alertname: test.alertname.value.clone(),
                eval_time_ms: test.eval_time.value,
                expected,
                actual,
                pending: self.alerts(from_ms, &test.alertname.value, AlertState::Pending),
                rules: self.places(&test.alertname.value),
                empty: self.why_silent(test, from_ms),
            };
            self.failures.push(Failure { range: test.range, kind });
        }
    }

    /// The alerts of all rules of a name in a state, in order, in the round that is so long after the start.
    fn alerts(&self, since_ms: i64, name: &str, state: AlertState) -> Vec<AlertTexts> {
        if let Some(seen) = &self.seen {
            let mut alerts = seen.of(self.start_ms.saturating_add(since_ms), name, state);
            alerts.sort();
            return alerts;
        }
        let rules = self.groups.iter().flat_map(RuleGroup::rules).filter(|(definition, _)| definition.name == name);
        let alerts = rules.flat_map(|(_, rule)| rule.active_alerts()).filter(|alert| alert.state == state);
        let mut alerts: Vec<_> = alerts.map(alert_texts).collect();
        alerts.sort();
        alerts
    }

    /// Why the rules of a name give nothing, where an alert is expected and none is active.
    fn why_silent(&self, test: &AlertTest, since_ms: i64) -> Vec<EmptyResult> {
        let name = &test.alertname.value;
        let named = self.groups.iter().flat_map(RuleGroup::rules).filter(|(definition, _)| definition.name == *name);
        let rules: Vec<_> = named.map(|(_, rule)| rule).collect();
        let states = [AlertState::Pending, AlertState::Firing];
        let is_active = states.into_iter().any(|state| !self.alerts(since_ms, name, state).is_empty());
        if test.expected.is_empty() || is_active {
            return Vec::new();
        }
        let time_ms = self.start_ms.saturating_add(since_ms);
        let why = |rule: &&crate::Rule| explain(rule.query(), &self.storage, time_ms, &self.options);
        rules.iter().filter_map(why).collect()
    }

    fn places(&self, name: &str) -> Vec<RulePlace> {
        let of_group = |group: &RuleGroup| {
            let definition = group.definition();
            let rules = definition.rules.iter().filter(|rule| rule.name == name);
            rules.map(|rule| place(&definition.file, rule)).collect::<Vec<_>>()
        };
        self.groups.iter().flat_map(of_group).collect()
    }

    fn check_expression(&mut self, test: &ExpressionTest) {
        let (expr, eval_time_ms) = (test.expr.value.clone(), test.eval_time.value);
        let kind = match self.compare(test) {
            Ok(None) => return self.expression_holds(test),
            Ok(Some((expected, actual))) => FailureKind::Samples {
                expr,
                eval_time_ms,
                expected: expected.iter().map(ResultSample::text).collect(),
                actual: actual.iter().map(ResultSample::text).collect(),
                empty: if actual.is_empty() { self.why_empty(test) } else { None },
            },
            Err(error) => FailureKind::Expression { expr, eval_time_ms, error },
        };
        self.failures.push(Failure { range: test.range, kind });
    }

    fn why_empty(&self, test: &ExpressionTest) -> Option<EmptyResult> {
        let query = RuleQuery::new(&test.expr.value, self.options.features).ok()?;
        explain(&query, &self.storage, self.start_ms.saturating_add(test.eval_time.value), &self.options)
    }

    fn expression_holds(&mut self, test: &ExpressionTest) {
        let Some(coverage) = &mut self.coverage else { return };
        let time_ms = self.start_ms.saturating_add(test.eval_time.value);
        let (text, features) = (&test.expr.value, self.options.features);
        coverage.holds(Assertion::of_expression(text, features, &self.storage, time_ms, &self.options));
    }

    /// Gives to the coverage what the test asserts.
    pub(super) fn finish(self) {
        if let Some(coverage) = self.coverage {
            coverage.finish();
        }
    }

    /// What is expected and what came out, where they differ.
    fn compare(&self, test: &ExpressionTest) -> Result<Option<Differing>, String> {
        let features = self.options.features;
        let query = RuleQuery::new(&test.expr.value, features).map_err(|error| error.to_string())?;
        let time_ms = self.start_ms.saturating_add(test.eval_time.value);
        let result = query.at(&self.storage, time_ms, &self.options).map_err(|error| error.to_string())?;
        let mut actual: Vec<_> = result.iter().map(ResultSample::of_result).collect();
        let expected = test.expected.iter().map(|sample| ResultSample::expected(sample, features));
        let mut expected = expected.collect::<Result<Vec<_>, _>>()?;
        let is_same = are_same_samples(&mut expected, &mut actual, self.file.fuzzy_compare);
        Ok((!is_same).then_some((expected, actual)))
    }

    /// All series with their samples.
    pub(super) fn stored(&self) -> Vec<StoredSeries> {
        self.storage.series().iter().map(|series| stored(series.as_ref())).collect()
    }
}

fn place(file: &str, rule: &RuleDefinition) -> RulePlace {
    RulePlace { file: file.to_owned(), line: rule.line, rule: rule.name.clone() }
}

fn stored(series: &dyn Series) -> StoredSeries {
    let mut buffer = SampleBuffer::default();
    let samples = series.samples(TimeRange::ALL, &mut buffer).unwrap_or_default();
    let text = |value: f64| if is_stale_nan(value) { "stale".to_owned() } else { format_g(value) };
    let floats = samples.floats.timestamps.iter().zip(samples.floats.values).map(|(t, v)| (*t, text(*v)));
    let histograms = samples.histograms.timestamps.iter().zip(samples.histograms.histograms);
    let histograms = histograms.map(|(t, histogram)| (*t, histogram.to_float().to_string()));
    let mut samples: Vec<_> = floats.chain(histograms).collect();
    samples.sort_by_key(|(time_ms, _)| *time_ms);
    StoredSeries { labels: series.labels().to_string(), samples }
}
