//! Parses a line of the Prometheus text format.

use promenade_storage::MetricType;

use super::cursor::{Cursor, is_blank};
use super::grammar::{family, float, help_text, metric_type};
use super::{Dialect, Line, State};
use crate::Limits;
use crate::error::{Fault, Parsed};

const TYPES: &[(&str, MetricType)] = &[
    ("counter", MetricType::Counter),
    ("gauge", MetricType::Gauge),
    ("histogram", MetricType::Histogram),
    ("summary", MetricType::Summary),
    ("untyped", MetricType::Unknown),
];

pub(super) fn line(mut c: Cursor<'_>, state: &mut State, limits: &Limits) -> Parsed<Line> {
    c.skip_blanks();
    match c.peek() {
        None => Ok(Line::Nothing),
        Some(b'#') => comment(c, state),
        Some(_) => sample(c, state, limits),
    }
}

/// `#`, blanks, HELP or TYPE, and blanks start metadata; anything else is a comment.
fn comment(mut c: Cursor<'_>, state: &mut State) -> Parsed<Line> {
    c.at += 1;
    if !c.skip_blanks() {
        return Ok(Line::Nothing);
    }
    let is_help = c.eat_text(b"HELP");
    if !(is_help || c.eat_text(b"TYPE")) || !c.skip_blanks() {
        return Ok(Line::Nothing);
    }
    family(&mut c, &mut state.family)?;
    // The byte after the name is skipped, whatever it is; further blanks belong to the text.
    let is_empty = c.rest().iter().all(|&b| is_blank(b));
    let words = if is_empty { &[] } else { &c.rest()[1..] };
    let at = c.at + 1;
    if is_help {
        help_text(words, at, false, &mut state.words)?;
        return Ok(Line::Help);
    }
    state.metric_type = metric_type(words, at, TYPES)?;
    Ok(Line::Type)
}

fn sample(mut c: Cursor<'_>, state: &mut State, limits: &Limits) -> Parsed<Line> {
    let row = state.series(&mut c, Dialect::Prometheus, limits)?;
    let value = value(&mut c)?;
    let t_ms = timestamp(&mut c)?;
    Ok(Line::Sample { row, t_ms, value })
}

fn value(c: &mut Cursor<'_>) -> Parsed<f64> {
    c.skip_blanks();
    let at = c.at;
    let token = c.take_while(|b| !matches!(b, b'{' | b' ' | b'\t' | b'\n'));
    if token.is_empty() {
        return Err(Fault::new(at, "the sample's value"));
    }
    float(token, at, "a number, `NaN`, `+Inf` or `-Inf`")
}

fn timestamp(c: &mut Cursor<'_>) -> Parsed<Option<i64>> {
    c.skip_blanks();
    let at = c.at;
    let digits = c.take_while(|b| b.is_ascii_digit());
    if digits.is_empty() {
        return if c.is_at_end() { Ok(None) } else { Err(not_a_timestamp(c)) };
    }
    let is_end_of_word = c.skip_blanks() || c.is_at_end();
    if !c.is_at_end() {
        return Err(if is_end_of_word { Fault::new(c.at, "the end of the line") } else { not_a_timestamp(c) });
    }
    let mut t_ms = 0_i64;
    for digit in digits {
        let next = t_ms.checked_mul(10).and_then(|t| t.checked_add(i64::from(digit - b'0')));
        t_ms = next.ok_or_else(|| Fault::new(at, "a timestamp in milliseconds that fits into 64 bits"))?;
    }
    Ok(Some(t_ms))
}

fn not_a_timestamp(c: &Cursor<'_>) -> Fault {
    let fault = Fault::new(c.at, "a timestamp in milliseconds or the end of the line");
    match c.peek() {
        Some(b'.') => fault.help("timestamps in seconds are OpenMetrics"),
        Some(b'-') => fault.help("the Prometheus format has no negative timestamps"),
        Some(b'#') => fault.help("exemplars are OpenMetrics"),
        Some(b'\r') => fault.help("lines end with a newline alone, without a carriage return"),
        _ => fault,
    }
}
