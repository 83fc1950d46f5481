//! Options of the formatter.

use promenade_model::{Features, UnquotedNames};
use promenade_semantic::CATALOGUE;
use promenade_syntax::{ParseOptions, Variables};

/// Options of the formatter.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The line length in characters. Comments, and text that cannot be broken, may be longer.
    pub width: usize,
    /// Spaces of indentation per level.
    pub indent: usize,
    /// The place of `by` and `without`.
    pub grouping: GroupingPosition,
    /// The treatment of parentheses that change nothing.
    pub parentheses: Parentheses,
    /// Whether numbers, strings and names of labels get one spelling: `0.5` for `.5`, `Inf` for `inf`, `"a"` for `'a'`,
    /// `{job="a"}` for `{"job"="a"}`.
    pub normalize: bool,
    /// Which names are unquoted by `normalize`: those that the reader of the queries takes without quotes. What a query may
    /// contain depends on `features` alone.
    pub unquoted_names: UnquotedNames,
    /// The optional parts of the language that a query may use.
    pub features: Features,
    /// Whether a query may hold variables. They stay as written.
    pub variables: Variables,
}

promenade_model::setters!(Options {
    width: usize,
    indent: usize,
    grouping: GroupingPosition,
    parentheses: Parentheses,
    normalize: bool,
    unquoted_names: UnquotedNames,
    features: Features,
    variables: Variables,
});

/// The place of the grouping of an aggregation.
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

/// The treatment of parentheses that change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Parentheses {
    /// Keep them.
    #[default]
    Keep,
    /// Remove them around the whole query, around other parentheses, or around an operand that is a
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
    /// How the formatter parses a query.
    pub fn parse_options(&self) -> ParseOptions<'static> {
        ParseOptions::new(&CATALOGUE).features(self.features).variables(self.variables)
    }
}
