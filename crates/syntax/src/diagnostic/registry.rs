//! The codes of all diagnostics of the language, a row each. A code is never used again for something else.
//!
//! `PQL0xx` belong to the lexer and the parser, `PQL1xx` to names and types, `PQL2xx` to series descriptions.

use super::docs::{self, CodeDocs};

/// A code and what it stands for.
#[derive(Debug, Clone, Copy)]
pub struct CodeRow {
    /// The code.
    pub code: &'static str,
    /// What it stands for, in a few words.
    pub title: &'static str,
    /// What it means, with an example.
    pub docs: &'static CodeDocs,
}

macro_rules! registry {
    ($($name:ident = $code:literal, $title:literal;)*) => {
        /// All codes, in their order.
        pub const CODES: &[CodeRow] = &[$(CodeRow { code: $code, title: $title, docs: &docs::$name },)*];

        /// The codes under names for use in code.
        pub mod codes {
            $(#[doc = $title] pub const $name: &str = $code;)*
        }
    };
}

registry! {
    UNEXPECTED_TOKEN = "PQL001", "unexpected token";
    UNEXPECTED_CHARACTER = "PQL002", "unexpected character";
    UNTERMINATED_STRING = "PQL003", "unterminated string";
    INVALID_ESCAPE = "PQL004", "invalid escape sequence";
    INVALID_NUMBER = "PQL005", "invalid number or duration";
    UNCLOSED_DELIMITER = "PQL006", "unclosed delimiter";
    UNMATCHED_DELIMITER = "PQL007", "closing delimiter without an opening one";
    EMPTY_QUERY = "PQL008", "no expression";
    TRAILING_COMMA = "PQL009", "trailing comma in arguments";
    INVALID_REGEX = "PQL010", "invalid regular expression";
    INVALID_LABEL_NAME = "PQL011", "invalid label name";
    RANGE_ON_NON_SELECTOR = "PQL012", "range on something that is no vector selector";
    MODIFIER_BEFORE_RANGE = "PQL013", "modifier before a range";
    MODIFIER_ON_NON_SELECTOR = "PQL014", "modifier on something that is no selector or subquery";
    DUPLICATE_MODIFIER = "PQL015", "modifier set twice";
    TIMESTAMP_OUT_OF_BOUNDS = "PQL016", "timestamp out of bounds";
    DURATION_NOT_POSITIVE = "PQL017", "duration that is not greater than zero";
    DURATION_OUT_OF_RANGE = "PQL018", "duration out of range";
    DURATION_DIVISION_BY_ZERO = "PQL019", "division of a duration by zero";
    FEATURE_DISABLED = "PQL020", "feature that is switched off";
    CONFLICTING_MODIFIERS = "PQL021", "modifiers that exclude each other";
    TOO_DEEP = "PQL022", "query nested too deeply";
    TOO_LONG = "PQL023", "query too long";
    INVALID_UTF8_ESCAPE = "PQL024", "escapes that are no UTF-8";
    UNKNOWN_FUNCTION = "PQL101", "unknown function";
    UNKNOWN_AGGREGATOR = "PQL102", "unknown aggregation";
    EXPERIMENTAL = "PQL103", "experimental function or aggregation that is switched off";
    WRONG_ARGUMENT_COUNT = "PQL104", "wrong number of arguments";
    WRONG_TYPE = "PQL105", "wrong type";
    BOOL_MODIFIER = "PQL106", "bool modifier missing or misplaced";
    VECTOR_MATCHING = "PQL107", "vector matching that cannot be";
    EMPTY_SELECTOR = "PQL108", "selector that could match everything";
    NAME_SET_TWICE = "PQL109", "metric name set twice";
    SERIES_DESCRIPTION = "PQL201", "invalid series description";
    SERIES_HISTOGRAM = "PQL202", "invalid histogram in a series description";
    SERIES_TOO_LONG = "PQL203", "series description that yields too many values";
}
