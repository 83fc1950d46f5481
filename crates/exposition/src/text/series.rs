//! Parses a series: a name and labels in braces.

use promenade_go::strconv::unquote_go;
use promenade_model::Labels;
use promenade_model::number::normal_bound;

use super::Dialect;
use super::cursor::{Cursor, is_label_byte, is_name_byte};
use super::grammar::{Inside, not_utf8, quoted, unescape};
use super::labels::LabelRole;
use crate::Limits;
use crate::error::{Fault, Parsed};
use crate::limits::MAX_LABEL_BYTES;

/// The unescaped name and labels of the last series. Its memory is reused.
#[derive(Debug, Default)]
pub(super) struct SeriesText {
    bytes: Vec<u8>,
    pairs: Vec<Pair>,
}

/// A label: the offset of its name in the line, and the ranges of name and value in the bytes.
#[derive(Debug, Clone, Copy)]
struct Pair {
    at: usize,
    name: (usize, usize),
    value: (usize, usize),
}

const METRIC_NAME: &[u8] = promenade_model::labels::METRIC_NAME.as_bytes();

impl SeriesText {
    /// Reads a series. On success the cursor is directly after it.
    pub(super) fn read(&mut self, c: &mut Cursor<'_>, dialect: Dialect, limits: &Limits) -> Parsed<()> {
        self.bytes.clear();
        self.pairs.clear();
        let start = c.at;
        let mut has_name = false;
        if c.peek() != Some(b'{') {
            let name = c.take_while(is_name_byte);
            if name.is_empty() || name[0].is_ascii_digit() {
                return Err(no_series(start, dialect));
            }
            self.push(start, METRIC_NAME, name, dialect)?;
            has_name = true;
        }
        let mut ahead = *c;
        skip_blanks(&mut ahead, dialect);
        if ahead.eat(b'{') {
            *c = ahead;
            self.read_braces(c, dialect, limits, &mut has_name)?;
        }
        // A dump has the name among the labels, if there is one.
        if has_name || (dialect == Dialect::Dump && !self.pairs.is_empty()) {
            return Ok(());
        }
        Err(Fault::new(start, "a metric name").found("labels alone").help("write `name{…}` or `{\"name\", …}`"))
    }

    fn read_braces(
        &mut self,
        c: &mut Cursor<'_>,
        dialect: Dialect,
        limits: &Limits,
        has_name: &mut bool,
    ) -> Parsed<()> {
        let names = Inside { newline: true, nul: false };
        loop {
            skip_blanks(c, dialect);
            let at = c.at;
            let name = match c.peek() {
                Some(b'}') => {
                    c.at += 1;
                    return Ok(());
                }
                Some(b'"') => {
                    let (start, end) = quoted(c, names)?;
                    skip_blanks(c, dialect);
                    if matches!(c.peek(), Some(b',' | b'}')) {
                        self.set_name(at, &c.text[start..end], has_name, dialect)?;
                        c.eat(b',');
                        continue;
                    }
                    &c.text[start..end]
                }
                Some(b) if is_label_byte(b) && !b.is_ascii_digit() => c.take_while(is_label_byte),
                _ => return Err(Fault::new(at, "a label name or `}`")),
            };
            if name.is_empty() {
                return Err(Fault::new(at, "a label name that is not empty"));
            }
            if self.pairs.len() > limits.max_labels {
                return Err(Fault::new(at, format!("at most {} labels", limits.max_labels)).help("see `max_labels`"));
            }
            let value = value(c, dialect)?;
            self.push(at, name, value, dialect)?;
            separator(c, dialect)?;
        }
    }

    fn set_name(&mut self, at: usize, name: &[u8], has_name: &mut bool, dialect: Dialect) -> Parsed<()> {
        if *has_name {
            return Err(Fault::new(at, "one metric name").help("it was given already"));
        }
        if name.is_empty() {
            return Err(Fault::new(at, "a metric name that is not empty"));
        }
        *has_name = true;
        self.push(at, METRIC_NAME, name, dialect)
    }

    fn push(&mut self, at: usize, name: &[u8], value: &[u8], dialect: Dialect) -> Parsed<()> {
        let name = self.push_text(at, name, dialect)?;
        let value = self.push_text(at, value, dialect)?;
        for (start, end) in [name, value] {
            if end - start > MAX_LABEL_BYTES {
                return Err(Fault::new(at, "a label name and value of less than 16 MiB"));
            }
            std::str::from_utf8(&self.bytes[start..end]).map_err(|_| not_utf8(at))?;
        }
        self.pairs.push(Pair { at, name, value });
        Ok(())
    }

