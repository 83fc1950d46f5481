//! Label matchers: equality and fully anchored regular expressions in Go's syntax, compiled once.

mod bytes;
#[cfg(feature = "serde")]
mod text;

use std::fmt;
use std::sync::Arc;

use promenade_go::regex::{self, CompiledPattern, RegexError};
use promenade_go::unicode::lossy;

use crate::labels::is_legacy_label_name;
use crate::value::quote;

/// The operator of a matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum MatchOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `=~`
    Regex,
    /// `!~`
    NotRegex,
}

impl MatchOp {
    /// The operator as written.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Regex => "=~",
            Self::NotRegex => "!~",
        }
    }

    /// The negated operator.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Regex => Self::NotRegex,
            Self::NotRegex => Self::Regex,
        }
    }

    /// Whether the value is a regular expression.
    pub const fn is_regex(self) -> bool {
        matches!(self, Self::Regex | Self::NotRegex)
    }
}

impl fmt::Display for MatchOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

/// A condition on one label. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Matcher {
    name: Arc<str>,
    op: MatchOp,
    value: Arc<str>,
    regex: Option<Arc<CompiledPattern>>,
    matches_empty: bool,
    /// Label and value that `=` selects, if name or value is not UTF-8.
    asked: Option<Arc<(String, String)>>,
}

impl Matcher {
    /// A matcher on the label `name`.
    ///
    /// # Errors
    /// Returns an error if `value` is an invalid regular expression, in the words of Go's `regexp`.
    pub fn new(op: MatchOp, name: &str, value: &str) -> Result<Self, RegexError> {
        let regex = if op.is_regex() { Some(regex::compile(value)?) } else { None };
        let mut matcher = Self { name: name.into(), op, value: value.into(), regex, matches_empty: false, asked: None };
        matcher.matches_empty = matcher.matches("");
        Ok(matcher)
    }

    /// A matcher for one value.
    pub fn equal(name: &str, value: &str) -> Self {
        Self {
            name: name.into(),
            op: MatchOp::Equal,
            value: value.into(),
            regex: None,
            matches_empty: value.is_empty(),
            asked: None,
        }
    }

    /// A matcher whose name and value may be invalid UTF-8, like the texts of series. It compares bytes: an invalid
    /// value equals nothing, and no label has an invalid name. [`name`](Self::name), [`op`](Self::op) and
    /// [`value`](Self::value) return those of an equivalent matcher of valid texts.
    ///
    /// # Errors
    /// Same as [`new`](Self::new); also if a regular expression contains such bytes and is more than a list of
    /// alternatives.
    pub fn of_bytes(op: MatchOp, name: &[u8], value: &[u8]) -> Result<Self, RegexError> {
        let as_text = std::str::from_utf8;
        if let (Ok(name), Ok(value)) = (as_text(name), as_text(value)) {
            return Self::new(op, name, value);
        }
        // No label has an empty name.
        let known_name = as_text(name).unwrap_or_default();
        let mut matcher = match (op, as_text(value)) {
            (_, Ok(value)) => Self::new(op, known_name, value)?,
            (MatchOp::Equal | MatchOp::Regex, _) => {
                Self::new(MatchOp::Regex, known_name, &bytes::as_regex(op, value)?)?
            }
            _ => Self::new(MatchOp::NotRegex, known_name, &bytes::as_regex(op, value)?)?,
        };
        if op == MatchOp::Equal {
            matcher.asked = Some(Arc::new((lossy(name), lossy(value))));
        }
        Ok(matcher)
    }

    /// Label and value of an `=` matcher, as text; `None` for other operators.
    pub fn asks_for(&self) -> Option<(&str, &str)> {
        match &self.asked {
            Some(asked) => Some((&asked.0, &asked.1)),
            None => (self.op == MatchOp::Equal).then_some((&*self.name, &*self.value)),
        }
    }

