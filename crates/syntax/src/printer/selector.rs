//! Selectors, subqueries and their modifiers as text.

use std::fmt::{self, Write as _};

use promenade_go::strconv::format_fixed;
use promenade_model::UnquotedNames;
use promenade_model::duration::format_duration;

use super::quoted;
use crate::ast::{At, AtKind, LabelMatcher, MatcherVariable, MatrixSelector, Offset, SubqueryExpr, VectorSelector};
use crate::token::TokenKind;
use crate::variables::scan_word;

impl fmt::Display for VectorSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        name_and_matchers(f, self)?;
        if needs_braces(self) {
            f.write_str("{}")?;
        }
        optional(f, self.at.as_ref())?;
        f.write_str(extended(self))?;
        optional(f, self.offset.as_ref())
    }
}

impl fmt::Display for MatrixSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        name_and_matchers(f, &self.selector)?;
        write!(f, "[{}]{}", self.range.in_brackets(), extended(&self.selector))?;
        optional(f, self.selector.at.as_ref())?;
        optional(f, self.selector.offset.as_ref())
    }
}

impl fmt::Display for SubqueryExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}:", self.expr, self.range.in_brackets())?;
        match &self.step {
            Some(step) if step.literal_ns() != Some(0) => write!(f, "{}]", step.in_brackets())?,
            _ => f.write_char(']')?,
        }
        optional(f, self.at.as_ref())?;
        optional(f, self.offset.as_ref())
    }
}

impl fmt::Display for LabelMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.variable {
            MatcherVariable::None | MatcherVariable::Text => {
                write!(f, "{}{}{}", self.name, self.op, quoted(&self.value, self.value_bytes.as_deref()))
            }
            MatcherVariable::Value => write!(f, "{}{}{}", self.name, self.op, self.value),
            MatcherVariable::Whole => f.write_str(&self.name.text),
        }
    }
}

impl fmt::Display for At {
    /// The modifier with a space before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            AtKind::Timestamp(ms) => write!(f, " @ {}", format_fixed(ms as f64 / 1000.0, 3)),
            AtKind::Start => f.write_str(" @ start()"),
            AtKind::End => f.write_str(" @ end()"),
            AtKind::Variable => write!(f, " @ {}", self.variable.as_deref().unwrap_or_default()),
        }
    }
}

impl fmt::Display for Offset {
    /// The modifier with a space before it; nothing for an offset of zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.duration.literal_ns() {
            Some(0) => Ok(()),
            Some(ns) => {
                let sign = if ns < 0 { "-" } else { "" };
                write!(f, " offset {sign}{}", format_duration((ns / 1_000_000).saturating_abs()))
            }
            None => write!(f, " offset {}", self.duration.after_offset()),
        }
    }
}

/// The name, and the matchers in the order of their text. A matcher that only repeats the name is left out.
fn name_and_matchers(f: &mut fmt::Formatter<'_>, selector: &VectorSelector) -> fmt::Result {
    let name = selector.name.as_ref().map_or("", |name| name.text.as_str());
    f.write_str(name)?;
    let mut matchers: Vec<String> =
        selector.matchers.iter().filter(|m| !repeats_name(m, name)).map(ToString::to_string).collect();
    if matchers.is_empty() {
        return if name.is_empty() { f.write_str("{}") } else { Ok(()) };
    }
    matchers.sort();
    write!(f, "{{{}}}", matchers.join(","))
}

/// Whether the name is a variable which, if nothing stood behind it, would be an expression of its own.
fn needs_braces(selector: &VectorSelector) -> bool {
    let is_variable =
        |text: &str| scan_word(text, true, UnquotedNames::Utf8).is_ok_and(|word| word.kind == TokenKind::Variable);
    let is_bare = selector.matchers.iter().all(|m| repeats_name(m, selector.name.as_ref().map_or("", |n| &n.text)))
        && selector.at.is_none()
        && selector.offset.as_ref().is_none_or(|offset| offset.duration.literal_ns() == Some(0))
        && extended(selector).is_empty();
    is_bare && selector.name.as_ref().is_some_and(|name| is_variable(&name.text))
}

fn repeats_name(matcher: &LabelMatcher, name: &str) -> bool {
    matcher.variable == MatcherVariable::None
        && matcher.name.text == promenade_model::labels::METRIC_NAME
        && matcher.op == promenade_model::MatchOp::Equal
        && matcher.value == name
        && matcher.value_bytes.is_none()
        && !name.is_empty()
}

fn extended(selector: &VectorSelector) -> &'static str {
    match (selector.anchored, selector.smoothed) {
        (true, _) => " anchored",
        (false, true) => " smoothed",
        (false, false) => "",
    }
}

fn optional<T: fmt::Display>(f: &mut fmt::Formatter<'_>, modifier: Option<&T>) -> fmt::Result {
    modifier.map_or(Ok(()), |modifier| modifier.fmt(f))
}
