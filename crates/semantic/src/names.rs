//! The catalogue's names for the parser.

use promenade_functions::{aggregator, function};
use promenade_syntax::Names;

/// The names of the catalogue, for [`promenade_syntax::ParseOptions::names`].
pub static CATALOGUE: CatalogueNames = CatalogueNames;

/// Looks up names in the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct CatalogueNames;

impl Names for CatalogueNames {
    fn is_aggregator(&self, name: &str) -> bool {
        aggregator(name).is_some()
    }

    fn is_function(&self, name: &str) -> bool {
        function(name).is_some()
    }
}
