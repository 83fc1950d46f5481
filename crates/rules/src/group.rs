//! A group of rules: its evaluation at one time.

use promenade_exec::{InstantSample, RangeSeries};
use promenade_model::{Features, Labels, TimestampMs, stale_nan};
use promenade_storage::SampleValue;
use rustc_hash::FxHashSet;

use crate::alerting::{AlertingRule, Evaluation};
use crate::coverage::{Evaluated, Recorder};
use crate::recording::RecordingRule;
use crate::vacuity::Vacuity;
use crate::{
    Alert, AppendError, GroupDefinition, RuleDefinition, RuleError, RuleOptions, RuleQuery, RuleQueryError,
    RuleStorage, RuleType, WrittenSample,
};

/// A group of rules with the alerts that they have.
#[derive(Debug, Clone)]
pub struct RuleGroup {
    definition: GroupDefinition,
    rules: Vec<Rule>,
}

/// A rule of a group.
#[derive(Debug, Clone)]
pub struct Rule {
    query: RuleQuery,
    kind: Kind,
    vacuity: Option<Vacuity>,
    /// Whether the last evaluation gave nothing because no series matches the expression.
    was_vacuous: bool,
    /// The series that it wrote when it was last evaluated without an error.
    written: Vec<Labels>,
}

#[derive(Debug, Clone)]
enum Kind {
    Alerting(AlertingRule),
    Recording(RecordingRule),
}

/// What came of a group at one time.
#[derive(Debug)]
pub struct GroupStep {
    /// What came of each rule, in their order.
    pub rules: Vec<RuleStep>,
}

/// What came of a rule at one time.
#[derive(Debug, Default)]
pub struct RuleStep {
    /// What was written, stale markers of series that are gone included.
    pub samples: Vec<WrittenSample>,
    /// Why it failed, or why the last sample of those that the store refused was refused. Other rules are not concerned.
    pub error: Option<RuleError>,
}

impl RuleGroup {
    /// A group without alerts.
    ///
    /// # Errors
    /// Returns an error if an expression is not a query.
    pub fn new(definition: GroupDefinition, features: Features) -> Result<Self, RuleQueryError> {
        let rules = definition.rules.iter().map(|rule| Rule::new(rule, features)).collect::<Result<_, _>>()?;
        Ok(Self { definition, rules })
    }

    /// How the group is defined.
    pub fn definition(&self) -> &GroupDefinition {
        &self.definition
    }

    /// The rules with their definitions, in their order.
    pub fn rules(&self) -> impl Iterator<Item = (&RuleDefinition, &Rule)> {
        self.definition.rules.iter().zip(&self.rules)
    }

    /// Evaluates the rules one after the other; what one writes the next ones see. Only the group and the store change.
    pub fn step(&mut self, storage: &mut dyn RuleStorage, time_ms: TimestampMs, options: &RuleOptions) -> GroupStep {
        self.step_recorded(storage, time_ms, options, &mut ())
    }

    /// Same as [`step`](Self::step), and reports each evaluation to a recorder.
    pub fn step_recorded(
        &mut self,
        storage: &mut dyn RuleStorage,
        time_ms: TimestampMs,
        options: &RuleOptions,
        recorder: &mut dyn Recorder,
    ) -> GroupStep {
        let n_rules = self.rules.len();
        let step = |rule| self.step_rule(rule, storage, time_ms, options, recorder);
        GroupStep { rules: (0..n_rules).map(step).collect() }
    }

    /// Evaluates one rule.
    pub(crate) fn step_rule(
        &mut self,
        rule: usize,
        storage: &mut dyn RuleStorage,
        time_ms: TimestampMs,
        options: &RuleOptions,
        recorder: &mut dyn Recorder,
    ) -> RuleStep {
        let times = self.times(time_ms);
        let evaluation = times.evaluation(&*storage, options);
        let samples = self.rules[rule].evaluate(evaluation, rule, recorder);
        self.rules[rule].finish(samples, storage, times.query_time_ms)
    }

