//! Lexer, parser, syntax tree and printer of PromQL.
//!
//! Parsing always returns a tree, with all diagnostics beside it. The language is that of Prometheus 3.14.

pub mod ast;
pub mod diagnostic;
mod options;

pub use ast::{Expr, ExprKind};
pub use diagnostic::{Diagnostic, Severity};
pub use options::{Names, ParseOptions};
