//! Fully anchored regular expressions, matched without a regex engine if possible.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use rustc_hash::FxHashSet;

use super::class::Names;
use super::compiled::{Compiled, with_stack};
use super::syntax::{RegexError, parse};

/// A fully anchored regular expression whose `.` matches newlines: `^(?s:pattern)$`.
#[derive(Debug)]
pub struct CompiledPattern {
    strategy: Strategy,
}

/// The matching strategy.
#[derive(Debug)]
enum Strategy {
    /// Equality with one of these values.
    Set(LiteralSet),
    /// Literals with gaps of any characters between them: `.*`, `foo.*`, `.*bar.+`.
    Wildcard(Wildcard),
    /// Case-insensitive equality.
    FoldedLiteral {
        /// ASCII, in lower case.
        lower: String,
        /// For non-ASCII values, as `k` and `s` have further case variants.
        regex: Compiled,
        cost: usize,
    },
    /// Any other expression.
    Regex {
        /// The common prefix of all matching values.
        prefix: String,
        /// The anchored expression.
        regex: Compiled,
        cost: usize,
    },
}

/// A finite set of values.
#[derive(Debug)]
pub(super) struct LiteralSet {
    sorted: Vec<String>,
    /// Used for many values.
    index: Option<FxHashSet<String>>,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Wildcard {
    prefix: String,
    segments: Vec<Segment>,
    /// The minimum number of characters in the gap at the end, if there is one.
    end_gap: Option<u32>,
}

#[derive(Debug, PartialEq)]
struct Segment {
    /// The minimum number of characters before the literal.
    min_gap: u32,
    literal: String,
}

/// The maximum size of a set that is not written as plain alternatives.
const MAX_SET: usize = 256;
/// The maximum total bytes of such a set.
const MAX_SET_BYTES: usize = 1 << 16;
/// Sets from this size on are hashed.
const MIN_HASHED: usize = 16;

impl CompiledPattern {
    /// Compiles an expression as Prometheus does for matchers.
    ///
    /// # Errors
    /// Returns an error in Go's words if the expression does not compile or is too large.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        Strategy::new(pattern).map(|strategy| Self { strategy })
    }

    /// Whether a text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.strategy.is_match(text)
    }

    /// All matching texts, sorted, if they are finite and few.
    pub fn values(&self) -> Option<&[String]> {
        self.strategy.values()
    }

    /// The known common prefix of all matching texts.
    pub fn prefix(&self) -> &str {
        self.strategy.prefix()
    }

    /// Whether matching needs a regex engine, which is slow to compile.
    pub fn is_slow_to_compile(&self) -> bool {
        self.strategy.is_slow_to_compile()
    }

    /// The approximate memory of the compiled form, in units of 50 bytes.
    pub fn cost(&self) -> usize {
        self.strategy.cost()
    }

    /// Whether every text matches.
    pub fn is_any(&self) -> bool {
        self.strategy.is_any()
    }
}

impl Strategy {
    fn new(pattern: &str) -> Result<Self, RegexError> {
        if let Some(literals) = plain_alternatives(pattern) {
            return Ok(Self::Set(LiteralSet::new(literals)));
        }
        with_stack(pattern, || Self::compile(pattern))
    }

    fn compile(pattern: &str) -> Result<Self, RegexError> {
        let parsed = parse(pattern, true, Names::Exact)?.hir;
        let bare = without_edge(without_edge(without_captures(&parsed), Look::Start), Look::End);
        if let Some(values) = Values::of(&bare) {
            return Ok(Self::Set(LiteralSet::new(values.0)));
        }
        if let Some(wildcard) = Wildcard::of(&bare) {
            return Ok(Self::Wildcard(wildcard));
        }
        let anchored = Hir::concat(vec![Hir::look(Look::Start), bare.clone(), Hir::look(Look::End)]);
        let regex = Compiled::new(&anchored, 0, pattern)?;
        let cost = regex.cost(&bare);
        if let Some(lower) = folded_literal(&bare) {
            return Ok(Self::FoldedLiteral { lower, regex, cost });
        }
        Ok(Self::Regex { prefix: prefix_of(&bare).0, regex, cost })
    }

