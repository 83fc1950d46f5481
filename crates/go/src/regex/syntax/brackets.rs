//! Bracketed character classes.

use regex_syntax::hir::ClassUnicode;

use super::{Parser, RegexError, error};
use crate::regex::class;

impl Parser<'_> {
    /// A class in brackets.
    pub(super) fn class(&mut self) -> Result<(), RegexError> {
        let start = self.pos;
        self.pos += 1;
        let is_negated = self.next_is('^');
        // All ranges are sorted at once; sorting after each one would be quadratic.
        let mut ranges = Vec::new();
        let mut is_first = true;
        while is_first || self.peek() != Some(']') {
            is_first = false;
            let item = self.class_item(start)?;
            self.count_ranges(item.ranges().len())?;
            ranges.extend_from_slice(item.ranges());
        }
        self.pos += 1;
        let mut class = ClassUnicode::new(ranges);
        if is_negated {
            class.negate();
        }
        self.push_class(class)
    }

    /// A named class, a character or a range in the brackets that open at `class_start`.
    fn class_item(&mut self, class_start: usize) -> Result<ClassUnicode, RegexError> {
        if let Some(part) = self.posix_class()? {
            return Ok(part);
        }
        if let Some(part) = self.escaped_class()? {
            return Ok(part);
        }
        let start = self.pos;
        let first = self.class_char(class_start)?;
        let mut last = first;
        let rest = self.rest().as_bytes();
        if rest.len() >= 2 && rest[0] == b'-' && rest[1] != b']' {
            self.pos += 1;
            last = self.class_char(class_start)?;
            if last < first {
                return Err(self.error_from("invalid character class range", start));
            }
        }
        let mut range = scalar_range(first, last);
        if self.flags.fold_case {
            class::fold(&mut range);
        }
        Ok(range)
    }

    fn class_char(&mut self, class_start: usize) -> Result<u32, RegexError> {
        match self.peek() {
            None => Err(error("missing closing ]", &self.pattern[class_start..])),
            Some('\\') => self.escape(),
            Some(c) => {
                self.pos += c.len_utf8();
                Ok(u32::from(c))
            }
        }
    }

    /// `[:alpha:]` within brackets.
    fn posix_class(&mut self) -> Result<Option<ClassUnicode>, RegexError> {
        let start = self.pos;
        let Some(inner) = self.rest().strip_prefix("[:") else { return Ok(None) };
        if start + "[:".len() > self.last_class_end {
            return Ok(None);
        }
        let Some(end) = inner.find(":]") else { return Ok(None) };
        self.pos += end + 4;
        let (class, is_negated) =
            class::posix(&inner[..end]).ok_or_else(|| self.error_from("invalid character class range", start))?;
        Ok(Some(self.folded(class, is_negated)))
    }

    /// The class, case-folded if requested, then negated.
    pub(super) fn folded(&self, mut class: ClassUnicode, is_negated: bool) -> ClassUnicode {
        if self.flags.fold_case {
            class::fold(&mut class);
        }
        if is_negated {
            class.negate();
        }
        class
    }
}

/// The characters of a range of code points, without surrogates.
fn scalar_range(first: u32, last: u32) -> ClassUnicode {
    let first = if (0xd800..0xe000).contains(&first) { 0xe000 } else { first };
    let last = if (0xd800..0xe000).contains(&last) { 0xd7ff } else { last };
    match (char::from_u32(first), char::from_u32(last)) {
        (Some(first), Some(last)) if first <= last => class::class(&[(first, last)]),
        _ => ClassUnicode::empty(),
    }
}