    /// The negated matcher.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { op: self.op.inverse(), matches_empty: !self.matches_empty, asked: None, ..self.clone() }
    }

    /// The label's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The operator.
    pub fn op(&self) -> MatchOp {
        self.op
    }

    /// The text to compare with, or the regular expression as written.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The approximate memory of the compiled condition, its text excluded, in units of 50 bytes. Compiling takes at
    /// least as many tenths of a microsecond. A short regular expression may be expensive.
    pub fn cost(&self) -> usize {
        self.regex.as_ref().map_or(0, |regex| regex.cost())
    }

    /// Whether the matcher matches this label value; an absent label has the value `""`.
    pub fn matches(&self, value: &str) -> bool {
        match (self.op, &self.regex) {
            (MatchOp::Equal, _) => *self.value == *value,
            (MatchOp::NotEqual, _) => *self.value != *value,
            (MatchOp::Regex, Some(regex)) => regex.is_match(value),
            (MatchOp::NotRegex, Some(regex)) => !regex.is_match(value),
            (MatchOp::Regex | MatchOp::NotRegex, None) => false,
        }
    }

    /// Whether the matcher matches series without the label. Such a matcher selects nothing by itself: an index must
    /// scan all series, or exclude those that do not match.
    pub fn matches_empty(&self) -> bool {
        self.matches_empty
    }

    /// Whether the matcher matches every value: `=~".*"`.
    pub fn matches_all(&self) -> bool {
        self.op == MatchOp::Regex && self.regex.as_ref().is_some_and(|regex| regex.is_any())
    }

    /// All values that the regular expression matches, sorted, if they are finite and few; `""` may be among them. For
    /// `!~` these are the values that do not match. `None` for `=` and `!=`.
    pub fn set_matches(&self) -> Option<&[String]> {
        self.regex.as_ref()?.values()
    }

    /// The known common prefix of all values that the regular expression matches; `""` for `=` and `!=`.
    pub fn prefix(&self) -> &str {
        self.regex.as_ref().map_or("", |regex| regex.prefix())
    }
}

impl fmt::Display for Matcher {
    /// `name=~"value"`; a name that is not a plain label name is quoted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_legacy_label_name(&self.name) {
            f.write_str(&self.name)?;
        } else {
            f.write_str(&quote(&self.name))?;
        }
        write!(f, "{}{}", self.op, quote(&self.value))
    }
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.op == other.op && self.value == other.value
    }
}

impl Eq for Matcher {}

impl std::hash::Hash for Matcher {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (&self.name, self.op, &self.value).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use promenade_go::regex::GoRegex;

    use super::*;

    fn regex(value: &str) -> Matcher {
        Matcher::new(MatchOp::Regex, "x", value).expect(value)
    }

    #[test]
    fn finite_values() {
        for (value, expected) in [
            ("", &[""][..]),
            ("b|a|", &["", "a", "b"]),
            ("a(b|[cd])", &["ab", "ac", "ad"]),
            ("^(foo|bar)$", &["bar", "foo"]),
            ("foo(bar)?", &["foo", "foobar"]),
            ("a{2}", &["aa"]),
            (r"10\.0\.0\.1", &["10.0.0.1"]),
            (r"\Qa|b\E", &["a|b"]),
            ("(?i)a1", &["A1", "a1"]),
        ] {
            assert_eq!(
                regex(value).set_matches(),
                Some(expected.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>().as_slice())
            );
        }
        for value in [".", "a*", "[a-z]{3}", "(?i)kubelet-worker", r"\pL", "(a|b){9}", "a^b"] {
            assert_eq!(regex(value).set_matches(), None, "{value}");
        }
        assert_eq!(Matcher::equal("x", "a").set_matches(), None);
    }

    #[test]
    fn prefixes() {
        for (value, prefix) in [
            ("foo.*", "foo"),
            ("^foo[0-9]+", "foo"),
            ("(foo).*", "foo"),
            ("foobar|football", "foo"),
            ("foobar.*|football.*", "foo"),
            (".*foo", ""),
            ("(?i)kubelet.*", ""),
            ("世界|世人", "世"),
        ] {
            assert_eq!(regex(value).prefix(), prefix, "{value}");
        }
    }

