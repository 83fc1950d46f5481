//! The notation of series in test scripts and rule tests: `metric{label="value"} 1+2x3 _ stale {{schema:0 sum:1}}x2`.
//!
//! Values stand behind a metric with spaces between them. `_` leaves one out, `stale` ends the series; `VxN` gives V and
//! N more of it, `V+SxN` and `V-SxN` add or take away S each time, `_xN` leaves out N. Native histograms stand in double
//! braces and repeat in the same ways. See Prometheus's documentation of unit tests for rules.

// A mistake ends the reading, so that its size does not matter.
#![allow(clippy::result_large_err)]

mod histogram;
mod scanner;

use std::fmt;
use std::sync::Arc;

use promenade_go::strconv::format_f;
use promenade_model::value::stale_nan;
use promenade_model::{Features, FloatHistogram, Labels};

use crate::diagnostic::{Diagnostic, codes};
use crate::parse::parse;
use crate::parser::parse_metric_prefix;
use crate::{ExprKind, ParseOptions};
use histogram::Described;
use scanner::{Scanner, error};

/// Reads a series and its values, with the names that these features allow without quotes.
///
/// # Errors
/// The first mistake, with its range in `line`.
pub fn parse_series_description(line: &str, features: Features) -> Result<(Labels, Vec<SequenceValue>), Diagnostic> {
    let (labels, start) = parse_metric_prefix(line, features)?;
    let mut scanner = Scanner::new(line, start, features.into());
    let mut sequence = Sequence::default();
    while !scanner.is_at_end() {
        if !scanner.spaces() {
            return Err(scanner.unexpected(&["a space"]));
        }
        if !scanner.is_at_end() {
            series_item(&mut scanner, &mut sequence)?;
        }
    }
    Ok((labels, sequence.values))
}

/// The most values that one series may have.
const MAX_VALUES: u64 = 1_000_000;

/// The most buckets that the histograms of one series may have together, of those that differ.
const MAX_BUCKETS: u64 = 32_000_000;
/// What a histogram counts for beside its buckets.
const HISTOGRAM_WEIGHT: u64 = 32;

/// One value of a sequence: a float, a histogram, or nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SequenceValue {
    /// The float; `None` if the value is left out or is a histogram.
    pub value: Option<f64>,
    /// The histogram.
    pub histogram: Option<Arc<FloatHistogram>>,
    /// Whether the histogram says what is known of counter resets.
    pub counter_reset_hint_set: bool,
}

impl SequenceValue {
    fn float(value: f64) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    fn histogram(histogram: Arc<FloatHistogram>, counter_reset_hint_set: bool) -> Self {
        Self { value: None, histogram: Some(histogram), counter_reset_hint_set }
    }

    /// Whether the value is left out.
    pub fn is_omitted(&self) -> bool {
        self.value.is_none() && self.histogram.is_none()
    }
}

impl fmt::Display for SequenceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.histogram, self.value) {
            (Some(histogram), _) => match histogram.test_expression() {
                Ok(text) => f.write_str(&text),
                Err(_) => write!(f, "{histogram}"),
            },
            (None, Some(value)) if value.to_bits() == stale_nan().to_bits() => f.write_str("stale"),
            (None, Some(value)) => f.write_str(&format_f(value)),
            (None, None) => f.write_str("_"),
        }
    }
}

/// The values so far.
#[derive(Default)]
struct Sequence {
    values: Vec<SequenceValue>,
    /// The buckets of histograms that differ, each with its weight.
    n_buckets: u64,
}

/// One item between spaces, which may stand for many values.
fn series_item(scanner: &mut Scanner<'_>, out: &mut Sequence) -> Result<(), Diagnostic> {
    let start = scanner.at();
    if scanner.eat("_") {
        let n = scanner.times()?.unwrap_or(1);
        check_total(scanner, start, out, n)?;
        out.values.extend((0..n).map(|_| SequenceValue::default()));
        return Ok(());
    }
    if scanner.eat("{{") {
        return histogram_item(scanner, start, out);
    }
    let mut value = series_value(scanner)?;
    let step = signed_number(scanner)?;
    let n = match step {
        Some(_) => {
            scanner.expect("x")?;
            scanner.count()?
        }
        None => scanner.times()?.unwrap_or(0),
    };
    check_total(scanner, start, out, n.saturating_add(1))?;
    out.values.push(SequenceValue::float(value));
    for _ in 0..n {
        // Added up rather than multiplied, as Prometheus does; the stale marker would not outlive an addition.
        value = step.map_or(value, |step| value + step);
        out.values.push(SequenceValue::float(value));
    }
    Ok(())
}

/// `stale`, or a number, perhaps with a sign.
fn series_value(scanner: &mut Scanner<'_>) -> Result<f64, Diagnostic> {
    if let Some(value) = signed_number(scanner)? {
        return Ok(value);
    }
    match scanner.peek() {
        Some(c) if c.is_ascii_alphabetic() && c != 'x' => {
            let start = scanner.at();
            let word = scanner.word();
            let message = format!("unexpected `{word}` in a series");
            let unexpected = || error(scanner.since(start), message).with_expected(["a number", "`stale`"]);
            if word == "stale" { Ok(stale_nan()) } else { special_number(word).ok_or_else(unexpected) }
        }
        _ => number(scanner),
    }
}

