//! What has to run again when a rule is changed: the rules that read it, what these read, and the expectations of them.

use crate::reads::{Reading, RuleOutput, RuleReads, selectors};
use crate::unit_tests::{RuleTest, TestFile};
use crate::{RuleDefinition, RuleGroup, RuleQuery, RuleQueryError, RuleType};
use promenade_model::{Features, Matcher};

/// The rules of a test file with what each reads and writes.
pub(super) struct Rules {
    rules: Vec<Known>,
}

struct Known {
    /// The index of the group and that of the rule.
    id: (usize, usize),
    name: String,
    rule_type: RuleType,
    reads: RuleReads,
    output: RuleOutput,
}

/// A part of the rules and of the tests.
pub(super) struct Slice {
    /// The rules that may give something else: the changed one first.
    changed: Vec<usize>,
    /// The rules that run.
    running: Vec<usize>,
}

impl Rules {
    pub(super) fn new(groups: &[RuleGroup], features: Features) -> Self {
        let mut rules = Vec::new();
        for (g, group) in groups.iter().enumerate() {
            for (r, (definition, rule)) in group.rules().enumerate() {
                let expr = rule.query().expr();
                rules.push(Known {
                    id: (g, r),
                    name: definition.name.clone(),
                    rule_type: definition.rule_type,
                    reads: RuleReads::new(definition, expr, features),
                    output: RuleOutput::new(definition, expr, features),
                });
            }
        }
        Self { rules }
    }

    /// What runs again when a rule is changed. A change may give other labels, so that what the rule writes then is asked for
    /// too.
    pub(super) fn slice(&self, id: (usize, usize), changed: &RuleOutput) -> Slice {
        let first = self.rules.iter().position(|rule| rule.id == id).unwrap_or(0);
        let reads = |reader: &Known, writer: usize| {
            let is_first = writer == first && reader.reads.may_read(changed);
            is_first || reader.reads.may_read(&self.rules[writer].output)
        };
        let mut affected = vec![first];
        let mut next = 0;
        while let Some(writer) = affected.get(next).copied() {
            next += 1;
            let readers = (0..self.rules.len()).filter(|i| reads(&self.rules[*i], writer));
            let new: Vec<usize> = readers.filter(|i| !affected.contains(i)).collect();
            affected.extend(new);
        }
        let mut running = affected.clone();
        let mut next = 0;
        while let Some(reader) = running.get(next).copied() {
            next += 1;
            let read = (0..self.rules.len()).filter(|i| self.rules[reader].reads.may_read(&self.rules[*i].output));
            let new: Vec<usize> = read.filter(|i| !running.contains(i)).collect();
            running.extend(new);
        }
        Slice { changed: affected, running }
    }

    /// All rules.
    pub(super) fn whole(&self) -> Slice {
        let all: Vec<usize> = (0..self.rules.len()).collect();
        Slice { changed: all.clone(), running: all }
    }

    /// The groups with the rules of a slice only, one of them changed.
    ///
    /// # Errors
    /// Returns an error if the changed rule is no query.
    pub(super) fn groups(
        &self,
        slice: &Slice,
        groups: &[RuleGroup],
        change: Option<((usize, usize), &RuleDefinition)>,
        features: Features,
    ) -> Result<Vec<RuleGroup>, RuleQueryError> {
        let runs = |g: usize, r: usize| slice.running.iter().any(|i| self.rules[*i].id == (g, r));
        let mut sliced = Vec::new();
        for (g, group) in groups.iter().enumerate() {
            let mut definition = group.definition().clone();
            let mut r = 0;
            definition.rules.retain_mut(|rule| {
                if let Some((_, changed)) = change.filter(|(id, _)| *id == (g, r)) {
                    rule.clone_from(changed);
                }
                r += 1;
                runs(g, r - 1)
            });
            if !definition.rules.is_empty() {
                sliced.push(RuleGroup::new(definition, features)?);
            }
        }
        Ok(sliced)
    }

    /// The test file with the expectations only that depend on what may change, and the tests that have such.
    pub(super) fn tests(&self, slice: &Slice, file: &TestFile, changed: &RuleOutput, features: Features) -> TestFile {
        let outputs = || slice.changed.iter().map(|i| &self.rules[*i].output).chain(std::iter::once(changed));
        let is_alert = |name: &str| {
            let mut rules = slice.changed.iter().map(|i| &self.rules[*i]);
            rules.any(|rule| rule.rule_type == RuleType::Alerting && rule.name == name)
        };
        let reads = |text: &str| {
            let Ok(query) = RuleQuery::new(text, features) else { return false };
            let found = selectors(query.expr());
            found.iter().any(|selector| outputs().any(|output| output.read_by(&selector.matchers) != Reading::No))
        };
        let test = |test: &RuleTest| {
            let mut test = test.clone();
            test.alert_tests.retain(|expectation| is_alert(&expectation.alertname.value));
            test.expression_tests.retain(|expectation| reads(&expectation.expr.value));
            Some(test).filter(|test| !test.alert_tests.is_empty() || !test.expression_tests.is_empty())
        };
        TestFile { tests: file.tests.iter().filter_map(test).collect(), ..file.clone() }
    }
}

impl RuleReads {
    /// Whether a rule may read what another writes.
    fn may_read(&self, output: &RuleOutput) -> bool {
        let finds = |matchers: &[Matcher]| output.read_by(matchers) != Reading::No;
        !self.unknown_queries.is_empty() || self.all().any(finds)
    }
}
