//! An expression that runs: a regex where it is small enough, and else a program.

use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::program::Program;
use super::syntax::RegexError;
use promenade_stack as stack;

/// Bytes that a regex may take.
const MAX_BYTES: usize = 10 << 20;
/// Bytes that its cache may take in each thread.
const MAX_CACHE_BYTES: usize = 2 << 20;
/// The printed form has more groups than the expression had, whose depth has been checked.
const NEST_LIMIT: u32 = 10_000;
/// States from which on no regex is tried, as it would be too large.
const MAX_STATES: usize = 200_000;
/// What the recursions over the deepest expression take of the stack.
const STACK_BYTES: usize = 16 << 20;
/// A pattern that is no longer is not deep enough to need that.
const MAX_FLAT: usize = 200;

/// Reads and compiles a pattern, with stack enough for however deep it is.
pub(super) fn with_stack<T>(pattern: &str, compile: impl FnOnce() -> T) -> T {
    if pattern.len() <= MAX_FLAT { compile() } else { stack::with_bytes(STACK_BYTES, compile) }
}

/// An expression that runs.
#[derive(Debug, Clone)]
pub(super) enum Compiled {
    Regex(Regex),
    Program(Arc<Program>),
}

/// Where the groups of a match are.
pub(super) enum Found<'t> {
    Regex(regex::Captures<'t>),
    Program(&'t str, Vec<Option<usize>>),
}

impl Compiled {
    /// Compiles what was read of a pattern, with the positions of so many groups where any are asked for.
    pub(super) fn new(hir: &Hir, n_groups: usize, pattern: &str) -> Result<Self, RegexError> {
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
            Self::Regex(regex) => regex.is_match(text),
            Self::Program(program) => program.is_match(text),
        }
    }

    /// The groups of the first match that begins at a position or after it.
    pub(super) fn captures_at<'t>(&self, text: &'t str, start: usize) -> Option<Found<'t>> {
        match self {
            Self::Regex(regex) => regex.captures_at(text, start).map(Found::Regex),
            Self::Program(program) => program.captures_at(text, start).map(|slots| Found::Program(text, slots)),
        }
    }

    /// About how much memory it takes in units of 50 bytes.
    pub(super) fn cost(&self, hir: &Hir) -> usize {
        match self {
            Self::Regex(_) => n_states(hir).saturating_add(400),
            Self::Program(program) => program.n_bytes() / 50 + 400,
        }
    }
}

impl<'t> Found<'t> {
    /// What a group matched.
    pub(super) fn get(&self, group: usize) -> Option<&'t str> {
        match self {
            Self::Regex(captures) => captures.get(group).map(|found| found.as_str()),
            Self::Program(text, _) => text.get(self.range(group)?),
        }
    }

    /// Where a group matched.
    pub(super) fn range(&self, group: usize) -> Option<Range<usize>> {
        match self {
            Self::Regex(captures) => captures.get(group).map(|found| found.range()),
            Self::Program(_, slots) => {
                let position = |slot: usize| slots.get(slot).copied().flatten();
                Some(position(2 * group)?..position(2 * group + 1)?)
            }
        }
    }
}

/// The regex; none where it would be too large.
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

/// About how many states a regex has.
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
