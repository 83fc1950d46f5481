//! Grafana's variables, which a dashboard replaces by text before the query is read: `$x`, `${x}`, `${x.field:format}`,
//! `[[x]]` and `[[x:format]]`, as the pattern of Grafana's `templateSrv` finds them.

use promenade_model::UnquotedNames;

use crate::token::TokenKind;

/// Whether a query may hold variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Variables {
    /// There are none, as in Prometheus.
    #[default]
    None,
    /// Those of Grafana's dashboards, wherever one may stand for a name or a part of it, a label, a matcher, the value of
    /// one, a number, a duration, a function, or an expression. In a string they are text.
    Grafana,
}

/// A variable's name and format together are not longer, so that what is never closed is not searched again and again.
const MAX_LENGTH: usize = 1024;

/// The length of the variable at the start of a text.
pub fn variable_len(text: &str) -> Option<usize> {
    let (rest, close) = if let Some(rest) = text.strip_prefix("${") {
        (rest, "}")
    } else if let Some(rest) = text.strip_prefix("[[") {
        (rest, "]]")
    } else {
        let name = word_len(text.strip_prefix('$')?);
        return (name > 0).then_some(1 + name);
    };
    let name = word_len(rest);
    let after = &rest.as_bytes()[name..];
    let more = match (close, after.first()) {
        ("]]", Some(b':')) => 1 + word_len(&rest[name + 1..]),
        ("}", Some(b'.' | b':')) => after.iter().take(MAX_LENGTH).take_while(|b| **b != b'}').count(),
        _ => 0,
    };
    let is_closed = after.get(more..).is_some_and(|tail| tail.starts_with(close.as_bytes()));
    (name > 0 && more != 1 && is_closed).then_some(2 + name + more + close.len())
}

/// Whether there is a variable in a text.
pub fn holds_variable(text: &str) -> bool {
    text.match_indices(['$', '[']).any(|(at, _)| variable_len(&text[at..]).is_some())
}

fn word_len(text: &str) -> usize {
    text.bytes().take_while(|b| is_word(*b)).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// A word with a variable in it.
pub(crate) struct VariableWord {
    pub(crate) len: usize,
    pub(crate) kind: TokenKind,
}

/// The word with a variable in it that begins a text, or the length of the word without one. A colon is part of a name
/// where `has_colons`.
pub(crate) fn scan_word(text: &str, has_colons: bool, names: UnquotedNames) -> Result<VariableWord, usize> {
    let mut word = Word::default();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if let Some(len) = variable_len(rest) {
            word.n_variables += 1;
            at += len;
        } else if word.takes(c, &rest[c.len_utf8()..], names) || c == ':' && has_colons {
            word.push(c);
            at += c.len_utf8();
        } else {
            break;
        }
    }
    if word.n_variables == 0 { Err(at) } else { Ok(VariableWord { len: at, kind: word.kind() }) }
}

/// What is known of a word while it is read.
#[allow(clippy::struct_excessive_bools)] // facts that do not exclude each other
#[derive(Default)]
struct Word {
    n_variables: usize,
    has_literal: bool,
    /// It begins with a digit or a point.
    is_number: bool,
    /// Its own characters cannot be part of a number or a duration.
    is_name: bool,
    has_colon: bool,
}

impl Word {
    fn push(&mut self, c: char) {
        let is_numeric = c.is_ascii_digit() || c == '.';
        if !self.has_literal && self.n_variables == 0 {
            self.is_number = is_numeric;
        }
        self.has_literal = true;
        self.has_colon |= c == ':';
        self.is_name |= !(is_numeric || "smhdwy".contains(c));
    }

    /// Whether a character before `rest` belongs to it.
    fn takes(&self, c: char, rest: &str, names: UnquotedNames) -> bool {
        let is_begun = self.has_literal || self.n_variables > 0;
        match c {
            '.' => self.takes_point(rest) || is_begun && !self.is_number && names.goes_on_with(c),
            _ => names.goes_on_with(c),
        }
    }

    /// Whether a point before `rest` belongs to it: that of a number.
    fn takes_point(&self, rest: &str) -> bool {
        let is_begun = self.is_number || !self.is_name;
        is_begun && (rest.starts_with(|c: char| c.is_ascii_digit()) || variable_len(rest).is_some())
    }

    fn kind(&self) -> TokenKind {
        match (self.is_number, self.is_name) {
            (true, _) => TokenKind::VariableNumber,
            (false, true) if self.has_colon => TokenKind::MetricIdentifier,
            (false, true) => TokenKind::Identifier,
            (false, false) => TokenKind::Variable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_grafana_finds() {
        for (text, len) in [
            ("$x + 1", Some(2)),
            ("$__rate_interval]", Some(16)),
            ("$1", Some(2)),
            ("$", None),
            ("$ x", None),
            ("${x}", Some(4)),
            ("${x:regex}y", Some(10)),
            ("${x.text:csv}", Some(13)),
            ("${__from:date:YYYY-MM}", Some(22)),
            ("${x", None),
            ("${}", None),
            ("${x:}", None),
            ("[[x]]", Some(5)),
            ("[[x:regex]]", Some(11)),
            ("[[x:]]", None),
            ("[[5m]]", Some(6)),
            ("[5m]", None),
            ("[[:alpha:]]", None),
        ] {
            assert_eq!(variable_len(text), len, "{text}");
            assert_eq!(holds_variable(&format!(".*é{text}")), len.is_some(), "{text}");
        }
    }

    #[test]
    fn words_are_names_numbers_or_either() {
        use TokenKind as K;
        for (text, len, kind) in [
            ("$x", 2, K::Variable),
            ("$a$b)", 4, K::Variable),
            ("${n}m]", 5, K::Variable),
            ("${n}.5", 6, K::Variable),
            ("node_$x{", 7, K::Identifier),
            ("a_${x}__sum{", 11, K::Identifier),
            ("${x}_total", 10, K::Identifier),
            ("job:$x:rate5m", 13, K::MetricIdentifier),
            ("0.$q,", 4, K::VariableNumber),
            ("5$unit", 6, K::VariableNumber),
            (".$q", 3, K::VariableNumber),
        ] {
            let word = scan_word(text, true, UnquotedNames::Legacy).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!((word.len, word.kind), (len, kind), "{text}");
        }
        assert_eq!(scan_word("foo_bar + $x", true, UnquotedNames::Legacy).err(), Some(7));
        assert_eq!(scan_word("http.$x", true, UnquotedNames::Legacy).err(), Some(4));
        for (text, len, kind) in [
            ("http.${x}.total{", 15, K::Identifier),
            ("température:$x", 15, K::MetricIdentifier),
            ("$x.total", 8, K::Identifier),
            ("${n}.5", 6, K::Variable),
            ("0.5$x.a", 5, K::VariableNumber),
        ] {
            let word = scan_word(text, true, UnquotedNames::Utf8).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!((word.len, word.kind), (len, kind), "{text}");
        }
    }
}
