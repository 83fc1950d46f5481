//! Vector selectors and the modifiers of selectors and subqueries.

use promenade_model::value::SourceRange;
use promenade_model::{MatchOp, Matcher, TimestampMs};

use super::{DurationExpr, LabelName, Name};

/// A selector of series, at one time unless it stands in a [`super::MatrixSelector`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VectorSelector {
    /// The metric name before the braces.
    pub name: Option<Name>,
    /// The matchers in braces as written; a quoted name alone is a matcher on `__name__`.
    pub matchers: Vec<LabelMatcher>,
    /// Where the braces stand.
    pub braces_range: Option<SourceRange>,
    /// `offset`
    pub offset: Option<Offset>,
    /// `@`
    pub at: Option<At>,
    /// `anchored`
    pub anchored: bool,
    /// `smoothed`
    pub smoothed: bool,
}

impl VectorSelector {
    /// All conditions on a series, compiled: the matchers as written, then the one on the name before the braces.
    /// Those that do not compile are left out; they have a diagnostic.
    pub fn all_matchers(&self) -> impl Iterator<Item = Matcher> + '_ {
        let name = self
            .name
            .as_ref()
            .and_then(|name| Matcher::new(MatchOp::Equal, promenade_model::labels::METRIC_NAME, &name.text).ok());
        self.matchers.iter().filter_map(|m| m.matcher.clone()).chain(name)
    }
}

/// A condition on one label.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelMatcher {
    /// The label; `__name__` with the range of the quoted name where that stands alone.
    pub name: LabelName,
    /// How it compares.
    pub op: MatchOp,
    /// What it compares with, escapes resolved.
    pub value: String,
    /// Where the value stands, quotes included.
    pub value_range: SourceRange,
    /// Whether it is a quoted metric name alone, as in `{"http.requests"}`.
    pub is_bare_name: bool,
    /// The condition compiled; none where the regular expression is none.
    pub matcher: Option<Matcher>,
    /// Where it stands.
    pub range: SourceRange,
}

/// `offset` with a duration.
#[derive(Debug, Clone, PartialEq)]
pub struct Offset {
    /// How far back; negative for forward.
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
}
