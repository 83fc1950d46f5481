//! Options of the parser: features, names, limits.

use promenade_model::Features;
use promenade_model::stack::CAN_GROW;

use crate::variables::Variables;

/// The names of functions and aggregations, which the parser does not know itself. The function catalogue implements it.
pub trait Names {
    /// Whether this is an aggregation. The name is in lower case, as aggregations are written in any case.
    fn is_aggregator(&self, name: &str) -> bool;

    /// Whether this is a function. Used for hints only: any `name(` is read as a call.
    fn is_function(&self, name: &str) -> bool;
}

/// Options of the parser.
///
/// There is no default, since the tree depends on which names are aggregations: [`ParseOptions::new`] takes a catalogue, and
/// [`ParseOptions::without_names`] does without.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ParseOptions<'a> {
    /// The optional parts of the language.
    pub features: Features,
    /// The names that are known; `None` if aggregations are recognized by form, as [`ParseOptions::without_names`] says.
    pub names: Option<&'a dyn Names>,
    /// Whether the query may hold variables.
    pub variables: Variables,
    /// The longest query in bytes.
    pub max_length: usize,
    /// How deeply a query may nest: the height of the tree, in which each operator of a chain counts, so that this is also
    /// how many terms a chain may have. More than [`ParseOptions::MAX_DEPTH`] counts as that.
    pub max_depth: usize,
    /// How many diagnostics to report at most.
    pub max_diagnostics: usize,
}

promenade_model::setters!(ParseOptions<'_> {
    features: Features,
    variables: Variables,
    max_length: usize,
    max_depth: usize,
    max_diagnostics: usize,
});

impl<'a> ParseOptions<'a> {
    /// The usual limits, no optional parts of the language, and these names. The catalogue of functions is
    /// `promenade_semantic::CATALOGUE`.
    pub fn new(names: &'a dyn Names) -> Self {
        Self { names: Some(names), ..Self::without_names() }
    }

    /// The usual limits and no names, for texts without calls, and where the catalogue is not at hand.
    ///
    /// Then `name by (...) (...)` is read as an aggregation whatever the name, and `name(...)` without a modifier as a call:
    /// `sum(x)` is a call, and `nosuch by (a) (x)` is no error. The tree of a query with aggregations is not the one that
    /// Prometheus would make.
    pub fn without_names() -> Self {
        Self {
            features: Features::default(),
            names: None,
            variables: Variables::None,
            max_length: 1 << 20,
            max_depth: Self::MAX_DEPTH,
            max_diagnostics: 100,
        }
    }

    /// The same with these names.
    #[must_use]
    pub fn names(mut self, names: Option<&'a dyn Names>) -> Self {
        self.names = names;
        self
    }

    /// The greatest depth of a tree. A walk over a tree takes memory for each level. The stack grows when it is too small;
    /// in WebAssembly it cannot, and the limit is lower.
    pub const MAX_DEPTH: usize = if CAN_GROW { 20_000 } else { 512 };
}

impl std::fmt::Debug for ParseOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParseOptions")
            .field("features", &self.features)
            .field("names", &self.names.is_some())
            .field("variables", &self.variables)
            .field("max_length", &self.max_length)
            .field("max_depth", &self.max_depth)
            .field("max_diagnostics", &self.max_diagnostics)
            .finish()
    }
}
