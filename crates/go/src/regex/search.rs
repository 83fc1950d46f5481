//! Go's regular expressions for search, captures and replacement.

use std::sync::{Arc, LazyLock};

use regex_syntax::hir::ClassUnicode;

use super::class::{Names, holds, unicode};
use super::compiled::{Compiled, Found, with_stack};
use super::recent::compile_search;
use super::syntax::{RegexError, parse};
use crate::unicode::is_letter;

/// A regular expression in Go's syntax.
#[derive(Debug, Clone)]
pub struct GoRegex {
    regex: Compiled,
    names: Vec<Option<Box<str>>>,
    cost: usize,
}

/// The groups of a match.
pub struct Captures<'t>(Found<'t>);

impl<'t> Captures<'t> {
    /// The text of a group; group 0 is the whole match.
    pub fn get(&self, group: usize) -> Option<&'t str> {
        self.0.get(group)
    }
}

impl GoRegex {
    /// Compiles an unanchored expression (Go's `regexp.Compile`).
    ///
    /// # Errors
    /// Returns an error in Go's words if the expression does not compile or is too large.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        with_stack(pattern, || {
            let parsed = parse(pattern, false, Names::Loose)?;
            let regex = Compiled::new(&parsed.hir, parsed.names.len(), pattern)?;
            Ok(Self { cost: regex.cost(&parsed.hir), regex, names: parsed.names })
        })
    }

    /// A fully anchored expression whose `.` matches newlines: `^(?s:pattern)$`, as for `label_replace`; from the cache of
    /// this thread if it was compiled recently.
    ///
    /// # Errors
    /// Same as [`Self::new`].
    pub fn anchored(pattern: &str) -> Result<Arc<Self>, RegexError> {
        compile_search(&format!("^(?s:{pattern})$"))
    }

    /// The approximate memory of the compiled form, in units of 50 bytes.
    pub fn cost(&self) -> usize {
        self.cost
    }

    /// Whether it matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex.captures_at(text, 0).map(Captures)
    }

    /// Replaces each match by the expanded template (Go's `ReplaceAllString`). Stops if the result exceeds `max_bytes`.
    pub fn replace_all(&self, text: &str, template: &str, max_bytes: usize) -> String {
        let mut replaced = String::new();
        let (mut position, mut last_end) = (0, 0);
        while position <= text.len() && replaced.len() <= max_bytes {
            let Some(captures) = self.regex.captures_at(text, position).map(Captures) else { break };
            let Some(found) = captures.0.range(0) else { break };
            replaced.push_str(&text[last_end..found.start]);
            // An empty match directly after another does not count.
            if found.end > last_end || found.start == 0 {
                self.expand(&captures, template, max_bytes, &mut replaced);
            }
            last_end = found.end;
            let n_bytes = text[position..].chars().next().map_or(1, char::len_utf8);
            position = found.end.max(position + n_bytes);
        }
        replaced.push_str(&text[last_end..]);
        replaced
    }

    /// The names of the groups; group 0, the whole match, has none.
    pub fn names(&self) -> impl Iterator<Item = Option<&str>> {
        self.names.iter().map(|name| name.as_deref())
    }

    /// Appends the template with `$1`, `${1}`, `$name` and `${name}` replaced by the groups (Go's
    /// `Regexp.ExpandString`). A name is the longest run of letters, digits and underscores: `$1x` is `${1x}`. Missing
    /// groups are empty; `$$`, and a dollar that does not start a name, are a dollar. Stops if the result exceeds
    /// `max_bytes`.
    pub fn expand(&self, captures: &Captures<'_>, template: &str, max_bytes: usize, text: &mut String) {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('$') {
            if text.len() > max_bytes {
                return;
            }
            text.push_str(before);
            rest = after;
            if let Some(after) = rest.strip_prefix('$') {
                text.push('$');
                rest = after;
            } else if let Some((name, after)) = reference(rest) {
                text.push_str(self.group(captures, name));
                rest = after;
            } else {
                text.push('$');
            }
        }
        text.push_str(rest);
    }

    fn group<'t>(&self, captures: &Captures<'t>, name: &str) -> &'t str {
        let matched = match group_number(name) {
            Some(number) => captures.get(number),
            None => {
                (1..self.names.len()).filter(|&i| self.names[i].as_deref() == Some(name)).find_map(|i| captures.get(i))
            }
        };
        matched.unwrap_or_default()
    }
}

/// The group name after a dollar, and the rest.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (text, has_brace) = text.strip_prefix('{').map_or((text, false), |rest| (rest, true));
    let end = text.find(|c| !is_name_char(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return None;
    }
    if has_brace { rest.strip_prefix('}').map(|rest| (name, rest)) } else { Some((name, rest)) }
}

/// The group number of a name, without leading zeros and below 1e9 as in Go.
fn group_number(name: &str) -> Option<usize> {
    let is_number = name.bytes().all(|b| b.is_ascii_digit()) && (name.len() == 1 || !name.starts_with('0'));
    if is_number && name.len() <= 9 { name.parse().ok() } else { None }
}

/// Decimal digits of all scripts.
static DIGITS: LazyLock<Option<ClassUnicode>> = LazyLock::new(|| unicode("Nd", Names::Exact));

fn is_name_char(c: char) -> bool {
    if c.is_ascii() {
        return c == '_' || c.is_ascii_alphanumeric();
    }
    is_letter(c) || DIGITS.as_ref().is_some_and(|digits| holds(digits, c))
}
