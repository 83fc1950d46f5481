//! YAML as Prometheus reads it: accepts the same texts as Go's parser (go-yaml 3), with the same errors and lines.
//!
//! YAML parsers differ in what they accept, down to the tab and the missing colon. This one follows the grammar of
//! libyaml, from which Go's parser is derived. [`Parser`] returns events with exact byte positions and collects
//! comments; [`Tree`] builds nodes from these events like Go.

mod error;
mod event;
mod mark;
mod parser;
mod resolve;
mod scanner;
mod tag;
mod token;
mod tree;

pub use self::error::{Scanned, YamlError};
pub use self::event::{CollectionStyle, Event, EventKind};
pub use self::mark::{Mark, line_break_len};
pub use self::parser::Parser;
pub use self::resolve::{Resolved, resolve, resolve_plain};
pub use self::tag::Tag;
pub use self::token::ScalarStyle;
pub use self::tree::{Node, NodeData, NodeIdx, Tree};
