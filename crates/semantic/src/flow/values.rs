//! The possible values of a label: a finite set, or the complement of one. The empty value is the label's absence.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use promenade_model::value::quote;
use promenade_model::{MatchOp, Matcher};

/// The possible values of a label in the series of a source; `""` is the label's absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// Only these. If empty, no such series exists.
    Only(Arc<BTreeSet<String>>),
    /// Any except these.
    Not(Arc<BTreeSet<String>>),
}

/// Whether series have a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// No series has it.
    Impossible,
    /// Some series may have it.
    Possible,
    /// All series have it.
    Guaranteed,
}

/// Longer lists of values are not kept: any value is then possible.
const MAX_VALUES: usize = 512;

impl Values {
    /// Any value, or absence.
    pub fn any() -> Self {
        Self::Not(Arc::default())
    }

    /// Any value except absence.
    pub fn present() -> Self {
        Self::all_but([String::new()])
    }

    /// Absence.
    pub fn absent() -> Self {
        Self::exactly("")
    }

    /// One value.
    pub fn exactly(value: &str) -> Self {
        Self::one_of([value.to_owned()])
    }

    /// One of these values.
    pub fn one_of(values: impl IntoIterator<Item = String>) -> Self {
        let values: BTreeSet<String> = values.into_iter().collect();
        if values.len() <= MAX_VALUES {
            return Self::Only(Arc::new(values));
        }
        if values.contains("") { Self::any() } else { Self::present() }
    }

    /// Any value except these. Of too many only the empty one is kept.
    pub fn all_but(values: impl IntoIterator<Item = String>) -> Self {
        let mut values: BTreeSet<String> = values.into_iter().collect();
        if values.len() > MAX_VALUES {
            values.retain(String::is_empty);
        }
        Self::Not(Arc::new(values))
    }

    /// The values that a matcher allows; a superset if its regular expression has too many values to list.
    pub fn of_matcher(matcher: &Matcher) -> Self {
        let value = || [matcher.value().to_owned()];
        let listed = matcher.set_matches().map(<[String]>::to_vec);
        match (matcher.op(), listed) {
            (MatchOp::Equal, _) => Self::one_of(value()),
            (MatchOp::NotEqual, _) => Self::all_but(value()),
            (MatchOp::Regex, Some(values)) => Self::one_of(values),
            (MatchOp::NotRegex, Some(values)) => Self::all_but(values),
            // `.+` excludes only the empty value.
            (MatchOp::NotRegex, None) if matcher.value() == ".+" => Self::absent(),
            _ if matcher.matches_empty() => Self::any(),
            _ => Self::present(),
        }
    }

    /// Whether the label can have this value.
    pub fn allows(&self, value: &str) -> bool {
        match self {
            Self::Only(values) => values.contains(value),
            Self::Not(values) => !values.contains(value),
        }
    }

    /// Whether the label is present.
    pub fn presence(&self) -> Presence {
        match self {
            _ if !self.allows("") => Presence::Guaranteed,
            Self::Only(values) if values.len() == 1 => Presence::Impossible,
            _ => Presence::Possible,
        }
    }

    /// Whether no value is possible, so that no such series exists.
    pub fn is_contradiction(&self) -> bool {
        matches!(self, Self::Only(values) if values.is_empty())
    }

    /// The only possible value; `""` if the label is always absent.
    pub fn single(&self) -> Option<&str> {
        match self {
            Self::Only(values) if values.len() == 1 => values.first().map(String::as_str),
            _ => None,
        }
    }

