//! What the tests of one or more files cover.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use promenade_model::FileRange;

use super::Point;
use crate::{GroupDefinition, RuleDefinition, RuleType};

/// What is covered of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCoverage {
    /// The file of the rule.
    pub file: String,
    /// The name of its group.
    pub group: String,
    /// The recorded metric, or the alert.
    pub name: String,
    /// Whether it records or alerts.
    pub rule_type: RuleType,
    /// Where it stands in the file.
    pub range: FileRange,
    /// The line that it begins in, counted from 1.
    pub line: usize,
    /// What can be covered of it.
    pub points: Vec<Point>,
    /// Readers for which it cannot be decided whether they read the rule; empty where the rule is asserted anyway.
    pub undecided: BTreeSet<String>,
}

/// Recognises a rule within a run.
pub(crate) type RuleKey = (String, FileRange);

/// What the tests of one or more files cover.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CoverageReport {
    /// The rules, in the order of files and places.
    pub rules: Vec<RuleCoverage>,
}

impl RuleCoverage {
    pub(super) fn new(group: &GroupDefinition, definition: &RuleDefinition, points: Vec<Point>) -> Self {
        Self {
            file: group.file.clone(),
            group: group.name.clone(),
            name: definition.name.clone(),
            rule_type: definition.rule_type,
            range: definition.range,
            line: definition.line,
            points,
            undecided: BTreeSet::new(),
        }
    }

    pub(super) fn key(&self) -> RuleKey {
        (self.file.clone(), self.range)
    }

    pub(super) fn undecided(&mut self, reader: &str) {
        self.undecided.insert(reader.to_owned());
    }

    /// The points that count: those that no comment leaves out.
    pub fn counted(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| !point.is_ignored)
    }

    /// The points that count and are not covered.
    pub fn missing(&self) -> impl Iterator<Item = &Point> {
        self.counted().filter(|point| !point.is_covered)
    }

    /// Leaves out the points in these parts of the file.
    pub fn ignore(&mut self, parts: &[FileRange]) {
        for point in &mut self.points {
            let at = point.range.start;
            let is_inside = |part: &FileRange| part.start <= at && at <= part.end;
            point.is_ignored |= parts.iter().any(is_inside);
        }
    }

    /// Adds what other tests cover of the same rule.
    fn add(&mut self, other: &Self) {
        for (own, other) in self.points.iter_mut().zip(&other.points) {
            own.is_covered |= other.is_covered;
        }
        self.undecided.extend(other.undecided.iter().cloned());
    }
}

impl CoverageReport {
    /// The coverage of several test files as one. A rule that several files test is covered where one of them covers it.
    pub fn of(rules: impl IntoIterator<Item = RuleCoverage>) -> Self {
        let mut known: BTreeMap<RuleKey, RuleCoverage> = BTreeMap::new();
        for rule in rules {
            match known.entry(rule.key()) {
                Entry::Occupied(mut known) => known.get_mut().add(&rule),
                Entry::Vacant(new) => drop(new.insert(rule)),
            }
        }
        Self { rules: known.into_values().collect() }
    }

    /// How many points count.
    pub fn n_points(&self) -> usize {
        self.rules.iter().map(|rule| rule.counted().count()).sum()
    }

    /// How many points are covered.
    pub fn n_covered(&self) -> usize {
        self.rules.iter().flat_map(RuleCoverage::counted).filter(|point| point.is_covered).count()
    }

    /// The covered share of the points in percent; 100 where there are none.
    pub fn percent(&self) -> f64 {
        match self.n_points() {
            0 => 100.0,
            n_points => self.n_covered() as f64 * 100.0 / n_points as f64,
        }
    }
}
