//! The coverage of the rules of a test file, collected over its tests.

use promenade_model::{Features, Labels};
use rustc_hash::FxHashSet;

use super::PointKind;
use super::asserted::{Assertion, propagate};
use super::point::{points_of_expr, points_of_rule};
use super::probe::Probe;
use super::recorder::{Evaluated, Recorder};
use super::report::RuleCoverage;
use crate::reads::{RuleOutput, RuleReads};
use crate::{AlertState, GroupStep, Rule, RuleDefinition, RuleGroup, RuleQuery};

/// The coverage of the rules of all groups of a test file.
#[derive(Debug)]
pub(crate) struct FileCoverage {
    groups: Vec<Vec<CoveredRule>>,
}

/// A rule with what of it is covered.
#[derive(Debug)]
pub(super) struct CoveredRule {
    pub(super) report: RuleCoverage,
    pub(super) reads: RuleReads,
    pub(super) output: RuleOutput,
    probes: Vec<(Probe, [usize; 2])>,
}

impl CoveredRule {
    fn new(group: &RuleGroup, definition: &RuleDefinition, rule: &Rule, features: Features) -> Self {
        let evaluated = rule.query().expr();
        let mut points = points_of_rule(definition);
        let mut probes = Vec::new();
        // The rule was loaded, so that the text is a query.
        if let Ok(written) = RuleQuery::new(&definition.expr, features) {
            for (probe, both) in points_of_expr(definition, written.expr(), evaluated) {
                probes.push((probe, [points.len(), points.len() + 1]));
                points.extend(both);
            }
        }
        Self {
            report: RuleCoverage::new(group.definition(), definition, points),
            reads: RuleReads::new(definition, evaluated, features),
            output: RuleOutput::new(definition, evaluated, features),
            probes,
        }
    }

    pub(super) fn cover(&mut self, kind: &PointKind) {
        let points = self.report.points.iter_mut().filter(|point| point.kind == *kind);
        points.for_each(|point| point.is_covered = true);
    }

    fn observe(&mut self, moment: &Evaluated<'_>) {
        if moment.has_series {
            self.cover(&PointKind::Evaluated);
        }
        if moment.result.is_ok_and(|result| !result.is_empty()) {
            let is_template = |kind: &PointKind| matches!(kind, PointKind::Label(_) | PointKind::Annotation(_));
            let points = self.report.points.iter_mut().filter(|point| is_template(&point.kind));
            points.for_each(|point| point.is_covered = true);
        }
        for (probe, points) in self.probes.iter().filter(|_| moment.has_series) {
            let is_open = |i: &usize| !self.report.points[*i].is_covered;
            if !points.iter().any(is_open) {
                continue;
            }
            // An operand that fails on its own, such as for labels that the whole never joins, is not watched then.
            let Ok(outcomes) = probe.observe(moment) else { continue };
            for (i, takes_place) in points.iter().zip(outcomes) {
                self.report.points[*i].is_covered |= takes_place;
            }
        }
    }
}

impl FileCoverage {
    /// With nothing covered.
    pub(crate) fn new(groups: &[RuleGroup], features: Features) -> Self {
        let of_group = |group: &RuleGroup| {
            group.rules().map(|(definition, rule)| CoveredRule::new(group, definition, rule, features)).collect()
        };
        Self { groups: groups.iter().map(of_group).collect() }
    }

    /// What is covered, rule by rule.
    pub(crate) fn into_rules(self) -> Vec<RuleCoverage> {
        self.groups.into_iter().flatten().map(|rule| rule.report).collect()
    }
}

/// The coverage that one test gives.
#[derive(Debug)]
pub(crate) struct TestCoverage<'a> {
    file: &'a mut FileCoverage,
    seen: Vec<Vec<Seen>>,
    assertions: Vec<Assertion>,
}

/// What a test saw of a rule.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The series that the rule wrote.
    pub(super) written: FxHashSet<Labels>,
    /// Whether the alert fired.
    pub(super) has_fired: bool,
}

impl<'a> TestCoverage<'a> {
    pub(crate) fn new(file: &'a mut FileCoverage) -> Self {
        let seen = file.groups.iter().map(|group| group.iter().map(|_| Seen::default()).collect()).collect();
        Self { file, seen, assertions: Vec::new() }
    }

    /// What is to be told of the evaluation of a group.
    pub(crate) fn recorder(&mut self, group: usize) -> impl Recorder + '_ {
        GroupRecorder(&mut self.file.groups[group])
    }

    /// Takes in what came of a group.
    pub(crate) fn stepped(&mut self, i: usize, group: &RuleGroup, step: &GroupStep) {
        let rules = self.file.groups[i].iter_mut().zip(&mut self.seen[i]);
        for ((covered, seen), ((_, rule), step)) in rules.zip(group.rules().zip(&step.rules)) {
            if !step.samples.is_empty() {
                covered.cover(&PointKind::Recorded);
                seen.written.extend(step.samples.iter().map(|sample| sample.labels.clone()));
            }
            if rule.active_alerts().any(|alert| alert.state == AlertState::Firing) {
                covered.cover(&PointKind::Fired);
                seen.has_fired = true;
            }
        }
    }

    /// An expectation of alerts of this name holds.
    pub(crate) fn alerts_hold(&mut self, name: &str, groups: &[RuleGroup]) {
        for (covered, group) in self.file.groups.iter_mut().zip(groups) {
            for (covered, (definition, rule)) in covered.iter_mut().zip(group.rules()) {
                let is_meant = definition.name == name && definition.rule_type == crate::RuleType::Alerting;
                if is_meant {
                    let states: Vec<AlertState> = rule.active_alerts().map(|alert| alert.state).collect();
                    covered.assert_states(&states);
                    self.assertions.push(Assertion::Rule(covered.report.key()));
                }
            }
        }
    }

    /// An expectation of an expression holds.
    pub(crate) fn holds(&mut self, assertion: Assertion) {
        self.assertions.push(assertion);
    }

    /// The test is over: what its expectations read is asserted.
    pub(crate) fn finish(self) {
        let rules = self.file.groups.iter_mut().flatten().zip(self.seen.iter().flatten());
        propagate(&mut rules.collect::<Vec<_>>(), &self.assertions);
    }
}

impl CoveredRule {
    /// An expectation holds while the alerts of the rule have these states.
    pub(super) fn assert_states(&mut self, states: &[AlertState]) {
        let is_firing = states.contains(&AlertState::Firing);
        self.cover(if is_firing { &PointKind::AssertedFiring } else { &PointKind::AssertedSilent });
        if states.contains(&AlertState::Pending) {
            self.cover(&PointKind::AssertedPending);
        }
    }
}

struct GroupRecorder<'a>(&'a mut [CoveredRule]);

impl Recorder for GroupRecorder<'_> {
    fn evaluated(&mut self, moment: &Evaluated<'_>) {
        if let Some(rule) = self.0.get_mut(moment.rule) {
            rule.observe(moment);
        }
    }
}
