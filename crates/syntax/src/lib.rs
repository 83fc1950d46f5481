//! Lexer, parser, syntax tree and printer of PromQL.
//!
//! Parsing always returns a tree, with all diagnostics beside it. The language is that of Prometheus 3.16.

pub mod ast;
pub mod diagnostic;
mod lexer;
mod mistakes;
mod options;
mod parser;
mod printer;
#[cfg(feature = "render")]
pub mod render;
pub mod series_description;
mod token;
pub mod variables;

pub use ast::{Expr, ExprKind, NodeId};
pub use diagnostic::{Diagnostic, Severity};
pub use lexer::{tokens, tokens_with};
pub use mistakes::Draft;
pub use options::{Names, ParseOptions};
pub use parser::{Parse, parse, parse_metric_selector};
pub use token::{Token, TokenKind};
pub use variables::Variables;