    /// Takes a result of a rule's expression as [`step_rule`](Self::step_rule) takes the one that it evaluates.
    pub(crate) fn take_rule(
        &mut self,
        rule: usize,
        result: Vec<InstantSample>,
        storage: &mut dyn RuleStorage,
        time_ms: TimestampMs,
        options: &RuleOptions,
    ) -> RuleStep {
        let times = self.times(time_ms);
        let rule = &mut self.rules[rule];
        if result.is_empty() && rule.written.is_empty() && rule.alerts().next().is_none() {
            return RuleStep::default();
        }
        let samples = rule.take(result, times.evaluation(&*storage, options));
        rule.finish(samples, storage, times.query_time_ms)
    }

    fn times(&self, time_ms: TimestampMs) -> Times {
        let query_time_ms = time_ms.saturating_sub(self.definition.query_offset_ms.unwrap_or(0));
        let limit = u64::try_from(self.definition.limit).ok().filter(|limit| *limit > 0);
        Times { time_ms, query_time_ms, limit }
    }

    /// The labels that a recording rule writes for series of its expression; none where it may fail for a limit or for
    /// labels that occur twice, and for an alerting rule.
    pub(crate) fn recorded_labels(&self, rule: usize, series: &[RangeSeries]) -> Option<Vec<Labels>> {
        let Kind::Recording(recording) = &self.rules[rule].kind else { return None };
        if self.definition.limit > 0 {
            return None;
        }
        let labels: Vec<Labels> = series.iter().map(|one| recording.labels_of(&one.labels)).collect();
        let mut seen = FxHashSet::default();
        labels.iter().all(|labels| seen.insert(labels.as_bytes())).then_some(labels)
    }

    /// The series that a rule wrote when it was last evaluated.
    pub(crate) fn written(&self, rule: usize) -> &[Labels] {
        &self.rules[rule].written
    }

    /// Says which series a rule wrote when it was last evaluated.
    pub(crate) fn set_written(&mut self, rule: usize, written: Vec<Labels>) {
        self.rules[rule].written = written;
    }
}

/// When a group is evaluated, and its limit.
#[derive(Clone, Copy)]
struct Times {
    time_ms: TimestampMs,
    query_time_ms: TimestampMs,
    limit: Option<u64>,
}

impl Times {
    fn evaluation<'a>(self, storage: &'a dyn RuleStorage, options: &'a RuleOptions) -> Evaluation<'a> {
        let Self { time_ms, query_time_ms, limit } = self;
        Evaluation { storage, options, time_ms, query_time_ms, limit }
    }
}

impl Rule {
    fn new(definition: &RuleDefinition, features: Features) -> Result<Self, RuleQueryError> {
        let kind = match definition.rule_type {
            RuleType::Alerting => Kind::Alerting(AlertingRule::new(definition)),
            RuleType::Recording => Kind::Recording(RecordingRule::new(definition)),
        };
        let query = RuleQuery::of_rule(&definition.expr, features)?;
        let vacuity = Vacuity::of(query.expr());
        Ok(Self { query, kind, vacuity, was_vacuous: false, written: Vec::new() })
    }

    /// The query.
    pub fn query(&self) -> &RuleQuery {
        &self.query
    }