    fn is_match(&self, value: &str) -> bool {
        match self {
            Self::Set(set) => set.contains(value),
            Self::Wildcard(wildcard) => wildcard.is_match(value),
            Self::FoldedLiteral { lower, regex, .. } => {
                if value.is_ascii() {
                    lower.eq_ignore_ascii_case(value)
                } else {
                    regex.is_match(value)
                }
            }
            Self::Regex { prefix, regex, .. } => value.starts_with(prefix.as_str()) && regex.is_match(value),
        }
    }

    fn values(&self) -> Option<&[String]> {
        match self {
            Self::Set(set) => Some(&set.sorted),
            _ => None,
        }
    }

    fn prefix(&self) -> &str {
        match self {
            Self::Wildcard(Wildcard { prefix, .. }) | Self::Regex { prefix, .. } => prefix,
            Self::Set(set) => set.common_prefix(),
            Self::FoldedLiteral { .. } => "",
        }
    }

    fn is_slow_to_compile(&self) -> bool {
        matches!(self, Self::FoldedLiteral { .. } | Self::Regex { .. })
    }

    fn cost(&self) -> usize {
        match self {
            Self::Set(set) => set.sorted.iter().map(|value| 2 + value.len() / 25).sum(),
            Self::Wildcard(_) => 0,
            Self::FoldedLiteral { cost, .. } | Self::Regex { cost, .. } => *cost,
        }
    }

    fn is_any(&self) -> bool {
        matches!(self, Self::Wildcard(w) if *w == Wildcard { end_gap: Some(0), ..Wildcard::default() })
    }
}

impl LiteralSet {
    fn new(mut values: Vec<String>) -> Self {
        values.sort_unstable();
        values.dedup();
        let index = (values.len() >= MIN_HASHED).then(|| values.iter().cloned().collect());
        Self { sorted: values, index }
    }

    fn contains(&self, value: &str) -> bool {
        match &self.index {
            Some(index) => index.contains(value),
            None => self.sorted.iter().any(|own| own == value),
        }
    }

    /// The common prefix of the first and the last value, and thus of all values.
    fn common_prefix(&self) -> &str {
        let (Some(first), Some(last)) = (self.sorted.first(), self.sorted.last()) else { return "" };
        common_prefix(first, last)
    }
}

impl Wildcard {
    fn of(hir: &Hir) -> Option<Self> {
        let parts = match hir.kind() {
            HirKind::Concat(parts) => parts.as_slice(),
            _ => std::slice::from_ref(hir),
        };
        let mut wildcard = Self::default();
        for part in parts {
            match part.kind() {
                HirKind::Literal(literal) => {
                    let literal = std::str::from_utf8(&literal.0).ok()?;
                    match wildcard.end_gap.take() {
                        Some(min_gap) => wildcard.segments.push(Segment { min_gap, literal: literal.to_owned() }),
                        None => wildcard.last_literal().push_str(literal),
                    }
                }
                HirKind::Repetition(repetition) if repetition.max.is_none() && is_any_char(&repetition.sub) => {
                    let gap = wildcard.end_gap.unwrap_or(0);
                    wildcard.end_gap = Some(gap.saturating_add(repetition.min));
                }
                HirKind::Class(_) if wildcard.end_gap.is_some() && is_any_char(part) => {
                    wildcard.end_gap = wildcard.end_gap.map(|gap| gap.saturating_add(1));
                }
                _ => return None,
            }
        }
        Some(wildcard)
    }

    fn last_literal(&mut self) -> &mut String {
        match self.segments.last_mut() {
            Some(segment) => &mut segment.literal,
            None => &mut self.prefix,
        }
    }

