//! What a lint on alerting and recording rules sees.

use promenade_documents::FileRange;
use promenade_documents::rules::{Group, Rule, RuleKind, Spanned};
use promenade_documents::{Document, EmbeddedQuery};
use promenade_model::duration::parse_duration;
use promenade_model::value::SourceRange;

use super::QueryContext;
use crate::settings::Settings;

/// A rule of a rule file, with its query.
#[derive(Debug)]
pub struct RuleContext<'a> {
    /// The file.
    pub document: &'a Document,
    /// The group.
    pub group: &'a Group,
    /// The rule.
    pub rule: &'a Rule,
    /// Its query as it stands in the file.
    pub embedded: Option<&'a EmbeddedQuery>,
    /// Its query, where it is accepted.
    pub query: Option<QueryContext<'a>>,
    /// What is known of the server and its metrics.
    pub settings: &'a Settings,
}

impl<'a> RuleContext<'a> {
    /// Whether it alerts rather than records.
    pub fn is_alert(&self) -> bool {
        self.rule.kind == RuleKind::Alert
    }

    /// The name of the metric or of the alert; empty where it has none.
    pub fn name(&self) -> &'a str {
        self.rule.name.as_ref().map_or("", |name| name.value.as_str())
    }

    /// How messages call an alert: by its name where it has one.
    pub fn called(&self) -> String {
        if self.name().is_empty() { "the alert".to_owned() } else { format!("the alert `{}`", self.name()) }
    }

    /// Where the name stands, or the rule where it has none.
    pub fn name_range(&self) -> FileRange {
        self.rule.name.as_ref().map_or_else(|| self.rule.range, |name| name.range)
    }

    /// The range in the file of a range in the query.
    pub fn to_file(&self, range: SourceRange) -> FileRange {
        self.embedded.map_or_else(|| self.rule.range, |query| query.to_file(range))
    }

    /// `for` in ms; 0 where it is not given or no duration.
    pub fn for_ms(&self) -> i64 {
        duration_ms(self.rule.for_.as_ref()).unwrap_or(0)
    }

    /// `keep_firing_for` in ms; 0 where it is not given or no duration.
    pub fn keep_firing_for_ms(&self) -> i64 {
        duration_ms(self.rule.keep_firing_for.as_ref()).unwrap_or(0)
    }

    /// How often the rule is evaluated, in ms, where group or profile say it.
    pub fn interval_ms(&self) -> Option<i64> {
        let profile = self.settings.profile.as_ref();
        duration_ms(self.group.interval.as_ref()).or_else(|| profile?.evaluation_interval_ms)
    }
}

/// A duration as it is written in a rule file.
pub(crate) fn duration_ms(text: Option<&Spanned<String>>) -> Option<i64> {
    parse_duration(&text?.value).ok()
}
