//! The check of every formatted text against its source.

use promenade_syntax::{Parse, parse};

use crate::source::comments;
use crate::{Options, Parentheses, VerifyError, redundant};

/// Checks that the formatted text has the tree and the comments of the source.
pub(crate) fn verify(source: &Parse, formatted: &str, options: &Options) -> Result<(), VerifyError> {
    let again = parse(formatted, &options.parse_options().max_length(usize::MAX));
    if again.has_errors() {
        return Err(VerifyError::Tree);
    }
    let is_same = match options.parentheses {
        Parentheses::Keep => source.expr.same_as(&again.expr),
        Parentheses::RemoveRedundant => redundant::removed(&source.expr).same_as(&redundant::removed(&again.expr)),
    };
    if !is_same {
        return Err(VerifyError::Tree);
    }
    if comments(source) == comments(&again) { Ok(()) } else { Err(VerifyError::Comments) }
}