    #[test]
    fn what_an_index_asks() {
        let matcher = |op, value| Matcher::new(op, "x", value).expect("valid");
        for (op, value, matches_empty, matches_all) in [
            (MatchOp::Equal, "", true, false),
            (MatchOp::Equal, "a", false, false),
            (MatchOp::NotEqual, "", false, false),
            (MatchOp::NotEqual, "a", true, false),
            (MatchOp::Regex, ".*", true, true),
            (MatchOp::Regex, "(.*)$", true, true),
            (MatchOp::Regex, "(?-s).*", true, false),
            (MatchOp::Regex, ".+", false, false),
            (MatchOp::NotRegex, ".+", true, false),
            (MatchOp::NotRegex, ".*", false, false),
        ] {
            let matcher = matcher(op, value);
            assert_eq!((matcher.matches_empty(), matcher.matches_all()), (matches_empty, matches_all), "{matcher}");
            assert_eq!(matcher.inverse().matches_empty(), !matches_empty);
            assert_eq!(matcher.inverse().matches("b"), !matcher.matches("b"));
        }
    }

    #[test]
    fn bytes_that_are_no_text() {
        let matcher = |op, name: &[u8], value: &[u8]| Matcher::of_bytes(op, name, value).expect("valid");
        for (op, value, matching) in [
            (MatchOp::Equal, &b"\xff"[..], &[][..]),
            (MatchOp::NotEqual, b"\xff", &["", "a", "\u{fffd}"]),
            (MatchOp::Regex, b"a|\xff", &["a"]),
            (MatchOp::Regex, b"|\xff", &[""]),
            (MatchOp::NotRegex, b"a|\xff|b", &["", "\u{fffd}"]),
        ] {
            let matches: Vec<_> =
                ["", "a", "\u{fffd}"].into_iter().filter(|v| matcher(op, b"x", value).matches(v)).collect();
            assert_eq!(matches, matching, "{op} {value:?}");
        }
        let named = matcher(MatchOp::Equal, b"\xff", b"z");
        assert_eq!((named.name(), named.asks_for()), ("", Some(("\u{fffd}", "z"))));
        assert_eq!(matcher(MatchOp::Equal, b"x", b"\xe2\x82").asks_for(), Some(("x", "\u{fffd}\u{fffd}")));
        for (value, expected) in [
            (&b"[\xff]"[..], "invalid UTF-8: `\u{fffd}]`"),
            (b"(\xff)", "invalid UTF-8: `\u{fffd})`"),
            (b"a.\xff\xfe", "invalid UTF-8: `\u{fffd}\u{fffd}`"),
            (b"*\xff", "missing argument to repetition operator: `*`"),
        ] {
            let error = Matcher::of_bytes(MatchOp::Regex, b"x", value).expect_err("no UTF-8").to_string();
            assert_eq!(error, format!("error parsing regexp: {expected}"));
        }
    }

