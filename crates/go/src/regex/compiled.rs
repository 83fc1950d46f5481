//! A compiled expression: a regex if it is small enough and the feature `fast-regex` is on, otherwise a program.

use std::ops::Range;
use std::sync::Arc;

#[cfg(feature = "fast-regex")]
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::Hir;
#[cfg(feature = "fast-regex")]
use regex_syntax::hir::{Class, HirKind};

use super::program::Program;
use super::syntax::RegexError;
use promenade_stack as stack;

/// The maximum size of a regex in bytes.
#[cfg(feature = "fast-regex")]
const MAX_BYTES: usize = 10 << 20;
/// The maximum size of its cache per thread in bytes.
#[cfg(feature = "fast-regex")]
const MAX_CACHE_BYTES: usize = 2 << 20;
/// The printed form has more groups than the original expression, whose depth was checked.
#[cfg(feature = "fast-regex")]
const NEST_LIMIT: u32 = 10_000;
/// Above this number of states no regex is built, as it would be too large.
#[cfg(feature = "fast-regex")]
const MAX_STATES: usize = 200_000;
/// The stack needed to recurse over the deepest expression.
const STACK_BYTES: usize = 16 << 20;
/// Shorter patterns are not deep enough to need it.
const MAX_FLAT: usize = 200;

/// Parses and compiles a pattern with enough stack for its depth.
pub(super) fn with_stack<T>(pattern: &str, compile: impl FnOnce() -> T) -> T {
    if pattern.len() <= MAX_FLAT { compile() } else { stack::with_bytes(STACK_BYTES, compile) }
}

/// A compiled expression.
#[derive(Debug, Clone)]
pub(super) enum Compiled {
    #[cfg(feature = "fast-regex")]
    Regex(Regex),
    Program(Arc<Program>),
}

/// The groups of a match.
pub(super) enum Found<'t> {
    #[cfg(feature = "fast-regex")]
    Regex(regex::Captures<'t>),
    Program(&'t str, Vec<Option<usize>>),
}

impl Compiled {
    /// Compiles a parsed pattern; `n_groups` is the number of groups with positions, 0 if positions are not needed.
    pub(super) fn new(hir: &Hir, n_groups: usize, pattern: &str) -> Result<Self, RegexError> {
        #[cfg(feature = "fast-regex")]
        if n_states(hir) <= MAX_STATES
            && let Some(regex) = regex(hir, pattern)?
        {
            return Ok(Self::Regex(regex));
        }
        match Program::new(hir, n_groups) {
            Some(program) => Ok(Self::Program(program.into())),
            None => Err(RegexError::new("expression too large", pattern)),
        }
    }

    /// Whether it matches anywhere in a text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        match self {
            #[cfg(feature = "fast-regex")]
            Self::Regex(regex) => regex.is_match(text),
            Self::Program(program) => program.is_match(text),
        }
    }

    /// The groups of the first match that starts at or after a position.
    pub(super) fn captures_at<'t>(&self, text: &'t str, start: usize) -> Option<Found<'t>> {
        match self {
            #[cfg(feature = "fast-regex")]
            Self::Regex(regex) => regex.captures_at(text, start).map(Found::Regex),
            Self::Program(program) => program.captures_at(text, start).map(|slots| Found::Program(text, slots)),
        }
    }

    /// The approximate memory in units of 50 bytes.
    #[cfg_attr(not(feature = "fast-regex"), allow(unused_variables))]
    pub(super) fn cost(&self, hir: &Hir) -> usize {
        match self {
            #[cfg(feature = "fast-regex")]
            Self::Regex(_) => n_states(hir).saturating_add(400),
            Self::Program(program) => program.n_bytes() / 50 + 400,
        }
    }
}

impl<'t> Found<'t> {
    /// The text of a group.
    pub(super) fn get(&self, group: usize) -> Option<&'t str> {
        match self {
            #[cfg(feature = "fast-regex")]
            Self::Regex(captures) => captures.get(group).map(|found| found.as_str()),
            Self::Program(text, _) => text.get(self.range(group)?),
        }
    }

    /// The range of a group.
    pub(super) fn range(&self, group: usize) -> Option<Range<usize>> {
        match self {
            #[cfg(feature = "fast-regex")]
            Self::Regex(captures) => captures.get(group).map(|found| found.range()),
            Self::Program(_, slots) => {
                let position = |slot: usize| slots.get(slot).copied().flatten();
                Some(position(2 * group)?..position(2 * group + 1)?)
            }
        }
    }
}

/// The regex; `None` if it would be too large.
#[cfg(feature = "fast-regex")]
fn regex(hir: &Hir, pattern: &str) -> Result<Option<Regex>, RegexError> {
    let text = hir.to_string();
    let build = || {
        RegexBuilder::new(&text).size_limit(MAX_BYTES).dfa_size_limit(MAX_CACHE_BYTES).nest_limit(NEST_LIMIT).build()
    };
    match build() {
        Ok(regex) => Ok(Some(regex)),
        Err(regex::Error::CompiledTooBig(_)) => Ok(None),
        Err(error) => Err(RegexError::new(&error.to_string(), pattern)),
    }
}

/// The approximate number of states of a regex.
#[cfg(feature = "fast-regex")]
fn n_states(hir: &Hir) -> usize {
    let all = |parts: &[Hir]| parts.iter().map(n_states).fold(0, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => 3 * class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Capture(capture) => n_states(&capture.sub),
        HirKind::Alternation(parts) | HirKind::Concat(parts) => all(parts),
        HirKind::Repetition(repetition) => {
            let n = repetition.max.unwrap_or(repetition.min).max(repetition.min).max(1);
            n_states(&repetition.sub).saturating_add(1).saturating_mul(n as usize)
        }
    }
}