    fn push_text(&mut self, at: usize, raw: &[u8], dialect: Dialect) -> Parsed<(usize, usize)> {
        let start = self.bytes.len();
        if dialect != Dialect::Dump {
            unescape(raw, &mut self.bytes);
        } else if !unquote_go(raw, &mut self.bytes) {
            return Err(Fault::new(at, "a label with escapes as Go writes them"));
        }
        Ok((start, self.bytes.len()))
    }

    /// The labels, except those without a value. Bounds of classic buckets and quantiles are normalized to the
    /// OpenMetrics format, so that the same bound is always the same label.
    pub(super) fn labels(&mut self, role: LabelRole) -> Parsed<Labels> {
        if let Some(bound) = role.bound_label() {
            self.normalize(bound);
        }
        let Self { bytes, pairs } = self;
        let text = |(start, end): (usize, usize)| &bytes[start..end];
        // A label without a value is dropped, but a metric without a name is an error.
        pairs.retain(|p| p.value.0 != p.value.1 || text(p.name) == METRIC_NAME);
        pairs.sort_by(|a, b| text(a.name).cmp(text(b.name)));
        if let Some(i) = (1..pairs.len()).find(|&i| text(pairs[i - 1].name) == text(pairs[i].name)) {
            let name = String::from_utf8_lossy(text(pairs[i].name)).into_owned();
            return Err(Fault::new(pairs[i].at, "each label once").found(format!("`{name}` again")));
        }
        let text = |range| std::str::from_utf8(text(range)).expect("was checked when it was pushed");
        Ok(Labels::from_sorted_pairs(pairs.iter().map(|p| (text(p.name), text(p.value)))))
    }

    fn normalize(&mut self, bound: &[u8]) {
        for i in 0..self.pairs.len() {
            let Pair { name, value, .. } = self.pairs[i];
            if &self.bytes[name.0..name.1] != bound {
                continue;
            }
            let text = std::str::from_utf8(&self.bytes[value.0..value.1]);
            if let Some(text) = text.ok().and_then(normal_bound) {
                let start = self.bytes.len();
                self.bytes.extend_from_slice(text.as_bytes());
                self.pairs[i].value = (start, self.bytes.len());
            }
        }
    }
}

/// The end of a series that starts at the cursor, found only by braces and quotes; `None` if it has no end. For a valid
/// series it is exact.
pub(super) fn glance(c: Cursor<'_>, dialect: Dialect) -> Option<usize> {
    let mut c = c;
    c.take_while(is_name_byte);
    let name_end = c.at;
    skip_blanks(&mut c, dialect);
    if c.peek() != Some(b'{') {
        return Some(name_end);
    }
    let mut is_quoted = false;
    let mut at = c.at + 1;
    while let Some(&byte) = c.text.get(at) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\\' if is_quoted => at += 1,
            b'}' if !is_quoted => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn value<'a>(c: &mut Cursor<'a>, dialect: Dialect) -> Parsed<&'a [u8]> {
    skip_blanks(c, dialect);
    if !c.eat(b'=') {
        return Err(Fault::new(c.at, "`=` behind the label name"));
    }
    skip_blanks(c, dialect);
    if c.peek() != Some(b'"') {
        return Err(Fault::new(c.at, "a label value in double quotes"));
    }
    let (start, end) = quoted(c, Inside { newline: dialect == Dialect::Prometheus, nul: true })?;
    Ok(&c.text[start..end])
}

/// OpenMetrics requires a comma between labels; the Prometheus format does not.
fn separator(c: &mut Cursor<'_>, dialect: Dialect) -> Parsed<()> {
    skip_blanks(c, dialect);
    if c.eat(b',') || dialect != Dialect::OpenMetrics || c.peek() == Some(b'}') {
        return Ok(());
    }
    Err(Fault::new(c.at, "`,` or `}` behind the label value"))
}

fn skip_blanks(c: &mut Cursor<'_>, dialect: Dialect) {
    if dialect != Dialect::OpenMetrics {
        c.skip_blanks();
    }
}

fn no_series(at: usize, dialect: Dialect) -> Fault {
    match dialect {
        Dialect::Prometheus | Dialect::Dump => Fault::new(at, "a metric name, `{` or a comment"),
        Dialect::OpenMetrics => {
            let help = "OpenMetrics has no empty lines, no leading blanks and no comments but HELP, TYPE, UNIT and EOF";
            Fault::new(at, "a metric name or `{`").help(help)
        }
    }
}
