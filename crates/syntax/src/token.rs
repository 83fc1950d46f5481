//! Tokens, with whitespace and comments.

use logos::Logos;
use promenade_model::value::SourceRange;

/// A piece of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The kind.
    pub kind: TokenKind,
    /// The range in the source.
    pub range: SourceRange,
}

/// The kinds of tokens. Keywords are recognized in any case; the names of functions and aggregations are identifiers.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Spaces, tabs and line ends.
    #[regex(r"[ \t\r\n]+")]
    Whitespace,
    /// `#` to the end of the line.
    #[regex(r"#[^\r\n]*", allow_greedy = true)]
    Comment,
    /// A name without a colon.
    #[regex("[a-zA-Z_][a-zA-Z0-9_]*", priority = 3)]
    Identifier,
    /// A name with a colon.
    #[regex("[a-zA-Z_:][a-zA-Z0-9_:]*", priority = 2)]
    MetricIdentifier,
    /// A number, also `Inf` and `NaN`.
    #[regex(r"[0-9]|\.[0-9]")]
    #[token("inf", priority = 10, ignore(case))]
    #[token("nan", priority = 10, ignore(case))]
    Number,
    /// A number with a unit, or several.
    Duration,
    /// A string in `"`, `'` or `` ` ``.
    #[token("\"")]
    #[token("'")]
    #[token("`")]
    String,
    /// A variable, which may stand for anything; with digits and units around it where it may still be a duration. A name
    /// with a variable in it is an identifier.
    Variable,
    /// A number or a duration with a variable in it.
    VariableNumber,
    /// `(`
    #[token("(")]
    LeftParen,
    /// `)`
    #[token(")")]
    RightParen,
    /// `{`
    #[token("{")]
    LeftBrace,
    /// `}`
    #[token("}")]
    RightBrace,
    /// `[`
    #[token("[")]
    LeftBracket,
    /// `]`
    #[token("]")]
    RightBracket,
    /// `,`
    #[token(",")]
    Comma,
    /// `:` in brackets
    Colon,
    /// `@`
    #[token("@")]
    At,
    /// `=`
    #[token("=")]
    Eql,
    /// `=~`
    #[token("=~")]
    EqlRegex,
    /// `!~`
    #[token("!~")]
    NeqRegex,
    /// `+`
    #[token("+")]
    Add,
    /// `-`
    #[token("-")]
    Sub,
    /// `*`
    #[token("*")]
    Mul,
    /// `/`
    #[token("/")]
    Div,
    /// `%`
    #[token("%")]
    Mod,
    /// `^`
    #[token("^")]
    Pow,
    /// `==`
    #[token("==")]
    EqlC,
    /// `!=`, an operator or, in braces, a matcher
    #[token("!=")]
    Neq,
    /// `<`
    #[token("<")]
    Lss,
    /// `<=`
    #[token("<=")]
    Lte,
    /// `>`
    #[token(">")]
    Gtr,
    /// `>=`
    #[token(">=")]
    Gte,
    /// `</`
    #[token("</")]
    TrimUpper,
    /// `>/`
    #[token(">/")]
    TrimLower,
    /// `and`
    #[token("and", priority = 10, ignore(case))]
    And,
    /// `or`
    #[token("or", priority = 10, ignore(case))]
    Or,
    /// `unless`
    #[token("unless", priority = 20, ignore(case))]
    Unless,
    /// `atan2`
    #[token("atan2", priority = 20, ignore(case))]
    Atan2,
    /// `bool`
    #[token("bool", priority = 20, ignore(case))]
    Bool,
    /// `by`
    #[token("by", priority = 20, ignore(case))]
    By,
    /// `without`
    #[token("without", priority = 20, ignore(case))]
    Without,
    /// `on`
    #[token("on", priority = 20, ignore(case))]
    On,
    /// `ignoring`
    #[token("ignoring", priority = 20, ignore(case))]
    Ignoring,
    /// `group_left`
    #[token("group_left", priority = 30, ignore(case))]
    GroupLeft,
    /// `group_right`
    #[token("group_right", priority = 30, ignore(case))]
    GroupRight,
    /// `fill` before a parenthesis
    #[token("fill", priority = 20, ignore(case))]
    Fill,
    /// `fill_left` before a parenthesis
    #[token("fill_left", priority = 30, ignore(case))]
    FillLeft,
    /// `fill_right` before a parenthesis
    #[token("fill_right", priority = 30, ignore(case))]
    FillRight,
    /// `offset`
    #[token("offset", priority = 20, ignore(case))]
    Offset,
    /// `anchored`
    #[token("anchored", priority = 20, ignore(case))]
    Anchored,
    /// `smoothed`
    #[token("smoothed", priority = 20, ignore(case))]
    Smoothed,
    /// `start`
    #[token("start", priority = 20, ignore(case))]
    Start,
    /// `end`
    #[token("end", priority = 20, ignore(case))]
    End,
    /// `step`
    #[token("step", priority = 20, ignore(case))]
    Step,
    /// `range`
    #[token("range", priority = 20, ignore(case))]
    Range,
    /// `max_of`
    #[token("max_of", priority = 20, ignore(case))]
    MaxOf,
    /// `min_of`
    #[token("min_of", priority = 20, ignore(case))]
    MinOf,
    /// Text that is not a token.
    Error,
    /// The end of the source, of no length.
    Eof,
}

impl TokenKind {
    /// Whether it is whitespace or a comment.
    pub const fn is_trivia(self) -> bool {
        matches!(self, Self::Whitespace | Self::Comment)
    }

    /// Whether it is a keyword.
    pub const fn is_keyword(self) -> bool {
        use TokenKind as K;
        matches!(
            self,
            K::And
                | K::Or
                | K::Unless
                | K::Atan2
                | K::Bool
                | K::By
                | K::Without
                | K::On
                | K::Ignoring
                | K::GroupLeft
                | K::GroupRight
                | K::Fill
                | K::FillLeft
                | K::FillRight
                | K::Offset
                | K::Anchored
                | K::Smoothed
                | K::Start
                | K::End
                | K::Step
                | K::Range
                | K::MaxOf
                | K::MinOf
        )
    }

    /// Whether a metric may be called so without quotes. (`metric_identifier` of Prometheus's grammar; names of
    /// aggregations are identifiers here.)
    pub const fn is_metric_name(self) -> bool {
        use TokenKind as K;
        matches!(self, K::Identifier | K::MetricIdentifier | K::Variable)
            || self.is_keyword()
                && !matches!(self, K::Bool | K::On | K::Ignoring | K::GroupLeft | K::GroupRight | K::Atan2)
    }

    /// Whether a label may be called so without quotes in `by (...)` and its kin (`maybe_label` of Prometheus's grammar).
    pub const fn is_label_name(self) -> bool {
        use TokenKind as K;
        matches!(self, K::Identifier | K::MetricIdentifier | K::Variable)
            || self.is_keyword() && !matches!(self, K::Without)
    }
}
