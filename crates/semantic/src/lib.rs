//! Name resolution and type checking: from the syntax tree to the typed tree, with diagnostics.
//!
//! Everything that Prometheus's parser rejects after its grammar is rejected here, based on the catalogue's functions
//! and aggregators. The [`SemanticModel`] covers broken queries too; it provides a [`TypedExpr`] for planning only if
//! neither parser nor check found an error.

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
