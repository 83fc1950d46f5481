//! Vector selectors and the modifiers of selectors and subqueries.

use promenade_model::value::SourceRange;
use promenade_model::{MatchOp, Matcher, TimestampMs};

use super::{DurationExpr, LabelName, Name, NodeId};
use crate::variables::holds_variable;

/// A selector of series, at one time unless it stands in a [`super::MatrixSelector`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VectorSelector {
    /// The metric name before the braces.
    pub name: Option<Name>,
    /// The matchers in braces as written; a quoted name alone is a matcher on `__name__`.
    pub matchers: Vec<LabelMatcher>,
    /// The range of the braces.
    pub braces_range: Option<SourceRange>,
    /// Whether the closing brace is missing.
    pub is_unclosed: bool,
    /// `offset`
    pub offset: Option<Offset>,
    /// `@`
    pub at: Option<At>,
    /// `anchored`
    pub anchored: bool,
    /// `smoothed`
    pub smoothed: bool,
    /// Matchers and modifiers of which a part is missing, in the order of the source. Each has a diagnostic.
    pub incomplete: Vec<Incomplete>,
}

/// A matcher or a modifier of which a part is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    /// The kind, with the parts that are there.
    pub kind: IncompleteKind,
    /// The range in the source.
    pub range: SourceRange,
}

/// The kinds of incomplete parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncompleteKind {
    /// A matcher without a value, as in `{job=}`; also without an operator, as in `{job}`.
    Matcher {
        /// The label.
        name: LabelName,
        /// The operator.
        op: Option<MatchOp>,
    },
    /// `offset` without a duration.
    Offset,
    /// `@` without a time.
    At,
}

impl VectorSelector {
    /// All conditions on a series, compiled: the matchers as written, then the one on the name before the braces.
    /// Those that do not compile are left out; they have a diagnostic. So are those with a variable in them.
    pub fn all_matchers(&self) -> impl Iterator<Item = Matcher> + '_ {
        let name = self
            .name
            .as_ref()
            .filter(|name| !holds_variable(&name.text))
            .and_then(|name| Matcher::new(MatchOp::Equal, promenade_model::labels::METRIC_NAME, &name.text).ok());
        self.matchers.iter().filter_map(|m| m.matcher.clone()).chain(name)
    }

    /// Whether its name or one of its matchers holds a variable, so that not all conditions are known.
    pub fn holds_variable(&self) -> bool {
        self.name.as_ref().is_some_and(|name| holds_variable(&name.text))
            || self.matchers.iter().any(|m| m.variable != MatcherVariable::None)
    }
}

/// A condition on one label.
#[derive(Debug, Clone)]
pub struct LabelMatcher {
    /// The id in its tree.
    pub id: NodeId,
    /// The label; `__name__` with the range of the quoted name where that stands alone.
    pub name: LabelName,
    /// The operator.
    pub op: MatchOp,
    /// The value, with escapes resolved. Bytes that are not UTF-8 are replaced by U+FFFD.
    pub value: String,
    /// The bytes of the value, where they are not UTF-8.
    pub value_bytes: Option<Vec<u8>>,
    /// The range of the value, with the quotes.
    pub value_range: SourceRange,
    /// Whether it is only a quoted metric name, as in `{"http.requests"}`.
    pub is_bare_name: bool,
    /// Where there is a variable in it.
    pub variable: MatcherVariable,
    /// The compiled condition; `None` if the regular expression is invalid, or where there is a variable in it.
    pub matcher: Option<Matcher>,
    /// The range in the source.
    pub range: SourceRange,
}

impl PartialEq for LabelMatcher {
    /// Whether both are the same matcher at the same place, whatever their ids. The compiled condition follows from the rest.
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.op, &self.value, &self.value_bytes)
            == (&other.name, other.op, &other.value, &other.value_bytes)
            && (self.is_bare_name, self.variable) == (other.is_bare_name, other.variable)
            && (&self.value_range, &self.range) == (&other.value_range, &other.range)
    }
}

/// Where there is a variable in a matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MatcherVariable {
    /// Nowhere.
    #[default]
    None,
    /// In its name or in the text of its value, as in `$label="a"` and `job=~"$job|b"`.
    Text,
    /// In place of its value and the quotes around it, as in `job=$job`; `value` is the variable.
    Value,
    /// In place of the matcher, or of several, as in `{$filters}`; `name` is the variable, and there is no value.
    Whole,
}

/// `offset` with a duration.
#[derive(Debug, Clone, PartialEq)]
pub struct Offset {
    /// How far back; negative is forward.
    pub duration: DurationExpr,
    /// Where it stands, from `offset` to the end of the duration.
    pub range: SourceRange,
}

impl Offset {
    /// The offset in ms, cut towards zero, where it is a literal.
    pub fn literal_ms(&self) -> Option<i64> {
        self.duration.literal_ms()
    }
}

/// `@` with a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// Which time.
    pub kind: AtKind,
    /// The variable that stands for the time.
    pub variable: Option<String>,
    /// Where it stands, from `@` to the end.
    pub range: SourceRange,
}

/// The time of an `@` modifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtKind {
    /// A time in ms since the epoch.
    Timestamp(TimestampMs),
    /// `start()`
    Start,
    /// `end()`
    End,
    /// `$x`, which [`At::variable`] holds.
    Variable,
}
