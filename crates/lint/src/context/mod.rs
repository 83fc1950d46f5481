//! What rules see: a query, the rules of a document, all documents.

pub mod nodes;
mod query;

pub use nodes::{Node, Nodes};
pub use query::{QueryContext, RuleView};
