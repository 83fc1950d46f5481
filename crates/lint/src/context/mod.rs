//! What lints see: a query, a rule with its query, a document, all documents.

mod analyzed;
mod document;
pub mod nodes;
mod query;
mod rule;

pub use analyzed::{AnalyzedDocument, AnalyzedQuery};
pub use document::{DocumentContext, DocumentsContext, Identity, RuleEntry};
pub use nodes::{Node, Nodes};
pub use query::QueryContext;
pub use rule::RuleContext;
pub(crate) use rule::duration_ms;
