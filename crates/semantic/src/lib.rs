//! Name resolution and type checking: from the syntax tree to the typed tree, with diagnostics.
//!
//! Everything that Prometheus's parser refuses after its grammar is refused here, by what the catalogue says of
//! functions and aggregators. The [`SemanticModel`] says what is known of a query, of a broken one too; it gives a
//! [`TypedExpr`] to plan only where neither parser nor check found an error.

mod analysis;
mod check;
mod facts;
pub mod flow;
mod model;
mod names;
mod options;
pub mod typed;

pub use analysis::{Analysis, Checked, analyze, parse_and_check};
pub use facts::{Definition, NodeMap};
pub use model::SemanticModel;
pub use names::{CATALOGUE, CatalogueNames};
pub use options::Options;
pub use typed::{TypedExpr, TypedExprKind};
