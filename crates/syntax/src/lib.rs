//! Lexer, parser, syntax tree and printer of PromQL.
//!
//! Parsing always returns a tree, with all diagnostics beside it. The language is that of Prometheus 3.16.

pub mod ast;
pub mod diagnostic;
mod expected;
mod lexer;
pub mod lines;
mod opaque;
mod options;
mod parse;
mod parser;
mod printer;
#[cfg(feature = "render")]
pub mod render;
pub mod series_description;
mod suggestions;
mod token;
pub mod variables;

pub use ast::{Expr, ExprKind, NodeId};
pub use diagnostic::{Diagnostic, Severity};
pub use expected::{Expectation, Expected, OpenCall};
pub use lexer::{tokens, tokens_with};
pub use opaque::opaque_variable;
pub use options::{Names, ParseOptions};
pub use parse::{Parse, parse};
pub use parser::parse_metric_selector;
pub use suggestions::{RepairedSource, Suggestions};
pub use token::{Token, TokenKind};
pub use variables::Variables;
