//! Groups and rules as their files define them.

use std::collections::BTreeMap;

use promenade_model::FileRange;

/// A group of rules, which are evaluated one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDefinition {
    /// The file that it stands in.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Milliseconds between two evaluations; `None` if the default counts.
    pub interval_ms: Option<i64>,
    /// Milliseconds by which queries and what rules write lie before the time of evaluation.
    pub query_offset_ms: Option<i64>,
    /// The most series or alerts that a rule may give; 0 for any number.
    pub limit: i64,
    /// Its rules.
    pub rules: Vec<RuleDefinition>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDefinition {
    /// Whether it records or alerts.
    pub rule_type: RuleType,
    /// The metric that it writes, or the alert.
    pub name: String,
    /// Its expression as written.
    pub expr: String,
    /// Milliseconds for which the expression has to hold before an alert fires.
    pub for_ms: i64,
    /// Milliseconds for which an alert goes on firing after the expression no longer holds.
    pub keep_firing_for_ms: i64,
    /// Its labels, those of the group among them. An empty value takes a label away.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// Where it stands in the file, in bytes.
    pub range: FileRange,
    /// The line of the file that it begins in, counted from 1.
    pub line: usize,
}

/// The two types of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleType {
    /// `record`
    Recording,
    /// `alert`
    Alerting,
}
