//! What editors show of PromQL: completion, hover, signature help, highlighting, folding and selection.
//!
//! A [`Query`] is a text, parsed and checked once; broken text has one too. Everything else is a function of it and of a
//! byte offset, which may lie anywhere: one beyond the text or inside of a character is moved back to the character's
//! start. [`LineIndex`] converts offsets to lines and UTF-16.
//!
//! Nothing here waits. Completion asks a [`Provider`] for names of metrics and labels; where these come from a server, the
//! caller reads [`Completion::requests`], gets the answers in its own way, and completes with [`Answers`].
//!
//! ```
//! use promenade_ide::{Answers, Completion, Query};
//!
//! let query = Query::new("sum by (job) (ra", promenade_ide::Options::default());
//! let list = Completion::at(&query, 16).complete(&Answers::default());
//! assert_eq!(list.items[0].label, "rate");
//! assert_eq!(list.items[0].replace, 14..16);
//! ```

mod actions;
mod completion;
mod folding;
mod fuzzy;
mod hover;
mod line_index;
mod marked;
mod metadata;
mod query;
mod selection;
mod semantic_tokens;
mod signature_help;

pub use actions::{CodeAction, code_actions};
pub use completion::{Completion, CompletionItem, CompletionList, ItemKind};
pub use folding::{FoldingRange, folding_ranges};
pub use fuzzy::fuzzy_score;
pub use hover::{Hover, hover};
pub use line_index::{LineIndex, Utf16Position};
pub use metadata::{Answer, Answers, MetadataRequest, MetricInfo, Provider};
pub use query::Query;
pub use selection::selection_ranges;
pub use semantic_tokens::{SemanticToken, SemanticTokenKind, semantic_tokens};
pub use signature_help::{Parameter, SignatureHelp, signature_help};

pub use promenade_semantic::Options;
