//! The formatter of PromQL: one layout for every query. Comments, spelling and meaning are kept.
//!
//! ```
//! let formatted = promenade_format::format("sum(rate(x [5m]))by(job)", &Default::default()).unwrap();
//! assert_eq!(formatted.text, "sum by (job) (rate(x[5m]))");
//! ```

mod doc;
mod node;
mod normalize;
mod options;
mod redundant;
mod source;
mod verify;

use promenade_model::Features;
use promenade_syntax::{Diagnostic, parse};

pub use options::{GroupingPosition, Options, Parentheses};

use node::Formatter;
use source::Source;

/// Formats a query.
///
/// Each result is parsed and compared with the source. If the tree or a comment differs, which is a bug of the formatter,
/// the text is returned unchanged, with [`Outcome::Kept`].
///
/// # Errors
/// All diagnostics of the parser, where one is an error. Types are not checked: whatever parses can be formatted.
pub fn format(text: &str, options: &Options) -> Result<Formatted, Vec<Diagnostic>> {
    let found = lay_out(text, options);
    if found.is_ok() || !options.features.unquoted_utf8_names {
        return found;
    }
    // Where fewer names need no quotes, a few texts are queries that else are none, such as `sum by (a:b) (x)`.
    let features = Features { unquoted_utf8_names: false, ..options.features };
    lay_out(text, &Options { features, ..options.clone() }).or(found)
}

fn lay_out(text: &str, options: &Options) -> Result<Formatted, Vec<Diagnostic>> {
    let parse_options = options.parse_options();
    let parsed = parse(text, &parse_options);
    if parsed.has_errors() {
        return Err(parsed.suggestions(&parse_options).diagnostics);
    }
    let mut source = Source::new(&parsed);
    node::settle_comments(&mut source, &parsed.expr, options);
    let doc = Formatter::new(&source, options).query(&parsed.expr);
    let formatted = doc::print(&doc, options.width, options.indent);
    Ok(match verify::verify(&parsed, &formatted, options) {
        Err(reason) => Formatted { text: text.to_owned(), outcome: Outcome::Kept(reason) },
        Ok(()) if formatted == text => Formatted { text: formatted, outcome: Outcome::Unchanged },
        Ok(()) => Formatted { text: formatted, outcome: Outcome::Changed },
    })
}

/// A formatted query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The text, without a line end after it.
    pub text: String,
    /// What formatting did.
    pub outcome: Outcome,
}

/// What formatting did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The text changed.
    Changed,
    /// The text was formatted already.
    Unchanged,
    /// The text is unchanged, because the result did not verify.
    Kept(VerifyError),
}

/// Why a result was not used. Each is a bug of the formatter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VerifyError {
    /// The result has another tree, or does not parse.
    Tree,
    /// A comment is lost or changed.
    Comments,
}
