//! What came of changes.

use std::collections::BTreeMap;

use promenade_model::FileRange;

use super::Mutant;

/// Whether the tests notice a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MutantOutcome {
    /// No expectation depends on the rule.
    Unread,
    /// All expectations that depend on the rule still hold.
    Unnoticed,
    /// An expectation fails.
    Noticed,
}

/// A change with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MutantReport {
    /// The file of the rule.
    pub file: String,
    /// The recorded metric, or the alert.
    pub rule: String,
    /// The change.
    pub mutant: Mutant,
    /// What came of it.
    pub outcome: MutantOutcome,
    /// Whether a comment leaves it out.
    pub is_ignored: bool,
}

impl MutantReport {
    /// The changes of several test files, each once: one that some file notices is noticed. In the order of files and places.
    pub fn merged(reports: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut merged: BTreeMap<(String, FileRange, String), Self> = BTreeMap::new();
        for report in reports {
            let key = (report.file.clone(), report.mutant.range, report.mutant.after.clone());
            let known = merged.entry(key).or_insert_with(|| report.clone());
            known.outcome = known.outcome.max(report.outcome);
        }
        merged.into_values().collect()
    }
}