    /// The alerts that are pending or firing, in the order of their labels.
    pub fn active_alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts().filter(|alert| alert.resolved_at_ms.is_none())
    }

    /// All alerts, those that were resolved in the last 15 minutes included, in the order of their labels.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        let alerting = match &self.kind {
            Kind::Alerting(rule) => Some(rule),
            Kind::Recording(_) => None,
        };
        alerting.into_iter().flat_map(AlertingRule::alerts)
    }

    fn evaluate(
        &mut self,
        evaluation: Evaluation<'_>,
        rule: usize,
        recorder: &mut dyn Recorder,
    ) -> Result<Vec<WrittenSample>, RuleError> {
        let result = self.result(evaluation).map_err(RuleError::from);
        let Evaluation { storage, options, query_time_ms, .. } = evaluation;
        let (has_series, elements) = (!self.was_vacuous, result.as_deref());
        recorder.evaluated(&Evaluated { rule, storage, options, query_time_ms, has_series, result: elements });
        self.take(result?, evaluation)
    }

    /// What is to be written for a result of the expression.
    fn take(
        &mut self,
        result: Vec<InstantSample>,
        evaluation: Evaluation<'_>,
    ) -> Result<Vec<WrittenSample>, RuleError> {
        match &mut self.kind {
            Kind::Alerting(rule) => rule.update(&result, evaluation),
            Kind::Recording(rule) => rule.samples(result, evaluation.query_time_ms, evaluation.limit),
        }
    }

    /// Whether it is known that the expression gives nothing, because no series matches it.
    pub(crate) fn is_vacuous(&self, storage: &dyn RuleStorage) -> bool {
        self.vacuity.as_ref().is_some_and(|vacuity| vacuity.holds(storage))
    }

    /// The result of the expression. Where it gave nothing before because no series matches it, and none does now, it is
    /// not evaluated again.
    fn result(&mut self, evaluation: Evaluation<'_>) -> Result<Vec<InstantSample>, RuleQueryError> {
        let is_vacuous = self.is_vacuous(evaluation.storage);
        if is_vacuous && self.was_vacuous {
            return Ok(Vec::new());
        }
        self.was_vacuous = false;
        let storage = evaluation.storage.as_storage();
        let result = self.query.at(storage, evaluation.query_time_ms, evaluation.options)?;
        self.was_vacuous = is_vacuous && result.is_empty();
        Ok(result)
    }

    fn finish(
        &mut self,
        samples: Result<Vec<WrittenSample>, RuleError>,
        storage: &mut dyn RuleStorage,
        time_ms: TimestampMs,
    ) -> RuleStep {
        match samples {
            Ok(samples) => self.write(samples, storage, time_ms),
            Err(error) => RuleStep { samples: Vec::new(), error: Some(error) },
        }
    }

    /// Writes samples, and stale markers to the series that are gone since the last evaluation.
    fn write(
        &mut self,
        mut samples: Vec<WrittenSample>,
        storage: &mut dyn RuleStorage,
        time_ms: TimestampMs,
    ) -> RuleStep {
        if samples.is_empty() && self.written.is_empty() {
            return RuleStep::default();
        }
        let taken = storage.append(&samples);
        let error = last_error(&taken);
        let mut taken = taken.iter();
        samples.retain(|_| taken.next().is_some_and(Result::is_ok));
        let written: Vec<Labels> = samples.iter().map(|sample| sample.labels.clone()).collect();
        let mut gone = self.gone(&written, time_ms);
        // Where another rule writes the series there is no marker, and no error.
        let mut taken = storage.append(&gone).into_iter();
        gone.retain(|_| taken.next().is_some_and(|taken| taken.is_ok()));
        samples.append(&mut gone);
        self.written = written;
        RuleStep { samples, error }
    }

    /// Stale markers for the series that were written before and are not now.
    fn gone(&self, written: &[Labels], time_ms: TimestampMs) -> Vec<WrittenSample> {
        if self.written == written {
            return Vec::new();
        }
        let now: FxHashSet<&Labels> = written.iter().collect();
        let marker =
            |labels: &Labels| WrittenSample { labels: labels.clone(), time_ms, value: SampleValue::Float(stale_nan()) };
        self.written.iter().filter(|labels| !now.contains(labels)).map(marker).collect()
    }
}

fn last_error(taken: &[Result<(), AppendError>]) -> Option<RuleError> {
    taken.iter().rev().find_map(|taken| taken.as_ref().err()).cloned().map(RuleError::Append)
}
