//! Groups and rules as their files define them.

use std::collections::BTreeMap;

use promenade_documents::OffsetMap;
use promenade_model::FileRange;
use promenade_model::value::SourceRange;

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
    /// Where its parts stand in the file.
    pub places: RulePlaces,
}

/// Where the parts of a rule stand in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RulePlaces {
    /// The name.
    pub name: FileRange,
    /// Where each byte of the expression stands.
    pub expr: OffsetMap,
    /// `for`.
    pub for_: Option<FileRange>,
    /// The values of labels, those of the group among them.
    pub labels: BTreeMap<String, FileRange>,
    /// The values of annotations.
    pub annotations: BTreeMap<String, FileRange>,
}

impl RulePlaces {
    /// The bytes of the file that a part of the expression, as written, stands in.
    pub fn of_expr(&self, part: SourceRange) -> FileRange {
        self.expr.to_source(part)
    }
}

/// The two types of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleType {
    /// `record`
    Recording,
    /// `alert`
    Alerting,
}
