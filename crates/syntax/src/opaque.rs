//! Grafana's variables that stand for more than a name: a list with its comma, a matcher, a modifier, an operator.

use promenade_model::value::SourceRange;

use crate::diagnostic::Diagnostic;
use crate::options::ParseOptions;
use crate::parser;
use crate::variables::{Variables, holds_variable};

/// The most variables that are put aside in one query.
const MAX_VARIABLES: usize = 6;

/// The first variable of a query that is refused only because variables stand where the grammar has no place for one:
/// `sum by (job $more) (x)`, `x $offset`, `x $op y`. What such a variable is replaced by is not known, so that the query
/// cannot be checked. None where the query has another mistake, or none.
pub fn opaque_variable(source: &str, options: &ParseOptions<'_>) -> Option<SourceRange> {
    if options.variables != Variables::Grafana || !holds_variable(source) {
        return None;
    }
    let first = variable_in_the_way(source, options)?;
    is_right_without(source, options, &first, 0).then_some(first)
}

/// The word with a variable at the first error.
fn variable_in_the_way(source: &str, options: &ParseOptions<'_>) -> Option<SourceRange> {
    let outcome = parser::query(source, options);
    let error = outcome.diagnostics.iter().find(|diagnostic| diagnostic.is_error())?;
    let token =
        outcome.tokens.iter().find(|token| token.range.start == error.range.start && !token.range.is_empty())?;
    holds_variable(&source[token.range.clone()]).then(|| token.range.clone())
}

/// Whether the query has no error where nothing, or an operator, stands in place of its variables that are in the way.
fn is_right_without(source: &str, options: &ParseOptions<'_>, variable: &SourceRange, n_before: usize) -> bool {
    let blank = " ".repeat(variable.len());
    let operator = format!("+{}", " ".repeat(variable.len() - 1));
    [blank, operator].iter().any(|filling| {
        let filled = format!("{}{filling}{}", &source[..variable.start], &source[variable.end..]);
        if !parser::query(&filled, options).diagnostics.iter().any(Diagnostic::is_error) {
            return true;
        }
        let next = variable_in_the_way(&filled, options).filter(|_| n_before < MAX_VARIABLES);
        next.is_some_and(|next| is_right_without(&filled, options, &next, n_before + 1))
    })
}
