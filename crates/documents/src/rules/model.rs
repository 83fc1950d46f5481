//! What a rule file holds.

use promenade_model::value::SourceRange;

use crate::offsets::OffsetMap;
use crate::query::QueryIdx;
use promenade_model::FileRange;

/// The rules of one YAML document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFile {
    /// Its groups, in the order of the text.
    pub groups: Vec<Group>,
}

/// Rules that are evaluated one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// The whole group.
    pub range: FileRange,
    /// Its name.
    pub name: Option<Spanned<String>>,
    /// The time between two evaluations, as written.
    pub interval: Option<Spanned<String>>,
    /// How far evaluation looks back, as written.
    pub query_offset: Option<Spanned<String>>,
    /// How many alerts or series a rule may make, as written.
    pub limit: Option<Spanned<String>>,
    /// Labels of all its rules.
    pub labels: Vec<(Spanned<String>, Spanned<String>)>,
    /// Its rules, in the order of the text.
    pub rules: Vec<Rule>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The whole rule.
    pub range: FileRange,
    /// Whether it records or alerts. A rule with both keys, or with neither, counts as what it has first.
    pub kind: RuleKind,
    /// The name of the metric or of the alert.
    pub name: Option<Spanned<String>>,
    /// Its query. `None` if it has none, or where the query cannot be handled.
    pub expr: Option<QueryIdx>,
    /// How long the expression has to hold, as written.
    pub for_: Option<Spanned<String>>,
    /// How long the alert goes on after that, as written.
    pub keep_firing_for: Option<Spanned<String>>,
    /// Its labels.
    pub labels: Vec<(Spanned<String>, Spanned<String>)>,
    /// Its annotations.
    pub annotations: Vec<(Spanned<String>, Spanned<String>)>,
}

/// The two kinds of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// `record`
    Record,
    /// `alert`
    Alert,
}

/// A value and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The decoded value.
    pub value: T,
    /// What stands for it in the file: with quotes, with the header of a block scalar. Of an alias, the alias.
    pub range: FileRange,
    /// Where its characters stand, as far as that can be told.
    pub offsets: OffsetMap,
}

impl<T> Spanned<T> {
    /// The bytes of the file that a range of the decoded value stands in.
    pub fn to_file(&self, range: SourceRange) -> FileRange {
        self.offsets.to_source(range)
    }
}

impl RuleFile {
    /// The same with other indexes of queries and other places.
    pub(crate) fn moved(&self, query: impl Fn(QueryIdx) -> QueryIdx, outer: Option<&OffsetMap>) -> Self {
        let mut file = self.clone();
        for group in &mut file.groups {
            group.move_values(outer);
            for rule in &mut group.rules {
                rule.expr = rule.expr.map(&query);
                rule.move_values(outer);
            }
        }
        file
    }
}

impl Group {
    fn move_values(&mut self, outer: Option<&OffsetMap>) {
        let Some(outer) = outer else { return };
        self.range = outer.to_source(self.range.bytes());
        let own = [&mut self.name, &mut self.interval, &mut self.query_offset, &mut self.limit];
        own.into_iter().flatten().for_each(|value| value.move_to(outer));
        self.labels.iter_mut().for_each(|(name, value)| {
            name.move_to(outer);
            value.move_to(outer);
        });
    }
}

impl Rule {
    fn move_values(&mut self, outer: Option<&OffsetMap>) {
        let Some(outer) = outer else { return };
        self.range = outer.to_source(self.range.bytes());
        let own = [&mut self.name, &mut self.for_, &mut self.keep_firing_for];
        own.into_iter().flatten().for_each(|value| value.move_to(outer));
        self.labels.iter_mut().chain(&mut self.annotations).for_each(|(name, value)| {
            name.move_to(outer);
            value.move_to(outer);
        });
    }
}

impl<T> Spanned<T> {
    fn move_to(&mut self, outer: &OffsetMap) {
        self.range = outer.to_source(self.range.bytes());
        self.offsets = self.offsets.through(outer);
    }
}
