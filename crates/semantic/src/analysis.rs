//! Parsing and checking together, with all diagnostics in one list.

use promenade_syntax::{Diagnostic, Expr, Parse, parse};

use crate::check::{self, Finding};
use crate::options::Options;
use crate::typed::TypedExpr;

/// What the check makes of a tree.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The typed tree; none where there is an error.
    pub typed: Option<TypedExpr>,
    /// All diagnostics, those of the parser included, in the order in which Prometheus comes upon them.
    pub diagnostics: Vec<Diagnostic>,
}

/// A query, parsed and checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The tree as the parser made it; broken text is in it.
    pub expr: Expr,
    /// The typed tree; none where there is an error.
    pub typed: Option<TypedExpr>,
    /// All diagnostics, in the order in which Prometheus comes upon them.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// The typed tree.
    ///
    /// # Errors
    /// All diagnostics, where one is an error.
    pub fn into_result(self) -> Result<TypedExpr, Vec<Diagnostic>> {
        self.typed.ok_or(self.diagnostics)
    }
}

/// Parses and checks a query.
pub fn parse_and_check(query: &str, options: &Options) -> Checked {
    let parsed = parse(query, &options.parse_options());
    let Analysis { typed, diagnostics } = analyze(&parsed, options);
    Checked { expr: parsed.expr, typed, diagnostics }
}

/// Checks what the parser has made of a query.
pub fn analyze(parsed: &Parse, options: &Options) -> Analysis {
    let syntax = &parsed.diagnostics;
    let (typed, findings) = check::check(&parsed.expr, options.features, syntax);
    let refused = syntax.iter().any(Diagnostic::is_error) || !findings.is_empty();
    let mut diagnostics = in_order(syntax, findings);
    diagnostics.truncate(options.max_diagnostics);
    Analysis { typed: typed.filter(|_| !refused), diagnostics }
}

/// Prometheus reports what it finds in parsing as it goes, and what the type check finds after that.
fn in_order(syntax: &[Diagnostic], findings: Vec<Finding>) -> Vec<Diagnostic> {
    let (parsing, checking): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| f.parsed_to.is_some());
    let mut parsing: Vec<_> = parsing.into_iter().map(|f| (f.parsed_to.unwrap_or(0), f.diagnostic)).collect();
    parsing.sort_by_key(|(parsed_to, _)| *parsed_to);
    let mut parsing = parsing.into_iter().peekable();
    let mut ordered = Vec::new();
    for diagnostic in syntax {
        while let Some((_, earlier)) = parsing.next_if(|(parsed_to, _)| *parsed_to <= diagnostic.reported_offset()) {
            ordered.push(earlier);
        }
        ordered.push(diagnostic.clone());
    }
    ordered.extend(parsing.map(|(_, diagnostic)| diagnostic));
    ordered.extend(checking.into_iter().map(|f| f.diagnostic));
    ordered
}
