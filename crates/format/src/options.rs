//! What a caller may choose.

use promenade_model::{Features, UnquotedNames};
use promenade_semantic::CATALOGUE;
use promenade_syntax::{ParseOptions, Variables};

/// Options of the formatter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The longest line, in characters. Comments, and what has no place to break, may be longer.
    pub width: usize,
    /// How many spaces a level is indented by.
    pub indent: usize,
    /// Where `by` and `without` stand.
    pub grouping: GroupingPosition,
    /// What becomes of parentheses that change nothing.
    pub parentheses: Parentheses,
    /// Whether numbers, strings and names of labels get one spelling: `0.5` for `.5`, `Inf` for `inf`, `"a"` for `'a'`,
    /// `{job="a"}` for `{"job"="a"}`.
    pub normalize: bool,
    /// Which names need no quotes where the queries are read, and so lose them with `normalize`. What queries may hold is
    /// said by `features` alone.
    pub unquoted_names: UnquotedNames,
    /// The optional parts of the language that a query may use.
    pub features: Features,
    /// Whether a query may hold variables. They stay as they are written.
    pub variables: Variables,
}

/// Where the grouping of an aggregation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum GroupingPosition {
    /// `sum by (job) (x)`
    #[default]
    BeforeArguments,
    /// `sum(x) by (job)`
    AfterArguments,
    /// As written.
    AsWritten,
}

/// What becomes of parentheses that change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Parentheses {
    /// They stay.
    #[default]
    Keep,
    /// They go, where they are around the whole query, around other parentheses, or around an operand that is a
    /// selector, a call or an aggregation. Those around an argument stay: `absent((x))` is not `absent(x)`.
    RemoveRedundant,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 100,
            indent: 2,
            grouping: GroupingPosition::default(),
            parentheses: Parentheses::default(),
            normalize: false,
            unquoted_names: UnquotedNames::Legacy,
            features: Features::all(),
            variables: Variables::None,
        }
    }
}

impl Options {
    pub(crate) fn parse_options(&self) -> ParseOptions<'static> {
        ParseOptions { features: self.features, variables: self.variables, ..ParseOptions::new(&CATALOGUE) }
    }
}
