//! The words of the language by what they are.

use promenade::functions;

/// Words before the labels of a grouping.
pub(super) const GROUPING: &[&str] = &["by", "without", "on", "ignoring", "group_left", "group_right"];
/// Words behind an operator or an expression.
pub(super) const MODIFIERS: &[&str] = &["bool", "offset", "anchored", "smoothed"];
/// Words before a number in parentheses.
pub(super) const FILLS: &[&str] = &["fill", "fill_left", "fill_right"];
/// What may be called in a duration.
pub(super) const DURATION_FUNCTIONS: &[&str] = &["step", "range", "max_of", "min_of"];
/// Numbers that are words.
pub(super) const NUMBERS: &[&str] = &["inf", "nan"];

/// The names of functions, sorted.
pub(super) fn functions() -> Vec<&'static str> {
    functions::functions().map(|function| function.name).collect()
}

/// The names of aggregators, sorted.
pub(super) fn aggregators() -> Vec<&'static str> {
    let mut names: Vec<_> = functions::aggregators().map(|aggregator| aggregator.name).collect();
    names.sort_unstable();
    names
}

/// The symbols of operators, or those that are words, the longest first.
pub(super) fn operators(are_words: bool) -> Vec<&'static str> {
    let symbols = functions::binary_operators().map(|operator| operator.op.symbol());
    let is_word = |symbol: &str| symbol.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut found: Vec<_> = symbols.filter(|symbol| is_word(symbol) == are_words).collect();
    found.sort_unstable_by_key(|symbol| (std::cmp::Reverse(symbol.len()), *symbol));
    found
}

#[cfg(test)]
mod tests {
    use promenade::syntax::tokens;

    use super::*;

    #[test]
    fn words_are_keywords_of_the_lexer() {
        let words = [GROUPING, MODIFIERS, DURATION_FUNCTIONS, operators(true).as_slice()].concat();
        for word in words {
            assert!(tokens(word)[0].kind.is_keyword(), "{word}");
        }
        for word in FILLS {
            assert!(tokens(&format!("{word}(1)"))[0].kind.is_keyword(), "{word}");
        }
    }
}