    /// The possible values, if they are listed; may include `""`.
    pub fn listed(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Only(values) => Some(values),
            Self::Not(_) => None,
        }
    }

    /// The intersection.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Only(values), limits) | (limits, Self::Only(values)) => {
                Self::one_of(values.iter().filter(|value| limits.allows(value)).cloned())
            }
            (Self::Not(a), Self::Not(b)) => Self::all_but(a.union(b).cloned()),
        }
    }

    /// The union.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Only(a), Self::Only(b)) => Self::one_of(a.union(b).cloned()),
            (Self::Not(a), Self::Not(b)) => Self::all_but(a.intersection(b).cloned()),
            (Self::Only(values), Self::Not(left_out)) | (Self::Not(left_out), Self::Only(values)) => {
                Self::all_but(left_out.difference(values).cloned())
            }
        }
    }

    /// The same, or absence.
    #[must_use]
    pub fn or_absent(&self) -> Self {
        self.union(&Self::absent())
    }

    /// The values that this matcher allows.
    #[must_use]
    pub fn matched_by(&self, matcher: &Matcher) -> Self {
        match self {
            Self::Only(values) => Self::one_of(values.iter().filter(|value| matcher.matches(value)).cloned()),
            Self::Not(_) => self.intersection(&Self::of_matcher(matcher)),
        }
    }
}

impl fmt::Display for Values {
    /// As a set: `"a"`, `"a" or "b"`, `any but "a"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prefix, values) = match self {
            Self::Only(values) => ("", values),
            Self::Not(values) if values.is_empty() => return f.write_str("any"),
            Self::Not(values) => ("any but ", values),
        };
        let shown: Vec<String> = values.iter().map(|value| quote(value)).collect();
        write!(f, "{prefix}{}", shown.join(" or "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Values {
        let (op, value) = [("!~", MatchOp::NotRegex), ("=~", MatchOp::Regex), ("!=", MatchOp::NotEqual)]
            .into_iter()
            .find_map(|(symbol, op)| Some((op, text.strip_prefix(symbol)?)))
            .unwrap_or((MatchOp::Equal, &text[1..]));
        Values::of_matcher(&Matcher::new(op, "a", value).unwrap())
    }

    #[test]
    fn matchers_say_what_is_there() {
        for (matcher, presence, shown) in [
            ("=x", Presence::Guaranteed, r#""x""#),
            ("=", Presence::Impossible, r#""""#),
            ("!=", Presence::Guaranteed, r#"any but """#),
            ("!=x", Presence::Possible, r#"any but "x""#),
            ("=~x|y", Presence::Guaranteed, r#""x" or "y""#),
            ("=~x|", Presence::Possible, r#""" or "x""#),
            ("=~.+", Presence::Guaranteed, r#"any but """#),
            ("=~.*", Presence::Possible, "any"),
            ("=~x.*", Presence::Guaranteed, r#"any but """#),
            ("!~x|y", Presence::Possible, r#"any but "x" or "y""#),
            ("!~x|", Presence::Guaranteed, r#"any but "" or "x""#),
            ("!~.+", Presence::Impossible, r#""""#),
            ("!~x.*", Presence::Possible, "any"),
        ] {
            let values = of(matcher);
            assert_eq!((values.presence(), values.to_string().as_str()), (presence, shown), "{matcher}");
        }
    }

    #[test]
    fn sets_meet_and_join_as_their_members_do() {
        let all = ["=x", "=", "!=", "!=x", "=~x|y", "=~x|", "=~.*", "!~x|y", "!~.+"].map(of);
        for a in &all {
            for b in &all {
                for value in ["", "x", "y", "z"] {
                    let (in_a, in_b) = (a.allows(value), b.allows(value));
                    assert_eq!(a.intersection(b).allows(value), in_a && in_b, "{a} and {b}: {value}");
                    assert_eq!(a.union(b).allows(value), in_a || in_b, "{a} or {b}: {value}");
                }
            }
        }
        assert!(of("=x").intersection(&of("=y")).is_contradiction());
    }

    #[test]
    fn long_lists_allow_more_not_less() {
        let long = || (0..=MAX_VALUES).map(|i| i.to_string());
        assert_eq!(Values::one_of(long()), Values::present());
        assert_eq!(Values::one_of(long().chain([String::new()])), Values::any());
        assert_eq!(Values::all_but(long().chain([String::new()])), Values::present());
    }
}
