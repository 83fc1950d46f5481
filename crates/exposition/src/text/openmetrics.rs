//! Parses a line of OpenMetrics text, in which every blank is significant.

use promenade_model::TimestampMs;
use promenade_storage::MetricType;

use super::cursor::{Cursor, is_label_byte};
use super::grammar::{Inside, family, float, help_text, metric_type, not_utf8, quoted};
use super::{Dialect, Line, State};
use crate::Limits;
use crate::error::{Fault, Parsed};

const TYPES: &[(&str, MetricType)] = &[
    ("counter", MetricType::Counter),
    ("gauge", MetricType::Gauge),
    ("histogram", MetricType::Histogram),
    ("gaugehistogram", MetricType::GaugeHistogram),
    ("summary", MetricType::Summary),
    ("info", MetricType::Info),
    ("stateset", MetricType::StateSet),
    ("unknown", MetricType::Unknown),
];

const EXEMPLAR: &[u8] = b" # {";

pub(super) fn line(c: Cursor<'_>, is_terminated: bool, state: &mut State, limits: &Limits) -> Parsed<Line> {
    let line = if c.peek() == Some(b'#') { metadata(c, state)? } else { sample(c, state, limits)? };
    // A line without a newline is the end of the text, possibly truncated; only the end mark may be there.
    if is_terminated || matches!(line, Line::EndMark) { Ok(line) } else { Err(no_end_mark(c.text.len())) }
}

pub(super) fn no_end_mark(at: usize) -> Fault {
    let help = "the text may have been cut off; append the line where it is complete";
    Fault::new(at, "`# EOF` as the last line").found("the end of the text").help(help)
}

fn metadata(mut c: Cursor<'_>, state: &mut State) -> Parsed<Line> {
    const HELP: &str = "OpenMetrics has no other comments, and one space between words";
    let text = c.text;
    if text == b"# EOF" {
        return Ok(Line::EndMark);
    }
    let kinds: [(&[u8], Line); 3] = [(b"# HELP ", Line::Help), (b"# TYPE ", Line::Type), (b"# UNIT ", Line::Unit)];
    let Some((_, kind)) = kinds.iter().find(|(keyword, _)| c.eat_text(keyword)) else {
        return Err(Fault::new(0, "`# HELP`, `# TYPE`, `# UNIT` or `# EOF`").help(HELP));
    };
    family(&mut c, &mut state.family)?;
    if !c.eat(b' ') {
        return Err(Fault::new(c.at, "one space and the text"));
    }
    match kind {
        Line::Type => state.metric_type = metric_type(c.rest(), c.at, TYPES)?,
        Line::Help => help_text(c.rest(), c.at, true, &mut state.words)?,
        _ => unit(&c, state)?,
    }
    Ok(*kind)
}

fn unit(c: &Cursor<'_>, state: &mut State) -> Parsed<()> {
    let unit = std::str::from_utf8(c.rest()).map_err(|_| not_utf8(c.at))?;
    let is_suffix = state.family.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_'));
    if !unit.is_empty() && !is_suffix {
        return Err(Fault::new(c.at, "a unit with which the metric's name ends, behind `_`"));
    }
    unit.clone_into(&mut state.words);
    Ok(())
}

fn sample(mut c: Cursor<'_>, state: &mut State, limits: &Limits) -> Parsed<Line> {
    let row = state.series(&mut c, Dialect::OpenMetrics, limits)?;
    let value = number(&mut c, "one space and the sample's value", "a number, `NaN`, `+Inf` or `-Inf`")?;
    bare_exemplar(&c)?;
    let has_timestamp = !c.is_at_end() && !c.rest().starts_with(EXEMPLAR);
    let t_ms = if has_timestamp { Some(timestamp(&mut c)?) } else { None };
    bare_exemplar(&c)?;
    if c.eat_text(EXEMPLAR) {
        exemplar(&mut c)?;
    }
    if c.is_at_end() {
        return Ok(Line::Sample { row, t_ms, value });
    }
    Err(Fault::new(c.at, if has_timestamp { "an exemplar or the end of the line" } else { "the end of the line" }))
}

/// An exemplar needs its labels, if only empty ones.
fn bare_exemplar(c: &Cursor<'_>) -> Parsed<()> {
    if c.rest().starts_with(b" #") && !c.rest().starts_with(EXEMPLAR) {
        let fault = Fault::new(c.at + 2, "one space and the labels of the exemplar in braces");
        return Err(fault.help("an exemplar without labels is `# {} 1.5`"));
    }
    Ok(())
}

/// A space and a number.
fn number(c: &mut Cursor<'_>, word: &'static str, expected: &'static str) -> Parsed<f64> {
    let at = c.at;
    if !c.eat(b' ') {
        return Err(Fault::new(at, word));
    }
    let token = c.take_while(|b| !matches!(b, b' ' | b'\n'));
    if token.is_empty() {
        return Err(Fault::new(at, word));
    }
    float(token, at + 1, expected)
}

fn timestamp(c: &mut Cursor<'_>) -> Parsed<TimestampMs> {
    let at = c.at + 1;
    let seconds = number(c, "one space and a timestamp, or the end of the line", "a timestamp in seconds")?;
    let t_ms = seconds * 1000.0;
    // Both bounds are exact as floats.
    if (i64::MIN as f64..i64::MAX as f64).contains(&t_ms) {
        return Ok(t_ms as i64);
    }
    Err(Fault::new(at, "a timestamp in seconds whose milliseconds fit into 64 bits"))
}

/// The rest of an exemplar after its opening brace. It is validated and dropped.
fn exemplar(c: &mut Cursor<'_>) -> Parsed<()> {
    let inside = Inside { newline: false, nul: false };
    loop {
        match c.peek() {
            Some(b'}') => break,
            Some(b'"') => {
                quoted(c, inside)?;
            }
            Some(b) if is_label_byte(b) && !b.is_ascii_digit() => {
                c.take_while(is_label_byte);
            }
            _ => return Err(Fault::new(c.at, "a label name or `}` of the exemplar")),
        }
        if !c.eat(b'=') {
            return Err(Fault::new(c.at, "`=` behind the label name"));
        }
        if c.peek() != Some(b'"') {
            return Err(Fault::new(c.at, "a label value in double quotes"));
        }
        let at = c.at;
        let (start, end) = quoted(c, inside)?;
        std::str::from_utf8(&c.text[start..end]).map_err(|_| not_utf8(at))?;
        if !c.eat(b',') && c.peek() != Some(b'}') {
            return Err(Fault::new(c.at, "`,` or `}` behind the label value"));
        }
    }
    c.at += 1;
    number(c, "one space and the exemplar's value", "a number")?;
    if !c.is_at_end() {
        let at = c.at + 1;
        let seconds = number(c, "one space and the exemplar's timestamp", "a timestamp in seconds")?;
        if !seconds.is_finite() {
            return Err(Fault::new(at, "a finite timestamp"));
        }
    }
    Ok(())
}
