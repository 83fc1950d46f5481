//! YAML as Prometheus reads it: with the verdicts, the words and the lines of Go's reader (go-yaml 3).
//!
//! Readers of YAML differ in what they accept, down to the tab and the missing colon. This one follows libyaml's grammar,
//! from which Go's reader descends. [`Parser`] gives events with exact places in bytes and collects comments; [`Tree`] is
//! made of these events as Go makes its nodes.

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
