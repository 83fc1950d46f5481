//! Resolves type and value of scalars by the rules of Go's parser, in which `yes` is a string.

use promenade_go::strconv::{parse_go_float, parse_go_int, parse_go_uint};

use super::tag::Tag;

/// The value of a scalar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Resolved {
    /// Empty, `~` or `null`.
    Null,
    /// An integer.
    Int(i64),
    /// An integer beyond `i64`.
    Uint(u64),
    /// A float.
    Float(f64),
    /// Anything else; the text is the value.
    Other,
}

/// The value of a scalar with this tag, which is in short form or empty.
///
/// # Errors
/// Returns the actual type if it is not the one of the tag.
pub fn resolve(tag: &str, text: &str) -> Result<Resolved, Tag> {
    let checked = [Tag::Bool, Tag::Int, Tag::Float, Tag::Null, Tag::Timestamp];
    if !tag.is_empty() && !checked.iter().any(|known| known.name() == tag) {
        return Ok(Resolved::Other);
    }
    let (found, resolved) = resolve_hinted(text, tag.is_empty() || tag == Tag::Timestamp.name());
    match resolved {
        _ if tag.is_empty() || tag == found.name() => Ok(resolved),
        Resolved::Int(int) if tag == Tag::Float.name() => Ok(Resolved::Float(int as f64)),
        _ => Err(found),
    }
}

/// The type and the value of a plain scalar without a tag.
pub fn resolve_plain(text: &str) -> (Tag, Resolved) {
    resolve_hinted(text, true)
}

fn resolve_hinted(text: &str, may_be_time: bool) -> (Tag, Resolved) {
    match text {
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return (Tag::Bool, Resolved::Other),
        "" | "~" | "null" | "Null" | "NULL" => return (Tag::Null, Resolved::Null),
        ".nan" | ".NaN" | ".NAN" => return (Tag::Float, Resolved::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return (Tag::Float, Resolved::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return (Tag::Float, Resolved::Float(f64::NEG_INFINITY)),
        "<<" => return (Tag::Merge, Resolved::Other),
        _ => {}
    }
    match text.as_bytes()[0] {
        b'.' => parse_go_float(text).map_or((Tag::Str, Resolved::Other), |float| (Tag::Float, Resolved::Float(float))),
        b'+' | b'-' | b'0'..=b'9' if may_be_time && is_timestamp(text) => (Tag::Timestamp, Resolved::Other),
        b'+' | b'-' | b'0'..=b'9' => number(&text.replace('_', "")),
        _ => (Tag::Str, Resolved::Other),
    }
}

fn number(plain: &str) -> (Tag, Resolved) {
    if let Some(int) = parse_go_int(plain) {
        return (Tag::Int, Resolved::Int(int));
    }
    if let Some(uint) = parse_go_uint(plain) {
        return (Tag::Int, Resolved::Uint(uint));
    }
    if is_decimal_float(plain)
        && let Ok(float) = parse_go_float(plain)
    {
        return (Tag::Float, Resolved::Float(float));
    }
    (Tag::Str, Resolved::Other)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_decimal_float(text: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let n_whole = digits(unsigned);
    let mut rest = &unsigned[n_whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let n_fraction = digits(fraction);
        if n_whole + n_fraction == 0 {
            return false;
        }
        rest = &fraction[n_fraction..];
    } else if n_whole == 0 {
        return false;
    }
    match rest.strip_prefix(['e', 'E']) {
        Some(exponent) => {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        None => rest.is_empty(),
    }
}

/// `2001-2-3`, optionally with a time after a space or a `T`.
fn is_timestamp(text: &str) -> bool {
    let mut fields = Fields { rest: text };
    let Some(year) = fields.number(4, 4) else { return false };
    let date =
        fields.sign(b"-").and_then(|()| fields.number(1, 2)).zip(fields.sign(b"-").and_then(|()| fields.number(1, 2)));
    let Some((month, day)) = date else { return false };
    let is_date = (1..=12).contains(&month) && day >= 1 && day <= days_of_month(year, month);
    is_date && (fields.rest.is_empty() || fields.time().is_some())
}

fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The unparsed rest of a time.
struct Fields<'a> {
    rest: &'a str,
}

impl Fields<'_> {
    fn number(&mut self, min: usize, max: usize) -> Option<u32> {
        let n_digits = self.rest.bytes().take(max).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(n_digits);
        self.rest = rest;
        (n_digits >= min).then(|| digits.parse().ok()).flatten()
    }

    fn sign(&mut self, signs: &[u8]) -> Option<()> {
        let found = self.rest.bytes().next().is_some_and(|byte| signs.contains(&byte));
        if found {
            self.rest = &self.rest[1..];
        }
        found.then_some(())
    }

    fn time(&mut self) -> Option<()> {
        let has_zone = !self.rest.starts_with(' ');
        self.sign(b" Tt")?;
        let hour = self.number(1, 2)?;
        self.sign(b":")?;
        let minute = self.number(1, 2)?;
        self.sign(b":")?;
        let second = self.number(1, 2)?;
        if self.sign(b".,").is_some() {
            self.number(1, 9)?;
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        if has_zone {
            self.zone()?;
        }
        (hour < 24 && minute < 60 && second < 60 && self.rest.is_empty()).then_some(())
    }

    fn zone(&mut self) -> Option<()> {
        if self.sign(b"Z").is_some() {
            return Some(());
        }
        self.sign(b"+-")?;
        self.number(2, 2)?;
        self.sign(b":")?;
        self.number(2, 2).map(|_| ())
    }
}
