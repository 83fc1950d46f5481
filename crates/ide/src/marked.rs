//! The text with something in place of the cursor that the grammar takes, so that what stands around is parsed whole.
//!
//! Behind `rate(` in `rate([5m])` a metric is missing and the brackets are an error; with a name put in, the tree has a call of
//! a selector with a range, and what follows is known.

use promenade_model::value::SourceRange;
use promenade_semantic::{Options, SemanticModel};
use promenade_syntax::{Expected, Expr, Parse, TokenKind, parse};

/// The name that is put in.
const NAME: &str = "cursor_";

/// A text with something put in.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    pub(crate) parse: Parse,
    pub(crate) model: SemanticModel,
    /// What was put in.
    pub(crate) range: SourceRange,
}

impl Marked {
    /// `text` with the range replaced by what is expected there.
    pub(crate) fn new(text: &str, replace: &SourceRange, expected: &[Expected], options: &Options) -> Self {
        let (before, after) = (&text[..replace.start], &text[replace.end..]);
        let put_in = put_in(expected, after);
        let marked = format!("{before}{put_in}{after}");
        let parse = parse(&marked, &options.parse_options());
        let model = SemanticModel::of(&marked, &parse, options.features);
        Self { parse, model, range: replace.start..replace.start + put_in.len() }
    }

    /// The nodes around what was put in, outermost first.
    pub(crate) fn path(&self) -> Vec<&Expr> {
        let holds = |expr: &&Expr| expr.range.start <= self.range.start && self.range.end <= expr.range.end;
        let mut path = Vec::new();
        let mut next = Some(&self.parse.expr).filter(holds);
        while let Some(expr) = next {
            path.push(expr);
            next = expr.children().filter(holds).last();
        }
        path
    }

    /// The kind of the token after what was put in, spaces and comments aside.
    pub(crate) fn next(&self) -> TokenKind {
        let after = self.parse.tokens.iter().find(|t| t.range.start >= self.range.end && !t.kind.is_trivia());
        after.map_or(TokenKind::Eof, |token| token.kind)
    }
}

/// What stands for the thing that is expected.
fn put_in(expected: &[Expected], after: &str) -> &'static str {
    let is_followed_by = |signs: &[char]| after.trim_start().starts_with(signs);
    let of_kind = |kind: &Expected| {
        Some(match kind {
            Expected::LabelValue => "\"\"",
            Expected::MatcherLabel if is_followed_by(&['=', '!']) => NAME,
            Expected::MatcherLabel => "cursor_=\"\"",
            Expected::Duration => "1m",
            Expected::Timestamp | Expected::FillValue => "0",
            Expected::GroupingLabel | Expected::Expression => NAME,
            _ => return None,
        })
    };
    expected.iter().find_map(of_kind).unwrap_or_default()
}