    /// Searches each literal at its first occurrence, the last one at the end if no gap follows.
    fn is_match(&self, value: &str) -> bool {
        let Some(mut rest) = value.strip_prefix(self.prefix.as_str()) else { return false };
        for (i, segment) in self.segments.iter().enumerate() {
            let Some(behind_gap) = skip_chars(rest, segment.min_gap) else { return false };
            if i + 1 == self.segments.len() && self.end_gap.is_none() {
                return behind_gap.ends_with(segment.literal.as_str());
            }
            let Some(found) = behind_gap.find(segment.literal.as_str()) else { return false };
            rest = &behind_gap[found + segment.literal.len()..];
        }
        match self.end_gap {
            Some(min_gap) => skip_chars(rest, min_gap).is_some(),
            None => rest.is_empty(),
        }
    }
}

fn skip_chars(text: &str, n: u32) -> Option<&str> {
    let mut chars = text.chars();
    (0..n).all(|_| chars.next().is_some()).then_some(chars.as_str())
}

/// The alternatives of an expression whose only metacharacter is `|`.
pub fn plain_alternatives(pattern: &str) -> Option<Vec<String>> {
    let is_special = |c: char| r"\.+*?()[]{}^$".contains(c);
    (!pattern.contains(is_special)).then(|| pattern.split('|').map(str::to_owned).collect())
}

fn is_any_char(hir: &Hir) -> bool {
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return false };
    matches!(class.ranges(), [range] if range.start() == '\0' && range.end() == char::MAX)
}

/// An expression without captures, with the assertion at one edge removed where it always holds. Modifies only the
/// parts at that edge, at any depth.
fn without_edge(hir: Hir, edge: Look) -> Hir {
    match hir.kind() {
        HirKind::Look(look) if *look == edge => Hir::empty(),
        HirKind::Alternation(_) => {
            Hir::alternation(parts_of(hir).into_iter().map(|branch| without_edge(branch, edge)).collect())
        }
        HirKind::Concat(_) => {
            let mut parts = parts_of(hir);
            if edge == Look::Start {
                strip_while_empty(parts.iter_mut(), edge);
            } else {
                strip_while_empty(parts.iter_mut().rev(), edge);
            }
            Hir::concat(parts)
        }
        _ => hir,
    }
}

/// The branches of an alternation or the parts of a concatenation.
fn parts_of(hir: Hir) -> Vec<Hir> {
    match hir.into_kind() {
        HirKind::Alternation(parts) | HirKind::Concat(parts) => parts,
        _ => Vec::new(),
    }
}

/// Strips the part at the edge, and the next one if nothing is left of it.
fn strip_while_empty<'a>(parts: impl Iterator<Item = &'a mut Hir>, edge: Look) {
    for part in parts {
        *part = without_edge(std::mem::replace(part, Hir::empty()), edge);
        if !matches!(part.kind(), HirKind::Empty) {
            break;
        }
    }
}

fn without_captures(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Capture(capture) => without_captures(&capture.sub),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(without_captures).collect()),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_captures).collect()),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(without_captures(&repetition.sub));
            Hir::repetition(regex_syntax::hir::Repetition { sub, ..repetition.clone() })
        }
        _ => hir.clone(),
    }
}

/// All values that an expression matches, if they are few.
struct Values(Vec<String>);

