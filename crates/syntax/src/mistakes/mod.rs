//! What a mistake most likely is: a better message, and a fix that is tried before it is shown.
//!
//! The parser says what it did not expect. Here each of its errors is compared with what people get wrong. A fix is
//! shown only where the query is better with it, and where it is made the rest is parsed anew: so one mistake is told
//! once, and what was hidden behind it comes to light.

mod brackets;
mod characters;
mod draft;
mod durations;
mod foreign;
mod grouping;
mod hint;
mod labels;
mod matchers;
mod modifiers;
mod names;
mod operators;
mod site;
mod words;

use crate::diagnostic::{Diagnostic, codes};
use crate::options::ParseOptions;

pub use draft::Draft;
use hint::Hint;
use site::Site;

/// What knows one kind of mistake: what it may be that is wrong at a place, the likeliest first.
type Mistake = fn(&Site<'_>) -> Vec<Hint>;

/// All kinds, the most particular first.
const MISTAKES: &[Mistake] = &[
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

/// The diagnostics of a source with what is known of their causes, and the source with the mistakes mended that could be.
pub(crate) fn explain(
    source: &str,
    options: &ParseOptions<'_>,
    found: Vec<Diagnostic>,
    parse: &dyn Fn(&str) -> Vec<Diagnostic>,
) -> (Vec<Diagnostic>, Option<Draft>) {
    let budget = MAX_BYTES / source.len().max(1);
    if budget < 20 || !found.iter().any(Diagnostic::is_error) {
        return (found, None);
    }
    let mut search = Search { options, parse, draft: Draft::new(source), found, told: Vec::new(), budget };
    while search.tell_next() {}
    let is_mended = search.draft.text() != source;
    (search.told, Some(search.draft).filter(|_| is_mended))
}

struct Search<'a> {
    options: &'a ParseOptions<'a>,
    parse: &'a dyn Fn(&str) -> Vec<Diagnostic>,
    /// The source with the mistakes mended that were told.
    draft: Draft,
    /// The diagnostics of the draft.
    found: Vec<Diagnostic>,
    /// Those of the source, as they are told.
    told: Vec<Diagnostic>,
    /// How often the parser may be asked.
    budget: usize,
}

impl Search<'_> {
    /// Tells the first diagnostic that is not told yet, and mends it where that can be.
    fn tell_next(&mut self) -> bool {
        let is_full = self.told.len() >= self.options.max_diagnostics;
        let is_told =
            |d: &Diagnostic| self.told.iter().any(|t| t.code == d.code && t.range == self.draft.origin(&d.range));
        let Some(next) = self.found.iter().find(|d| !is_told(d)).filter(|_| !is_full).cloned() else { return false };
        let (best, rest) = if next.is_error() { self.best(&next) } else { (None, None) };
        let mut told = next;
        if let Some(hint) = &best {
            hint.change(&mut told);
        }
        self.told.push(self.draft.original(told));
        if let (Some(hint), Some(rest)) = (best, rest) {
            self.draft.edit(hint.edits());
            self.found = rest;
        }
        true
    }

    /// The best hint on a diagnostic, and what is left to say with it.
    fn best(&mut self, diagnostic: &Diagnostic) -> (Option<Hint>, Option<Vec<Diagnostic>>) {
        let tokens = site::tokens(self.draft.text(), self.options);
        let site = Site::new(self.draft.text(), &tokens, diagnostic, self.options);
        let mut hints: Vec<Hint> = MISTAKES.iter().flat_map(|mistake| mistake(&site)).collect();
        hints.extend(diagnostic.fix.clone().map(Hint::of_fix));
        let n_before = self.found.iter().filter(|d| d.is_error()).count();
        let (mut best, mut words): (Option<Tried>, Option<Hint>) = (None, None);
        for hint in hints {
            if self.budget == 0 || best.as_ref().is_some_and(|best| best.rank == (0, false)) {
                break;
            }
            self.budget -= 1;
            let Some(text) = self.draft.with(hint.edits()) else { continue };
            let rest = (self.parse)(&text);
            let n_left = rest.iter().filter(|d| d.is_error()).count();
            let is_better = n_left < n_before || is_farther(diagnostic, &hint, &rest, n_left <= n_before);
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
    /// What is left to say.
    rest: Vec<Diagnostic>,
}

/// Whether the first error with a hint stands behind what it changes, or shows that the tokens are right now.
fn is_farther(before: &Diagnostic, hint: &Hint, rest: &[Diagnostic], is_no_more: bool) -> bool {
    let Some(first) = rest.iter().find(|d| d.is_error()) else { return true };
    let is_of_tokens = |d: &Diagnostic| d.code <= codes::TRAILING_COMMA;
    let is_behind = first.range.start >= hint.end() && first.range.start > hint.moved(before.range.start);
    is_behind || is_no_more && is_of_tokens(before) && !is_of_tokens(first)
}
