//! Escape sequences.

use regex_syntax::hir::{ClassUnicode, Look};

use super::{Parser, RegexError, error};
use crate::regex::class;

impl Parser<'_> {
    /// A backslash outside of brackets.
    pub(super) fn backslash(&mut self) -> Result<(), RegexError> {
        match self.rest().as_bytes().get(1) {
            Some(b'A') => return self.look(2, Look::Start),
            Some(b'b') => return self.look(2, Look::WordAscii),
            Some(b'B') => return self.look(2, Look::WordAsciiNegate),
            Some(b'z') => return self.look(2, Look::End),
            // Any byte, unsupported in Go too.
            Some(b'C') => return Err(error("invalid escape sequence", r"\C")),
            Some(b'Q') => return self.quoted(),
            _ => {}
        }
        if let Some(class) = self.escaped_class()? {
            return self.push_class(class);
        }
        let code = self.escape()?;
        self.literal(code)
    }

    /// `\Q...\E`: literal text; `\E` is optional at the end.
    fn quoted(&mut self) -> Result<(), RegexError> {
        let text = &self.rest()[2..];
        let (literal, n_end) = text.find(r"\E").map_or((text, 0), |end| (&text[..end], 2));
        self.pos += 2 + literal.len() + n_end;
        literal.chars().try_for_each(|c| self.literal(u32::from(c)))
    }

    /// `\d`, `\pL`, `\p{Greek}` and the like.
    pub(super) fn escaped_class(&mut self) -> Result<Option<ClassUnicode>, RegexError> {
        let [b'\\', letter, ..] = *self.rest().as_bytes() else { return Ok(None) };
        if matches!(letter, b'p' | b'P') {
            return self.unicode_class(letter == b'P').map(Some);
        }
        let Some((class, is_negated)) = class::perl(letter) else { return Ok(None) };
        self.pos += 2;
        Ok(Some(self.folded(class, is_negated)))
    }

    fn unicode_class(&mut self, is_negated: bool) -> Result<ClassUnicode, RegexError> {
        const INVALID: &str = "invalid character class range";
        let start = self.pos;
        self.pos += 2;
        let mut name_range = self.pos..self.pos;
        if self.peek() == Some('{') {
            let Some(end) = self.rest().find('}') else {
                return Err(error(INVALID, &self.pattern[start..]));
            };
            name_range = self.pos + 1..self.pos + end;
            self.pos += end + 1;
        } else {
            self.next();
            name_range.end = self.pos;
        }
        let name = &self.pattern[name_range];
        let (name, is_inverse) = name.strip_prefix('^').map_or((name, false), |rest| (rest, true));
        let class = class::unicode(name, self.names_of_classes).ok_or_else(|| self.error_from(INVALID, start))?;
        Ok(self.folded(class, is_negated != is_inverse))
    }

    /// An escape of a single code point, which may be a surrogate.
    pub(super) fn escape(&mut self) -> Result<u32, RegexError> {
        let start = self.pos;
        self.pos += 1;
        let Some(c) = self.next() else { return Err(error("trailing backslash at end of expression", "")) };
        let code = match c {
            // A single nonzero digit would be a backreference.
            '1'..='7' if !self.peek().is_some_and(is_octal) => None,
            '0'..='7' => Some(self.octal(c)),
            'x' => self.hexadecimal(),
            'a' => Some(0x07),
            'f' => Some(0x0c),
            'n' => Some(0x0a),
            'r' => Some(0x0d),
            't' => Some(0x09),
            'v' => Some(0x0b),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Some(u32::from(c)),
            _ => None,
        };
        code.ok_or_else(|| self.error_from("invalid escape sequence", start))
    }

    /// Up to three octal digits; the first is already consumed.
    fn octal(&mut self, first: char) -> u32 {
        let mut code = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
            code = code * 8 + digit;
            self.pos += 1;
        }
        code
    }

    /// `41` or `{1F600}` after `\x`.
    fn hexadecimal(&mut self) -> Option<u32> {
        let first = self.next()?;
        if first != '{' {
            let second = self.next();
            return Some(first.to_digit(16)? * 16 + second?.to_digit(16)?);
        }
        let mut code = None;
        loop {
            let c = self.next()?;
            if c == '}' {
                return code;
            }
            let value = code.unwrap_or(0) * 16 + c.to_digit(16)?;
            code = Some(value).filter(|value| *value <= u32::from(char::MAX));
            code?;
        }
    }
}

fn is_octal(c: char) -> bool {
    c.is_digit(8)
}
