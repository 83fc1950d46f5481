//! Tags, anchors and aliases.

use super::super::error::Scanned;
use super::super::mark::{Mark, width};
use super::super::token::TokenKind;
use super::Scanner;

impl Scanner<'_> {
    /// `*name` or `&name`.
    pub(super) fn fetch_anchor(&mut self, is_alias: bool) -> Scanned<()> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        self.cursor.skip();
        let mut name = Vec::new();
        while self.cursor.is_word() {
            self.cursor.read(&mut name);
        }
        if name.is_empty() || !(self.cursor.is_white(0) || b"?:,]}%@`".contains(&self.cursor.at(0))) {
            return Err(self.error(start, "did not find expected alphabetic or numeric character"));
        }
        let name = String::from_utf8_lossy(&name).into_owned();
        self.push(if is_alias { TokenKind::Alias(name) } else { TokenKind::Anchor(name) }, start);
        Ok(())
    }

    /// `!tag`, `!handle!tag` or `!<tag>`.
    pub(super) fn fetch_tag(&mut self) -> Scanned<()> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let (handle, suffix) =
            if self.cursor.at(1) == b'<' { self.verbatim_tag(start)? } else { self.short_tag(start)? };
        if !self.cursor.is_white(0) {
            return Err(self.error(start, "did not find expected whitespace or line break"));
        }
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        self.push(TokenKind::Tag { handle: text(handle), suffix: text(suffix) }, start);
        Ok(())
    }

    fn verbatim_tag(&mut self, start: Mark) -> Scanned<(Vec<u8>, Vec<u8>)> {
        self.cursor.skip();
        self.cursor.skip();
        let suffix = self.tag_uri(&[], start)?;
        if !self.cursor.is(b'>') {
            return Err(self.error(start, "did not find the expected '>'"));
        }
        self.cursor.skip();
        Ok((Vec::new(), suffix))
    }

    fn short_tag(&mut self, start: Mark) -> Scanned<(Vec<u8>, Vec<u8>)> {
        let handle = self.tag_handle(false, start)?;
        if handle.len() > 1 && handle.ends_with(b"!") {
            let suffix = self.tag_uri(&[], start)?;
            return Ok((handle, suffix));
        }
        let suffix = self.tag_uri(&handle, start)?;
        // The tag `!` alone has no handle.
        if suffix.is_empty() { Ok((Vec::new(), handle)) } else { Ok((b"!".to_vec(), suffix)) }
    }

    pub(super) fn tag_handle(&mut self, is_directive: bool, start: Mark) -> Scanned<Vec<u8>> {
        let mut handle = Vec::new();
        if !self.cursor.is(b'!') {
            return Err(self.error(start, "did not find expected '!'"));
        }
        self.cursor.read(&mut handle);
        while self.cursor.is_word() {
            self.cursor.read(&mut handle);
        }
        if self.cursor.is(b'!') {
            self.cursor.read(&mut handle);
        } else if is_directive && handle != b"!" {
            return Err(self.error(start, "did not find expected '!'"));
        }
        Ok(handle)
    }

    /// The rest of a tag that starts with `head`, without the `!` of `head`.
    pub(super) fn tag_uri(&mut self, head: &[u8], start: Mark) -> Scanned<Vec<u8>> {
        let mut uri = head.get(1..).unwrap_or_default().to_vec();
        let mut has_tag = !head.is_empty();
        while self.cursor.is_word() || b";/?:@&=+$,.!~*'()[]%".contains(&self.cursor.at(0)) {
            if self.cursor.is(b'%') {
                self.uri_escape(start, &mut uri)?;
            } else {
                self.cursor.read(&mut uri);
            }
            has_tag = true;
        }
        if has_tag { Ok(uri) } else { Err(self.error(start, "did not find expected tag URI")) }
    }

    /// A character as `%xx` for each of its bytes.
    fn uri_escape(&mut self, start: Mark, uri: &mut Vec<u8>) -> Scanned<()> {
        let mut n_left = None;
        loop {
            let digit = |ahead| char::from(self.cursor.at(ahead)).to_digit(16);
            let octet = digit(1).zip(digit(2)).filter(|_| self.cursor.is(b'%'));
            let octet = octet.map(|(high, low)| (high << 4 | low) as u8);
            let octet = octet.ok_or_else(|| self.error(start, "did not find URI escaped octet"))?;
            match n_left {
                None if (0x80..0xc0).contains(&octet) || octet >= 0xf8 => {
                    return Err(self.error(start, "found an incorrect leading UTF-8 octet"));
                }
                Some(_) if octet & 0xc0 != 0x80 => {
                    return Err(self.error(start, "found an incorrect trailing UTF-8 octet"));
                }
                _ => {}
            }
            let n = n_left.unwrap_or_else(|| width(octet)) - 1;
            uri.push(octet);
            for _ in 0..3 {
                self.cursor.skip();
            }
            if n == 0 {
                return Ok(());
            }
            n_left = Some(n);
        }
    }
}
