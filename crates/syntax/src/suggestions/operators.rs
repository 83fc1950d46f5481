//! Operators as other languages write them.

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

/// Signs of other languages, and PromQL's.
const SIGNS: &[(&str, &str)] = &[
    ("=", "=="),
    ("===", "=="),
    ("!==", "!="),
    ("=<", "<="),
    ("=>", ">="),
    ("<>", "!="),
    ("=!", "!="),
    ("**", "^"),
    ("//", "/"),
    ("&&", "and"),
    ("&", "and"),
    ("||", "or"),
    ("!=", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("==", "=="),
];

/// Words of other languages, and PromQL's operators.
const WORDS: &[(&str, &str)] = &[
    ("x", "*"),
    ("times", "*"),
    ("mod", "%"),
    ("div", "/"),
    ("plus", "+"),
    ("minus", "-"),
    ("eq", "=="),
    ("is", "=="),
    ("ne", "!="),
    ("neq", "!="),
    ("gt", ">"),
    ("gte", ">="),
    ("ge", ">="),
    ("lt", "<"),
    ("lte", "<="),
    ("le", "<="),
    ("union", "or"),
    ("intersect", "and"),
    ("except", "unless"),
    ("if", "and"),
    ("when", "and"),
    ("where", "and"),
];

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    if site.in_braces() || site.kind(0) == TokenKind::Eof {
        return Vec::new();
    }
    let hint =
        matcher(site).or_else(|| sign(site)).or_else(|| negation(site)).or_else(|| word(site)).or_else(|| end(site));
    hint.into_iter().collect()
}

/// `a === b`, `a => 5`, `a ! = b`
fn sign(site: &Site<'_>) -> Option<Hint> {
    let is_part = |c: char| "=<>!*/&|".contains(c);
    let before = site.slice(..site.here().start).trim_end_matches(|c| is_part(c) || c == ' ');
    let from = site.text.len() - site.slice(before.len()..).trim_start().len();
    let len = site.slice(from..).find(|c: char| !is_part(c) && c != ' ').unwrap_or(0);
    let written = site.slice(from..from + len).trim_end();
    let compact = written.replace(' ', "");
    let (_, meant) = SIGNS.iter().find(|(other, _)| *other == compact)?;
    let is_word = meant.starts_with(|c: char| c.is_alphabetic());
    let spaced = |at: usize, is_before: bool| {
        let c = if is_before { site.slice(..at).chars().next_back() } else { site.slice(at..).chars().next() };
        if is_word && !c.is_some_and(char::is_whitespace) { " " } else { "" }
    };
    let range = from..from + written.len();
    let text = format!("{}{meant}{}", spaced(range.start, true), spaced(range.end, false));
    let message = match written {
        "=" => "a single `=` does not compare".to_owned(),
        _ => format!("`{written}` is no operator"),
    };
    let is_operand = !before.trim_end().is_empty() && range.start <= site.here().start && written != *meant;
    is_operand.then(|| Hint::fix(format!("write `{meant}`"), range, text).saying(message))
}

/// `a and not b`, `a unless not b`, `!a`
fn negation(site: &Site<'_>) -> Option<Hint> {
    let is_not = |by| site.at(by).eq_ignore_ascii_case("not") || site.at(by) == "!";
    let not = if is_not(0) { 0 } else { -1 };
    if !is_not(not) {
        return None;
    }
    let help = "there is no negation of a vector: `a unless b` keeps what is in `a` and not in `b`, and `a == bool 0` turns 0 and 1";
    let meant = match site.at(not - 1).to_ascii_lowercase().as_str() {
        "and" => "unless",
        "unless" => "and",
        _ => {
            return Some(
                Hint::skip(site.range(not), "")
                    .saying(format!("there is no operator `{}`", site.at(not)))
                    .with_help(help),
            );
        }
    };
    let range = site.range(not - 1).start..site.range(not).end;
    let message = format!("there is no operator `{}`", site.at(not));
    Some(Hint::fix(format!("write `{meant}`"), range, meant).saying(message))
}

/// `a =~ "b"`
fn matcher(site: &Site<'_>) -> Option<Hint> {
    if !["=~", "!~"].contains(&site.word()) {
        return None;
    }
    let help = "matchers stand in braces behind the name of the metric, as in `up{job=~\"api.*\"}`";
    let end = site.range(site.end_of_item().max(1) - 1).end;
    Some(Hint::skip(site.here().start..end, "").with_help(help))
}

/// `a x 100`, `a mod 2`
fn word(site: &Site<'_>) -> Option<Hint> {
    let is_between = site.is(codes::UNEXPECTED_TOKEN)
        && site.kind(0) == TokenKind::Identifier
        && (site.at(0) != "x" || site.kind(1) == TokenKind::Number);
    let (_, meant) = WORDS.iter().find(|(other, _)| site.at(0).eq_ignore_ascii_case(other))?;
    let message = format!("`{}` is no operator", site.at(0));
    is_between.then(|| Hint::fix(format!("write `{meant}`"), site.range(0), *meant).saying(message))
}

/// `a;`
fn end(site: &Site<'_>) -> Option<Hint> {
    let is_end = [";", ","].contains(&site.word()) && site.opening().is_none();
    if !is_end {
        return None;
    }
    if site.kind(1) == TokenKind::Eof {
        return Some(Hint::fix("remove it", site.here(), ""));
    }
    let number = |by| site.kind(by) == TokenKind::Number && site.at(by).bytes().all(|b| b.is_ascii_digit());
    if site.word() == "," && number(-1) && number(1) && site.touches(-1) && site.touches(0) {
        return Some(Hint::fix("remove the comma", site.here(), "").saying("there are no commas in a number"));
    }
    let rest = site.range(0).start..site.text.len();
    Some(Hint::skip(rest, "").with_help("a query is one expression; `or` joins two vectors"))
}
