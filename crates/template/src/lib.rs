//! Go's text templates as Prometheus's rules use them: parser, and what a template refers to.
//!
//! The labels and annotations of an alerting rule are templates. [`parse`] accepts what Prometheus 3.16 accepts and
//! refuses the rest in the words of Go's `text/template`, with the bytes that are meant. [`Template::references`] says
//! which labels, values and queries a template uses.

mod constant;
mod error;
mod eval;
pub mod functions;
mod lexer;
mod options;
mod parser;
pub mod references;
mod token;
pub mod tree;
mod unquote;

pub use error::{ErrorKind, TemplateError};
pub use eval::{AlertData, AlertTemplate, AlertValue, ExpandError, Limits, Queries, QuerySample};
pub use options::Options;
pub use parser::parse;
pub use references::References;
pub use tree::Template;
