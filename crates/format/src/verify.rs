//! What holds of every formatted text.

use promenade_syntax::{Expr, ParseOptions, parse};

use crate::source::Source;
use crate::{Harm, Options, Parentheses, redundant};

/// Checks that the formatted text has the tree and the comments of the source.
pub(crate) fn verify(source: &str, expr: &Expr, formatted: &str, options: &Options) -> Result<(), Harm> {
    let parse_options = ParseOptions { max_length: usize::MAX, ..options.parse_options() };
    let again = parse(formatted, &parse_options).into_result().map_err(|_| Harm::Tree)?;
    let is_same = match options.parentheses {
        Parentheses::Keep => expr.same_as(&again),
        Parentheses::RemoveRedundant => redundant::removed(expr).same_as(&redundant::removed(&again)),
    };
    if !is_same {
        return Err(Harm::Tree);
    }
    let comments = |text| Source::comments(text, &parse_options);
    if comments(source) == comments(formatted) { Ok(()) } else { Err(Harm::Comments) }
}
