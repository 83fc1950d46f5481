//! Metric and label names that need no quotes.

use promenade_go::unicode::is_letter;

use crate::Features;

/// Which names may be unquoted in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum UnquotedNames {
    /// ASCII letters, digits and `_`; also `:` in metric names.
    #[default]
    Legacy,
    /// Also letters of any script, and dots after the first character: `promql-unquoted-utf8-names`.
    Utf8,
}

impl UnquotedNames {
    /// Whether a name may start with this character. Metric names may also start with `:`.
    pub fn starts_with(self, c: char) -> bool {
        c.is_ascii_alphabetic() || c == '_' || self == Self::Utf8 && is_letter(c)
    }

    /// Whether a name may continue with this character. Metric names may also contain `:`.
    pub fn goes_on_with(self, c: char) -> bool {
        self.starts_with(c) || c.is_ascii_digit() || self == Self::Utf8 && c == '.'
    }

    /// The length of the name at the start of a text, with `:` allowed if `has_colons`; 0 if there is none.
    pub fn len(self, text: &str, has_colons: bool) -> usize {
        let is_colon = |c| has_colons && c == ':';
        if !text.starts_with(|c| self.starts_with(c) || is_colon(c)) {
            return 0;
        }
        text.find(|c| !self.goes_on_with(c) && !is_colon(c)).unwrap_or(text.len())
    }

    /// Whether this label name needs no quotes.
    pub fn allow_label(self, name: &str) -> bool {
        !name.is_empty() && self.len(name, false) == name.len()
    }

    /// Whether this metric name needs no quotes.
    pub fn allow_metric(self, name: &str) -> bool {
        !name.is_empty() && self.len(name, true) == name.len()
    }
}

impl From<Features> for UnquotedNames {
    fn from(features: Features) -> Self {
        if features.unquoted_utf8_names { Self::Utf8 } else { Self::Legacy }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_prometheus() {
        use UnquotedNames::{Legacy, Utf8};
        // Whether the name is allowed for a label and for a metric, without and with the flag.
        for (name, legacy, utf8) in [
            ("job", [true, true], [true, true]),
            ("a:b", [false, true], [false, true]),
            (":a", [false, true], [false, true]),
            ("5a", [false, false], [false, false]),
            ("", [false, false], [false, false]),
            ("http.requests", [false, false], [true, true]),
            ("foo..bar.", [false, false], [true, true]),
            (".a", [false, false], [false, false]),
            ("温度", [false, false], [true, true]),
            ("_:温度.total", [false, false], [false, true]),
            ("𐐀9", [false, false], [true, true]),
            ("ö", [false, false], [true, true]),
            ("o\u{308}", [false, false], [false, false]),
            ("foo١", [false, false], [false, false]),
            ("foo²", [false, false], [false, false]),
            ("foo·bar", [false, false], [false, false]),
            ("foo\u{fffd}", [false, false], [false, false]),
            ("foo😀", [false, false], [false, false]),
            // A letter of Unicode 16.
            ("\u{1c89}", [false, false], [false, false]),
        ] {
            let of = |names: UnquotedNames| [names.allow_label(name), names.allow_metric(name)];
            assert_eq!((of(Legacy), of(Utf8)), (legacy, utf8), "{name:?}");
        }
    }
}
