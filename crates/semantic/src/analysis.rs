//! Parses and checks a query, with all diagnostics in one list.

use promenade_syntax::diagnostic::codes;
use promenade_syntax::{Diagnostic, Expr, Parse, RepairedSource, Suggestions, parse};

use crate::check::{self, Finding, Found};
use crate::model::SemanticModel;
use crate::options::Options;
use crate::typed::TypedExpr;

/// The result of checking a parsed query.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The semantic model.
    pub model: SemanticModel,
    /// All diagnostics, parser errors included, in the order in which Prometheus finds them.
    pub diagnostics: Vec<Diagnostic>,
}

/// A parsed and checked query.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The syntax tree, including broken parts.
    pub expr: Expr,
    /// The semantic model.
    pub model: SemanticModel,
    /// All diagnostics, in the order in which Prometheus finds them.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// The typed tree.
    ///
    /// # Errors
    /// Returns all diagnostics if one of them is an error.
    pub fn into_result(self) -> Result<TypedExpr, Vec<Diagnostic>> {
        self.model.into_typed().ok_or(self.diagnostics)
    }
}

/// Parses and checks a query.
pub fn parse_and_check(query: &str, options: &Options) -> Checked {
    let parsed = parse(query, &options.parse_options());
    let Analysis { model, diagnostics } = analyze(query, &parsed, options);
    Checked { expr: parsed.expr, model, diagnostics }
}

/// Checks the parsed `query`.
pub fn analyze(query: &str, parsed: &Parse, options: &Options) -> Analysis {
    let Suggestions { diagnostics: syntax, repaired } = parsed.suggestions(&options.parse_options());
    let checked = check::check(query, &parsed.expr, &syntax, options.features);
    let (model, findings) = SemanticModel::checked(checked, parsed);
    let mut diagnostics = match &repaired {
        Some(repaired) => with_repaired(query, &syntax, findings, repaired, options),
        None => in_order(query, &syntax, findings),
    };
    diagnostics.truncate(options.max_diagnostics);
    Analysis { model, diagnostics }
}

/// The diagnostics of a query with syntax errors: Prometheus's first error, the syntax errors, and the semantic errors
/// of the repaired query. Semantic errors of the broken tree alone are consequences of the syntax errors.
fn with_repaired(
    query: &str,
    syntax: &[Diagnostic],
    findings: Vec<Finding>,
    repaired: &RepairedSource,
    options: &Options,
) -> Vec<Diagnostic> {
    let Some(first) = syntax.first() else { return Vec::new() };
    let mut ordered = in_order(query, std::slice::from_ref(first), findings);
    ordered.truncate(ordered.iter().position(|d| d == first).unwrap_or(0));
    ordered.extend(syntax.iter().cloned());
    let parsed = parse(repaired.text(), &options.parse_options());
    let rest = parsed.suggestions(&options.parse_options()).diagnostics;
    let checked = check::check(repaired.text(), &parsed.expr, &rest, options.features);
    for finding in checked.findings {
        let is_new = repaired.is_new(&finding.diagnostic.range);
        let diagnostic = repaired.original(finding.diagnostic);
        let is_reported = ordered.iter().any(|d| d.code == diagnostic.code && d.range == diagnostic.range);
        // Inserted parts get no diagnostics.
        if !is_reported && !is_new {
            ordered.push(diagnostic);
        }
    }
    ordered
}

/// Prometheus reports some errors during parsing, and the type check's after that.
fn in_order(query: &str, syntax: &[Diagnostic], findings: Vec<Finding>) -> Vec<Diagnostic> {
    let (mut parsing, mut checking) = (Vec::new(), Vec::new());
    for Finding { diagnostic, found } in findings {
        match found {
            Found::Parsing { parsed_to, looks_ahead } => parsing.push((parsed_to, looks_ahead, diagnostic)),
            Found::Checking => checking.push(diagnostic),
        }
    }
    parsing.sort_by_key(|(parsed_to, ..)| *parsed_to);
    let mut parsing = parsing.into_iter().peekable();
    let mut ordered = Vec::new();
    for diagnostic in syntax {
        let (range, offset) = (&diagnostic.range, diagnostic.reported_offset());
        // Reported at the start of its construct, it is found at the end.
        let offset = if offset < range.start { range.end } else { offset };
        let is_next = |parsed_to| query.get(parsed_to..range.start).is_some_and(|gap| gap.trim().is_empty());
        let is_before = |parsed_to: usize, looks_ahead: bool| {
            parsed_to <= offset && !(looks_ahead && is_lexical(diagnostic) && is_next(parsed_to))
        };
        while let Some((.., earlier)) = parsing.next_if(|(parsed_to, ahead, _)| is_before(*parsed_to, *ahead)) {
            ordered.push(earlier);
        }
        ordered.push(diagnostic.clone());
    }
    ordered.extend(parsing.map(|(.., diagnostic)| diagnostic));
    ordered.extend(checking);
    ordered
}

/// Whether it is an error of the lexer, which stops there.
fn is_lexical(diagnostic: &Diagnostic) -> bool {
    [
        codes::UNEXPECTED_CHARACTER,
        codes::UNTERMINATED_STRING,
        codes::INVALID_ESCAPE,
        codes::INVALID_NUMBER,
        codes::UNCLOSED_DELIMITER,
        codes::UNMATCHED_DELIMITER,
    ]
    .contains(&diagnostic.code)
}
