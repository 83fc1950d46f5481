//! Name resolution and type checking: from the syntax tree to the typed tree, with diagnostics.
//!
//! Everything that Prometheus's parser refuses after its grammar is refused here, by what the catalogue says of
//! functions and aggregators. A [`TypedExpr`] exists only where neither parser nor check found an error.

mod analysis;
mod check;
pub mod flow;
mod names;
mod options;
pub mod typed;

pub use analysis::{Analysis, Checked, analyze, parse_and_check};
pub use names::{CATALOGUE, CatalogueNames};
pub use options::Options;
pub use typed::{TypedExpr, TypedExprKind};
