//! What can be wrong with a token, in words.

use promenade_model::value::SourceRange;

use crate::diagnostic::{Diagnostic, codes};
use crate::variables::variable_len;

/// Where the text looks like a variable.
const VARIABLES_HELP: &str =
    "variables of Grafana such as `$x`, `${x}` and `[[x]]` are part of the language only where its mode for them is on";

/// A mistake that the lexer finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LexError {
    StrayCharacter,
    StrayInBraces { brace: usize },
    WordInBracket,
    EarlyColon,
    SecondColon,
    NestedBracket,
    UnmatchedParen,
    UnmatchedBracket,
    UnclosedParen { paren: usize },
    UnclosedBracket { bracket: usize },
    UnclosedBrace { brace: usize },
    BadNumber,
    UnterminatedString,
    UnknownEscape,
    BadEscape,
    BadCodePoint,
    ReplacementCharacter,
}

impl LexError {
    /// The diagnostic for the text in `range`.
    pub(crate) fn diagnostic(self, source: &str, range: SourceRange) -> Diagnostic {
        let text = source[range.clone()].to_owned();
        let error = |code, message: String| Diagnostic::error(code, range.clone(), message);
        match self {
            Self::StrayCharacter => with_help(source, stray(source, &text, range)),
            Self::StrayInBraces { brace } => {
                error(codes::UNEXPECTED_CHARACTER, format!("unexpected `{text}` inside braces"))
                    .with_expected(["a label name", "`,`", "`}`"])
                    .with_label(brace..brace + 1, "the braces open here")
            }
            Self::WordInBracket => error(codes::UNEXPECTED_CHARACTER, format!("unexpected `{text}` inside brackets"))
                .with_expected(["a number", "a duration", "`step()`", "`range()`", "`max_of(...)`", "`min_of(...)`"]),
            Self::EarlyColon => error(codes::UNEXPECTED_CHARACTER, "unexpected `:` before a duration".into())
                .with_expected(["the range of the subquery as a number or a duration"]),
            Self::SecondColon => error(codes::UNEXPECTED_CHARACTER, "unexpected second `:` inside brackets".into()),
            Self::NestedBracket => {
                with_help(source, error(codes::UNEXPECTED_CHARACTER, "unexpected `[` inside brackets".into()))
            }
            Self::UnmatchedParen => unmatched(range, '(', ')'),
            Self::UnmatchedBracket => unmatched(range, '[', ']'),
            Self::UnclosedParen { paren } => unclosed(source, range, paren, '(', ')'),
            Self::UnclosedBracket { bracket } => unclosed(source, range, bracket, '[', ']'),
            Self::UnclosedBrace { brace } => unclosed(source, range, brace, '{', '}'),
            Self::BadNumber => error(codes::INVALID_NUMBER, format!("`{text}` is neither a number nor a duration")),
            Self::UnterminatedString => error(codes::UNTERMINATED_STRING, "this string has no closing quote".into()),
            Self::UnknownEscape => unknown_escape(&text, range),
            Self::BadEscape => error(codes::INVALID_ESCAPE, format!("`{text}` is an incomplete escape sequence")),
            Self::BadCodePoint => error(codes::INVALID_ESCAPE, format!("`{text}` is no Unicode character")),
            Self::ReplacementCharacter => error(
                codes::UNEXPECTED_CHARACTER,
                "the character U+FFFD stands for text that is no UTF-8, and may not be in a string".into(),
            ),
        }
    }
}

/// The same with the mode for variables named, where the text looks like one.
fn with_help(source: &str, diagnostic: Diagnostic) -> Diagnostic {
    let start = diagnostic.range.start;
    let is_second = source[..start].ends_with('[') && variable_len(&source[start - 1..]).is_some();
    let is_variable = is_second || variable_len(&source[start..]).is_some();
    if is_variable { diagnostic.with_help(VARIABLES_HELP) } else { diagnostic }
}

/// A character that means nothing here, with the fix that most often is meant.
fn stray(source: &str, text: &str, range: SourceRange) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(codes::UNEXPECTED_CHARACTER, range.clone(), format!("unexpected character `{text}`"));
    let instead = match text {
        "=~" | "!~" => return diagnostic.with_expected(["a matcher to stand in braces"]),
        "&&" | "&" => "and",
        "||" | "|" => "or",
        "\u{201c}" | "\u{201d}" | "\u{201e}" => "\"",
        "\u{2212}" | "\u{2013}" => "-",
        "}" => return unmatched(range, '{', '}'),
        _ => return diagnostic,
    };
    let text =
        if instead.chars().all(char::is_alphabetic) { spaced(source, &range, instead) } else { instead.to_owned() };
    diagnostic.with_fix(format!("write `{instead}`"), range, text)
}

/// A word that stands in a place, with spaces where it would run into what is around it.
fn spaced(source: &str, range: &SourceRange, word: &str) -> String {
    let before = if source[..range.start].ends_with(char::is_whitespace) { "" } else { " " };
    let after = if source[range.end..].starts_with(char::is_whitespace) { "" } else { " " };
    format!("{before}{word}{after}")
}

fn unmatched(range: SourceRange, open: char, close: char) -> Diagnostic {
    Diagnostic::error(codes::UNMATCHED_DELIMITER, range.clone(), format!("unexpected `{close}`: no `{open}` is open"))
        .with_fix(format!("remove `{close}`"), range, "")
}

fn unclosed(source: &str, range: SourceRange, opener: usize, open: char, close: char) -> Diagnostic {
    let place = behind_text(source, range.clone());
    Diagnostic::error(codes::UNCLOSED_DELIMITER, range, format!("`{open}` is never closed"))
        .with_expected([format!("`{close}`")])
        .with_label(opener..opener + 1, "opened here")
        .with_fix(format!("insert `{close}`"), place, close.to_string())
}

/// The end of the source without the blanks and line ends before it, unless a comment is the last that stands there.
fn behind_text(source: &str, range: SourceRange) -> SourceRange {
    let text = source.trim_end();
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    if range.start < source.len() || last_line.contains('#') { range } else { text.len()..text.len() }
}

fn unknown_escape(text: &str, range: SourceRange) -> Diagnostic {
    let fixed = format!("\\{text}");
    Diagnostic::error(codes::INVALID_ESCAPE, range.clone(), format!("`{text}` is an unknown escape sequence")).with_fix(
        format!("write `{fixed}`, which stands for `{text}`"),
        range,
        fixed,
    )
}