impl Values {
    fn of(hir: &Hir) -> Option<Self> {
        let values = match hir.kind() {
            HirKind::Empty => vec![String::new()],
            HirKind::Literal(literal) => vec![std::str::from_utf8(&literal.0).ok()?.to_owned()],
            HirKind::Class(Class::Unicode(class)) => {
                let n_chars: usize = class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
                if n_chars > MAX_SET {
                    return None;
                }
                class.ranges().iter().flat_map(|r| (r.start()..=r.end()).map(String::from)).collect()
            }
            // Any number is allowed: they are no more than what is written.
            HirKind::Alternation(branches) if branches.iter().all(is_literal) => {
                let text = |hir: &Hir| Some(Self::of(hir)?.0.swap_remove(0));
                return branches.iter().map(text).collect::<Option<_>>().map(Self);
            }
            HirKind::Alternation(branches) => {
                let mut values = Vec::new();
                for branch in branches {
                    values.extend(Self::of(branch)?.0);
                    is_small(&values)?;
                }
                values
            }
            HirKind::Concat(parts) => {
                let mut product = Self(vec![String::new()]);
                for part in parts {
                    product = product.times(&Self::of(part)?)?;
                }
                product.0
            }
            HirKind::Repetition(repetition) => {
                let (sub, max) = (Self::of(&repetition.sub)?, repetition.max?);
                let mut power = Self(vec![String::new()]);
                let mut values = Vec::new();
                for n in 0..=max {
                    if n >= repetition.min {
                        values.extend(power.0.iter().cloned());
                        is_small(&values)?;
                    }
                    if n < max {
                        power = power.times(&sub)?;
                    }
                }
                values
            }
            HirKind::Class(_) | HirKind::Look(_) | HirKind::Capture(_) => return None,
        };
        is_small(&values)?;
        Some(Self(values))
    }

    fn times(&self, other: &Self) -> Option<Self> {
        if self.0.len() * other.0.len() > MAX_SET {
            return None;
        }
        let product: Vec<_> = self.0.iter().flat_map(|a| other.0.iter().map(move |b| format!("{a}{b}"))).collect();
        is_small(&product)?;
        Some(Self(product))
    }
}

fn is_literal(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Literal(literal) if literal.0.len() <= MAX_SET_BYTES)
}

fn is_small(values: &[String]) -> Option<()> {
    (values.len() <= MAX_SET && values.iter().map(String::len).sum::<usize>() <= MAX_SET_BYTES).then_some(())
}

/// The letters, in lower case, of an expression of case-insensitive ASCII characters.
fn folded_literal(hir: &Hir) -> Option<String> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let mut lower = String::new();
    for part in parts {
        match part.kind() {
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                if !text.bytes().all(|b| b.is_ascii() && !b.is_ascii_alphabetic()) {
                    return None;
                }
                lower.push_str(text);
            }
            HirKind::Class(Class::Unicode(class)) => lower.push(folded_letter(class)?),
            _ => return None,
        }
    }
    Some(lower)
}

/// The letter if a class consists of exactly its case variants.
fn folded_letter(class: &regex_syntax::hir::ClassUnicode) -> Option<char> {
    let upper = class.ranges().first()?.start();
    let mut folded = super::class::class(&[(upper, upper)]);
    super::class::fold(&mut folded);
    (upper.is_ascii_uppercase() && folded == *class).then(|| upper.to_ascii_lowercase())
}

/// The common prefix of all matching texts, and whether it is the whole text.
fn prefix_of(hir: &Hir) -> (String, bool) {
    match hir.kind() {
        HirKind::Empty => (String::new(), true),
        HirKind::Literal(literal) => (String::from_utf8(literal.0.to_vec()).unwrap_or_default(), true),
        HirKind::Concat(parts) => {
            let mut whole = String::new();
            for part in parts {
                let (prefix, is_all) = prefix_of(part);
                whole.push_str(&prefix);
                if !is_all {
                    return (whole, false);
                }
            }
            (whole, true)
        }
        HirKind::Alternation(branches) => {
            let prefixes = branches.iter().map(|branch| prefix_of(branch).0);
            let shared = prefixes.reduce(|a, b| common_prefix(&a, &b).to_owned());
            (shared.unwrap_or_default(), false)
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => (prefix_of(&repetition.sub).0, false),
        _ => (String::new(), false),
    }
}

fn common_prefix<'a>(a: &'a str, b: &str) -> &'a str {
    let n_same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    &a[..a.floor_char_boundary(n_same)]
}
