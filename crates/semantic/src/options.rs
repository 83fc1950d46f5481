//! Options of parsing and checking.

use promenade_model::Features;
use promenade_syntax::{ParseOptions, Variables};

use crate::names::CATALOGUE;

/// Allowed syntax and limits of queries.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Options {
    /// The optional parts of the language.
    pub features: Features,
    /// Whether a query may contain variables. A variable has whatever type its context requires.
    pub variables: Variables,
    /// The maximum length of a query in bytes.
    pub max_length: usize,
    /// The maximum nesting depth.
    pub max_depth: usize,
    /// The maximum number of reported diagnostics.
    pub max_diagnostics: usize,
}

promenade_model::setters!(Options {
    features: Features,
    variables: Variables,
    max_length: usize,
    max_depth: usize,
    max_diagnostics: usize,
});

impl Options {
    /// The default limits with these features.
    pub fn with_features(features: Features) -> Self {
        Self { features, ..Self::default() }
    }

    /// The parser's options, with the names of the catalogue.
    pub fn parse_options(&self) -> ParseOptions<'static> {
        ParseOptions::new(&CATALOGUE)
            .features(self.features)
            .variables(self.variables)
            .max_length(self.max_length)
            .max_depth(self.max_depth)
            .max_diagnostics(self.max_diagnostics)
    }
}

impl Default for Options {
    fn default() -> Self {
        let ParseOptions { features, variables, max_length, max_depth, max_diagnostics, .. } =
            ParseOptions::new(&CATALOGUE);
        Self { features, variables, max_length, max_depth, max_diagnostics }
    }
}
