//! Go's text templates as used in Prometheus's rules: parser, evaluation, and references.
//!
//! The labels and annotations of an alerting rule are templates. [`parse`] accepts what Prometheus 3.16 accepts and
//! rejects the rest in the words of Go's `text/template`, with the byte range of the error. [`Template::references`]
//! lists the labels, values and queries that a template uses.

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
pub use eval::{AlertData, AlertTemplate, AlertValue, ConstantQuery, ExpandError, Failure, Limits, Probed};
pub use eval::{Queries, QuerySample};
pub use options::Options;
pub use parser::parse;
pub use references::References;
pub use tree::Template;
