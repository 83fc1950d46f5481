//! Suggestions: what a mistake most likely is, with a clearer message and a fix that is tried before it is shown.
//!
//! The parser says what it did not expect. Here each of its errors is compared with what people get wrong. A fix is
//! shown only where the query is better with it. Where a fix is applied, the rest is parsed again: so each mistake is
//! reported once, and those behind it are found too.

mod brackets;
mod characters;
mod durations;
mod foreign;
mod grouping;
mod hint;
mod labels;
mod matchers;
mod modifiers;
mod names;
mod operators;
mod repaired_source;
mod site;
mod words;

use crate::diagnostic::{Diagnostic, codes};
use crate::options::ParseOptions;

use hint::Hint;
pub use repaired_source::RepairedSource;
use site::Site;

/// Recognizes one kind of mistake: the guesses at what is meant, the likeliest first.
type Suggester = fn(&Site<'_>) -> Vec<Hint>;

/// All kinds, the most particular first.
const SUGGESTERS: &[Suggester] = &[
    foreign::hints,
    characters::hints,
    durations::hints,
    names::hints,
    labels::hints,
    matchers::hints,
    operators::hints,
    modifiers::hints,
    grouping::hints,
    brackets::hints,
    words::hints,
];

/// How many bytes are parsed again at most to find out what is meant.
const MAX_BYTES: usize = 500_000;

/// The diagnostics of a broken query with what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions {
    /// The diagnostics, with fixes where one is known. Errors that only follow from others are left out.
    pub diagnostics: Vec<Diagnostic>,
    /// The source with the fixes; `None` if there is no fix.
    pub repaired: Option<RepairedSource>,
}

/// Searches for what was meant. `parse` gives the diagnostics of another text.
pub(crate) fn suggest(
    source: &str,
    options: &ParseOptions<'_>,
    found: Vec<Diagnostic>,
    parse: &dyn Fn(&str) -> Vec<Diagnostic>,
) -> Suggestions {
    let budget = MAX_BYTES / source.len().max(1);
    if budget < 20 || !found.iter().any(Diagnostic::is_error) {
        return Suggestions { diagnostics: found, repaired: None };
    }
    let repaired = RepairedSource::new(source);
    let mut search = Search { options, parse, repaired, found, reported: Vec::new(), budget };
    while search.report_next() {}
    let is_repaired = search.repaired.text() != source;
    Suggestions { diagnostics: search.reported, repaired: Some(search.repaired).filter(|_| is_repaired) }
}

struct Search<'a> {
    options: &'a ParseOptions<'a>,
    parse: &'a dyn Fn(&str) -> Vec<Diagnostic>,
    /// The source with the reported mistakes fixed.
    repaired: RepairedSource,
    /// The diagnostics of the repaired source.
    found: Vec<Diagnostic>,
    /// The diagnostics of the original, as they are reported.
    reported: Vec<Diagnostic>,
    /// How often the parser may be asked.
    budget: usize,
}

impl Search<'_> {
    /// Reports the first diagnostic that is not reported yet, and applies its fix where there is one.
    fn report_next(&mut self) -> bool {
        let is_full = self.reported.len() >= self.options.max_diagnostics;
        let is_reported = |d: &Diagnostic| {
            self.reported.iter().any(|r| r.code == d.code && r.range == self.repaired.origin(&d.range))
        };
        let Some(next) = self.found.iter().find(|d| !is_reported(d)).filter(|_| !is_full).cloned() else {
            return false;
        };
        let (best, rest) = if next.is_error() { self.best(&next) } else { (None, None) };
        let mut reported = next;
        if let Some(hint) = &best {
            hint.change(&mut reported);
        }
        self.reported.push(self.repaired.original(reported));
        if let (Some(hint), Some(rest)) = (best, rest) {
            self.repaired.edit(hint.edits());
            self.found = rest;
        }
        true
    }

    /// The best hint on a diagnostic, and the diagnostics that are left with it.
    fn best(&mut self, diagnostic: &Diagnostic) -> (Option<Hint>, Option<Vec<Diagnostic>>) {
        let tokens = site::tokens(self.repaired.text(), self.options);
        let site = Site::new(self.repaired.text(), &tokens, diagnostic, self.options);
        let mut hints: Vec<Hint> = SUGGESTERS.iter().flat_map(|suggester| suggester(&site)).collect();
        hints.extend(diagnostic.fix.clone().map(Hint::of_fix));
        let n_before = self.found.iter().filter(|d| d.is_error()).count();
        let (mut best, mut words): (Option<Tried>, Option<Hint>) = (None, None);
        for hint in hints {
            if self.budget == 0 || best.as_ref().is_some_and(|best| best.rank == (0, false)) {
                break;
            }
            self.budget -= 1;
            let Some(text) = self.repaired.with(hint.edits()) else { continue };
            let rest = (self.parse)(&text);
            let n_left = rest.iter().filter(|d| d.is_error()).count();
            let is_better = !remains(diagnostic, &hint, &rest)
                && (n_left < n_before || is_farther(diagnostic, &hint, &rest, n_left <= n_before));
            let rank = (n_left, !hint.is_fix());
            if is_better && best.as_ref().is_none_or(|best| rank < best.rank) {
                best = Some(Tried { rank, hint, rest });
            } else if !hint.is_fix() {
                words = words.or(Some(hint));
            }
        }
        match best {
            Some(Tried { hint, rest, .. }) => {
                let words = words.filter(|_| !hint.is_fix());
                (Some(hint.with_words_of(words)), Some(rest))
            }
            None => (Some(words.unwrap_or_default().without_fix()), None),
        }
    }
}

/// A hint that makes the query better.
struct Tried {
    /// How many errors are left, and whether it is nothing to show.
    rank: (usize, bool),
    hint: Hint,
    /// The diagnostics that are left.
    rest: Vec<Diagnostic>,
}

/// Whether the mistake is still there with a hint, which repairs another one.
fn remains(before: &Diagnostic, hint: &Hint, rest: &[Diagnostic]) -> bool {
    let at = before.range.start;
    let is_there = |start: usize| {
        let is_inserted_here = matches!(hint.edits(), [edit] if edit.range == (at..at));
        start == hint.moved(at) || start == hint.end() && is_inserted_here
    };
    rest.iter().any(|d| d.code == before.code && is_there(d.range.start))
}

/// Whether the first error with a hint stands behind what it changes, or shows that the tokens are right now.
fn is_farther(before: &Diagnostic, hint: &Hint, rest: &[Diagnostic], is_no_more: bool) -> bool {
    let Some(first) = rest.iter().find(|d| d.is_error()) else { return true };
    let is_of_tokens = |d: &Diagnostic| d.code <= codes::TRAILING_COMMA;
    let is_behind = first.range.start >= hint.end() && first.range.start > hint.moved(before.range.start);
    is_behind || is_no_more && is_of_tokens(before) && !is_of_tokens(first)
}
