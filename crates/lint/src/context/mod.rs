//! What lints see: a query, a rule with its query, a document, all documents.

mod analyzed;
#[cfg(feature = "documents")]
mod document;
pub mod nodes;
mod query;
#[cfg(feature = "documents")]
mod rule;

pub use analyzed::AnalyzedQuery;
#[cfg(feature = "documents")]
pub use document::{AnalyzedDocument, DocumentContext, DocumentsContext, Identity, RuleEntry};
pub use nodes::{Node, Nodes};
pub use query::{QueryContext, QueryPlace};
#[cfg(feature = "documents")]
pub use rule::RuleContext;
#[cfg(feature = "documents")]
pub(crate) use rule::duration_ms;
