//! The syntax tree, its diagnostics, and what transforms and prints it.
//!
//! [`parse`](crate::parse) makes trees. A tree is walked with [`ast::walk`] and rewritten with the methods of [`Expr`];
//! its `Display` writes it as Prometheus does.

pub use promenade_syntax::{
    Diagnostic, Expectation, Expected, Expr, ExprKind, Names, NodeId, OpenCall, Parse, ParseOptions, RepairedSource,
    Severity, Suggestions, Token, TokenKind, Variables, ast, opaque_variable, parse, parse_metric_selector, tokens,
    tokens_with,
};
#[cfg(feature = "render")]
pub use promenade_syntax::{lines, render};

/// Diagnostics: codes, places, fixes.
pub mod diagnostic {
    pub use promenade_syntax::diagnostic::{
        CODES, CodeDocs, CodeRow, Diagnostic, Edit, Example, Fix, Label, Severity, apply_edits,
    };
}

/// Series as Prometheus's test scripts write them.
pub mod series_description {
    pub use promenade_syntax::series_description::{SequenceValue, parse_series_description, unquote};
}
