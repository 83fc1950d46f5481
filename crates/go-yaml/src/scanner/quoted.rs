//! Quoted scalars.

use super::super::error::Scanned;
use super::super::mark::Mark;
use super::super::token::{ScalarStyle, TokenKind};
use super::Scanner;
use super::plain::Gap;

impl Scanner<'_> {
    pub(super) fn fetch_quoted(&mut self, style: ScalarStyle) -> Scanned<()> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let quote = if style == ScalarStyle::SingleQuoted { b'\'' } else { b'"' };
        self.cursor.skip();
        let mut text = Vec::new();
        loop {
            self.check_quoted_goes_on(start)?;
            let mut gap = Gap::default();
            gap.in_new_line = self.quoted_word(quote, start, &mut text)?;
            if self.cursor.is(quote) {
                break;
            }
            self.read_gap(&mut gap, None)?;
            gap.join(&mut text);
        }
        self.cursor.skip();
        let text = String::from_utf8_lossy(&text).into_owned();
        self.push(TokenKind::Scalar(text, style), start);
        Ok(())
    }

    fn check_quoted_goes_on(&self, start: Mark) -> Scanned<()> {
        if self.cursor.is_document_indicator(b'-') || self.cursor.is_document_indicator(b'.') {
            return Err(self.error(start, "found unexpected document indicator"));
        }
        if self.cursor.is_end() {
            return Err(self.error(start, "found unexpected end of stream"));
        }
        Ok(())
    }

    /// Reads up to white space or the closing quote; returns `true` if it ends with an escaped line break.
    fn quoted_word(&mut self, quote: u8, start: Mark, text: &mut Vec<u8>) -> Scanned<bool> {
        while !self.cursor.is_white(0) {
            match self.cursor.at(0) {
                b'\'' if quote == b'\'' && self.cursor.at(1) == b'\'' => {
                    text.push(b'\'');
                    self.cursor.skip();
                    self.cursor.skip();
                }
                byte if byte == quote => return Ok(false),
                b'\\' if quote == b'"' && self.cursor.is_break(1) => {
                    self.cursor.skip();
                    self.cursor.skip_line();
                    return Ok(true);
                }
                b'\\' if quote == b'"' => self.escape(start, text)?,
                _ => self.cursor.read(text),
            }
        }
        Ok(false)
    }

    fn escape(&mut self, start: Mark, text: &mut Vec<u8>) -> Scanned<()> {
        let n_digits = match self.cursor.at(1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            letter => {
                let c = simple_escape(letter).ok_or_else(|| self.error(start, "found unknown escape character"))?;
                text.extend_from_slice(c.as_bytes());
                0
            }
        };
        self.cursor.skip();
        self.cursor.skip();
        if n_digits > 0 { self.escaped_code(n_digits, start, text) } else { Ok(()) }
    }

    fn escaped_code(&mut self, n_digits: usize, start: Mark, text: &mut Vec<u8>) -> Scanned<()> {
        let mut code: u32 = 0;
        for i in 0..n_digits {
            let digit = char::from(self.cursor.at(i)).to_digit(16);
            let digit = digit.ok_or_else(|| self.error(start, "did not find expected hexdecimal number"))?;
            code = code << 4 | digit;
        }
        let c = char::from_u32(code).ok_or_else(|| self.error(start, "found invalid Unicode character escape code"))?;
        text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        for _ in 0..n_digits {
            self.cursor.skip();
        }
        Ok(())
    }
}

fn simple_escape(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'0' => "\0",
        b'a' => "\x07",
        b'b' => "\x08",
        b't' | b'\t' => "\t",
        b'n' => "\n",
        b'v' => "\x0b",
        b'f' => "\x0c",
        b'r' => "\r",
        b'e' => "\x1b",
        b' ' => " ",
        b'"' => "\"",
        b'\'' => "'",
        b'\\' => "\\",
        b'N' => "\u{85}",
        b'_' => "\u{a0}",
        b'L' => "\u{2028}",
        b'P' => "\u{2029}",
        _ => return None,
    })
}
