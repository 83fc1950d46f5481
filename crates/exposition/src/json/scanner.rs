//! A JSON scanner that reads directly into the expected types.

use std::borrow::Cow;

use promenade_go::math;
use promenade_go::strconv::parse_go_float;

use crate::error::{Fault, Parsed};

/// Scans a JSON text. Blanks before a value are skipped.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

/// The maximum nesting depth of skipped values.
const MAX_DEPTH: usize = 64;

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// The next nonblank byte.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    /// The offset of the next nonblank byte.
    pub(super) fn next_at(&mut self) -> usize {
        self.peek();
        self.at
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Parsed<()> {
        if self.eat(byte) { Ok(()) } else { Err(Fault::new(self.at, expected)) }
    }

    pub(super) fn end(&mut self) -> Parsed<()> {
        if self.peek().is_none() { Ok(()) } else { Err(Fault::new(self.at, "the end of the line behind the object")) }
    }

    /// Calls `field` with each key, to read its value.
    pub(super) fn object(&mut self, mut field: impl FnMut(&mut Self, &str) -> Parsed<()>) -> Parsed<()> {
        self.expect(b'{', "an object")?;
        if self.eat(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(Fault::new(self.at, "a field's name in double quotes"));
            }
            let key = self.string()?;
            self.expect(b':', "`:` behind the field's name")?;
            field(self, &key)?;
            if self.eat(b'}') {
                return Ok(());
            }
            self.expect(b',', "`,` or `}`")?;
        }
    }

    /// Calls `element` to read each element.
    pub(super) fn array(&mut self, mut element: impl FnMut(&mut Self) -> Parsed<()>) -> Parsed<()> {
        self.expect(b'[', "an array")?;
        if self.eat(b']') {
            return Ok(());
        }
        loop {
            element(self)?;
            if self.eat(b']') {
                return Ok(());
            }
            self.expect(b',', "`,` or `]`")?;
        }
    }

    pub(super) fn string(&mut self) -> Parsed<Cow<'a, str>> {
        self.expect(b'"', "a string in double quotes")?;
        let open = self.at - 1;
        let mut owned: Vec<u8> = Vec::new();
        loop {
            let run = self.at;
            while self.text.get(self.at).is_some_and(|&b| b != b'"' && b != b'\\' && b >= 0x20) {
                self.at += 1;
            }
            let plain = &self.text[run..self.at];
            match self.text.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    if owned.is_empty() {
                        return std::str::from_utf8(plain).map(Cow::Borrowed).map_err(|_| not_utf8(open));
                    }
                    owned.extend_from_slice(plain);
                    return String::from_utf8(owned).map(Cow::Owned).map_err(|_| not_utf8(open));
                }
                Some(b'\\') => {
                    owned.extend_from_slice(plain);
                    self.escape(&mut owned)?;
                }
                Some(_) => return Err(Fault::new(self.at, "control characters as escapes").help("write `\\u00…`")),
                None => return Err(Fault::new(open, "the double quote that ends the string that begins here")),
            }
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> Parsed<()> {
        let at = self.at;
        let byte = self.text.get(at + 1).copied();
        self.at += 2;
        let plain = match byte {
            Some(b @ (b'"' | b'\\' | b'/')) => b,
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(b'u') => {
                let c = self.unicode().ok_or_else(|| Fault::new(at, "four hexadecimal digits of a character"))?;
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => return Err(Fault::new(at, "one of the escapes that JSON has")),
        };
        out.push(plain);
        Ok(())
    }

    /// The character of the hexadecimal digits at this position, which may be a surrogate pair.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        let is_pair = self.text.get(self.at..)?.starts_with(b"\\u");
        self.at += 2;
        let second = if is_pair { self.hex()? } else { return None };
        let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low)
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |value, &b| Some(value << 4 | char::from(b).to_digit(16)?))
    }

    pub(super) fn null(&mut self) -> Parsed<()> {
        self.word(b"null").then_some(()).ok_or_else(|| Fault::new(self.at, "a number, a string or `null`"))
    }

    fn word(&mut self, word: &[u8]) -> bool {
        let at = self.next_at();
        let is_here = self.text[at..].starts_with(word);
        self.at += if is_here { word.len() } else { 0 };
        is_here
    }

    fn token(&mut self) -> &'a str {
        let start = self.next_at();
        let is_part = |b: &u8| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E');
        let n = self.text[start..].iter().position(|b| !is_part(b)).unwrap_or(self.text.len() - start);
        self.at += n;
        std::str::from_utf8(&self.text[start..start + n]).expect("its bytes are ASCII")
    }

    pub(super) fn number(&mut self) -> Parsed<f64> {
        let at = self.next_at();
        let token = self.token();
        let is_number = token.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let value = if is_number { token.parse::<f64>().ok().filter(|v| v.is_finite()) } else { None };
        value.ok_or_else(|| not_a_number(at))
    }

    pub(super) fn integer(&mut self, expected: &'static str) -> Parsed<i64> {
        let at = self.next_at();
        self.token().parse().map_err(|_| Fault::new(at, expected))
    }

    /// A number, or a string with a number.
    pub(super) fn number_or_text(&mut self) -> Parsed<f64> {
        if self.peek() != Some(b'"') {
            return self.number();
        }
        let at = self.at;
        float(&self.string()?, at)
    }

    /// Skips a value of any kind.
    pub(super) fn skip(&mut self) -> Parsed<()> {
        self.skip_at(0)
    }

    fn skip_at(&mut self, depth: usize) -> Parsed<()> {
        if depth > MAX_DEPTH {
            return Err(Fault::new(self.at, "fields that are not nested so deeply"));
        }
        match self.peek() {
            Some(b'{') => self.object(|s, _| s.skip_at(depth + 1)),
            Some(b'[') => self.array(|s| s.skip_at(depth + 1)),
            Some(b'"') => self.string().map(drop),
            _ if self.word(b"true") || self.word(b"false") || self.word(b"null") => Ok(()),
            _ => self.number().map(drop),
        }
    }
}

/// A float as Go parses it.
pub(super) fn float(text: &str, at: usize) -> Parsed<f64> {
    let value = parse_go_float(text).map_err(|_| not_a_number(at))?;
    Ok(if value.is_nan() { math::NAN } else { value })
}

fn not_a_number(at: usize) -> Fault {
    Fault::new(at, "a number, or one of the strings `NaN`, `Infinity` and `-Infinity`")
}

fn not_utf8(at: usize) -> Fault {
    Fault::new(at, "text in UTF-8").found("other bytes")
}