    #[test]
    fn prints_as_prometheus_does() {
        assert_eq!(Matcher::new(MatchOp::NotRegex, "job", "a\"\\.b").expect("valid").to_string(), r#"job!~"a\"\\.b""#);
        assert_eq!(Matcher::equal("a.b", "é\n").to_string(), r#""a.b"="é\n""#);
        assert_eq!(Matcher::equal("", "").to_string(), r#"""="""#);
    }

    #[test]
    fn many_alternatives_are_no_trouble() {
        let value = (0..20_000).map(|i| format!("pod-{i}")).collect::<Vec<_>>().join("|");
        let matcher = regex(&value);
        assert_eq!(matcher.set_matches().map(<[String]>::len), Some(20_000));
        assert!(matcher.matches("pod-19999") && !matcher.matches("pod-20000"));
    }

    #[test]
    fn large_expressions_are_no_trouble() {
        for (value, text, is_match) in [
            (r"\pL{300}", "é".repeat(300), true),
            (r"\pL{300}", "é".repeat(299), false),
            (r"(\pL{1000}x)*", "é".repeat(1000) + "x", true),
            (r"(\pL{1000}x)*", "é".repeat(1000), false),
            (r".*(\pL{500}|\PL{500})[^a]?\b", "1".repeat(510), true),
            (r"(?i)(\pL{0,500}?k)+(|0*)*$", "äK\u{212a}00".to_owned(), true),
            (r"(a|[^\pL]{0,700})*\bx", "a,a,x".to_owned(), true),
            (r"(a|[^\pL]{0,700})*\bx", "a,ax".to_owned(), false),
        ] {
            assert_eq!(regex(value).matches(&text), is_match, "{value}");
            assert_eq!(GoRegex::anchored(value).expect(value).is_match(&text), is_match, "{value}");
        }
        let many = (0..20_000).map(|i| format!(r"pod-{i}\.a")).collect::<Vec<_>>().join("|");
        assert!(regex(&many).matches("pod-19999.a") && !regex(&many).matches("pod-19999xa"));
        let many = (0..20_000).map(|i| format!("pod-{i}.*")).collect::<Vec<_>>().join("|");
        assert!(regex(&many).matches("pod-19999.a") && !regex(&many).matches("pd-19999xa"));
    }

    #[test]
    fn groups_of_large_expressions() {
        let regex = GoRegex::new(r"(?P<first>\pL{2,400}?)(x+|y)??(\d*)z").expect("small enough");
        for (text, groups) in [
            ("1äbxx12z", [Some("äbxx12z"), Some("äb"), Some("xx"), Some("12")]),
            ("äbcz", [Some("äbcz"), Some("äbc"), None, Some("")]),
            ("äxxz", [Some("äxxz"), Some("äx"), Some("x"), Some("")]),
        ] {
            let captures = regex.captures(text).expect(text);
            assert_eq!([0, 1, 2, 3].map(|group| captures.get(group)), groups, "{text}");
        }
    }

    /// Prometheus uses different regular expression parsers for matchers and for `label_replace`.
    #[test]
    fn names_of_unicode_classes() {
        for (class, in_matchers, in_calls) in [
            ("Greek", true, true),
            ("greek", false, true),
            ("Old_Italic", true, false),
            ("olditalic", false, false),
            ("LC", true, true),
            ("Letter", false, true),
            ("uppercase-LETTER", false, true),
            ("^ L u", false, true),
            ("Any", true, true),
            ("ASCII", false, true),
            ("Assigned", false, true),
            ("Foo", false, false),
        ] {
            let pattern = format!(r"\p{{{class}}}");
            let is_known = |known: Result<(), RegexError>| match known {
                Ok(()) => true,
                Err(error) => !error.to_string().contains("invalid character class range"),
            };
            assert_eq!(is_known(Matcher::new(MatchOp::Regex, "x", &pattern).map(drop)), in_matchers, "{class}");
            assert_eq!(is_known(GoRegex::anchored(&pattern).map(drop)), in_calls, "{class}");
        }
        assert!(GoRegex::anchored(r"\p{assigned}\p{ascii}").expect("known").is_match("éa"));
        assert!(!GoRegex::anchored(r"\p{assigned}").expect("known").is_match("\u{378}"));
    }

    #[test]
    fn size_and_depth_are_limited() {
        let nested = |open: &str, n: usize| format!("{}a*{}", open.repeat(n), ")".repeat(n));
        for value in [nested("(", 990), nested("(b|", 490), nested("(?:", 100_000)] {
            assert!(regex(&value).matches("aa"));
            assert!(GoRegex::anchored(&value).expect("not too deep").is_match("aa"));
        }
        let chain = |n: usize| format!("a*{}", "(?i)*".repeat(n));
        let large = format!(r"(\pL{{1000}}x{{1000}}){}", r"|(\pL{1000}x{1000}y)".repeat(2000));
        for value in [nested("(", 1001), nested("(", 100_000), chain(100_000), r"\pL".repeat(10_000), large] {
            let error = Matcher::new(MatchOp::Regex, "x", &value).expect_err("too large").to_string();
            assert!(error.contains("nests too deeply") || error.contains("too large"), "{error:.100}");
        }
    }

    #[test]
    fn broken_expressions_do_not_panic() {
        let whole = r"(?P<n>a[^[:alpha:]\x{41}-é\pL]{2,3}?)|\Qx\E(?i-s:\b\p{Greek}.+$)\101";
        for start in whole.char_indices().map(|(i, _)| i) {
            for end in whole[start..].char_indices().map(|(i, _)| start + i) {
                let _ = Matcher::new(MatchOp::Regex, "x", &whole[start..end]).map(|m| m.matches("ax"));
            }
        }
    }
}