/// A sign and a number; `None` if no sign comes next.
fn signed_number(scanner: &mut Scanner<'_>) -> Result<Option<f64>, Diagnostic> {
    if scanner.eat("+") {
        number(scanner).map(Some)
    } else if scanner.eat("-") {
        number(scanner).map(|value| Some(-value))
    } else {
        Ok(None)
    }
}

fn number(scanner: &mut Scanner<'_>) -> Result<f64, Diagnostic> {
    if !scanner.peek().is_some_and(|c| c.is_ascii_alphabetic() && c != 'x') {
        return scanner.digits(true);
    }
    let unexpected = scanner.unexpected(&["a number"]);
    special_number(scanner.word()).ok_or(unexpected)
}

fn special_number(word: &str) -> Option<f64> {
    match word.to_ascii_lowercase().as_str() {
        "inf" => Some(f64::INFINITY),
        "nan" => Some(promenade_go::math::NAN),
        _ => None,
    }
}

/// A histogram whose opening braces are taken, repeated perhaps.
fn histogram_item(scanner: &mut Scanner<'_>, start: usize, out: &mut Sequence) -> Result<(), Diagnostic> {
    let base = histogram::read(scanner)?;
    let adds = scanner.peek() == Some('+');
    if adds || scanner.peek() == Some('-') {
        scanner.expect(if adds { "+{{" } else { "-{{" })?;
        let step = histogram::read(scanner)?;
        scanner.expect("x")?;
        let n = scanner.count()?;
        check_total(scanner, start, out, n.saturating_add(1))?;
        check_buckets(scanner, start, out, n.saturating_add(1), [&base, &step])?;
        return stepped(&base, &step, adds, n, out)
            .map_err(|message| Diagnostic::error(codes::SERIES_HISTOGRAM, scanner.since(start), message));
    }
    let n = scanner.times()?.unwrap_or(0).saturating_add(1);
    check_total(scanner, start, out, n)?;
    let shared = Arc::new(base.histogram);
    out.values.extend((0..n).map(|_| SequenceValue::histogram(shared.clone(), base.has_hint)));
    Ok(())
}

/// `base`, and `n` more of which each adds `step` to the one before, or takes it away.
fn stepped(base: &Described, step: &Described, adds: bool, n: u64, out: &mut Sequence) -> Result<(), String> {
    // Prometheus takes the word of the last histogram for the whole sequence.
    let has_hint = step.has_hint;
    let mut current = base.histogram.clone();
    out.values.push(SequenceValue::histogram(Arc::new(current.clone()), has_hint));
    for _ in 0..n {
        let (from, to) = (step.histogram.schema, current.schema);
        if to > from {
            return Err(format!("cannot combine a histogram of schema {to} with one of schema {from}"));
        }
        let combined = if adds { current.add(&step.histogram) } else { current.sub(&step.histogram) };
        combined.map_err(|e| e.to_string())?;
        out.values.push(SequenceValue::histogram(Arc::new(current.clone()), has_hint));
    }
    Ok(())
}

/// Refuses `n` more values where they would be too many.
fn check_total(scanner: &Scanner<'_>, start: usize, out: &Sequence, n: u64) -> Result<(), Diagnostic> {
    if n.saturating_add(out.values.len() as u64) <= MAX_VALUES {
        return Ok(());
    }
    let message = format!("a series may have {MAX_VALUES} values at most");
    Err(Diagnostic::error(codes::SERIES_TOO_LONG, scanner.since(start), message))
}

/// Refuses `n` more histograms like these two where all of the series would take too much memory.
fn check_buckets(
    scanner: &Scanner<'_>,
    start: usize,
    out: &mut Sequence,
    n: u64,
    like: [&Described; 2],
) -> Result<(), Diagnostic> {
    let n_each = like.iter().map(|d| d.histogram.positive.counts.len() + d.histogram.negative.counts.len());
    let n_each = HISTOGRAM_WEIGHT + n_each.sum::<usize>() as u64;
    out.n_buckets = out.n_buckets.saturating_add(n.saturating_mul(n_each));
    if out.n_buckets <= MAX_BUCKETS {
        return Ok(());
    }
    let message = format!("the histograms of a series may have {MAX_BUCKETS} buckets at most");
    Err(Diagnostic::error(codes::SERIES_TOO_LONG, scanner.since(start), message))
}

/// The value of a string literal with its quotes.
///
/// # Errors
/// Returns an error if the text is not a string literal.
pub fn unquote(literal: &str) -> Result<String, Diagnostic> {
    let options = ParseOptions::without_names();
    let parsed = parse(literal, &options);
    let diagnostics = parsed.suggestions(&options).diagnostics;
    match (parsed.expr.kind, diagnostics.into_iter().find(Diagnostic::is_error)) {
        (_, Some(diagnostic)) => Err(diagnostic),
        (ExprKind::String(text), None) => Ok(text.value),
        _ => Err(Diagnostic::error(codes::SERIES_DESCRIPTION, 0..literal.len(), "a string in quotes is expected")),
    }
}
