//! `%YAML` and `%TAG`.

use super::super::error::Scanned;
use super::super::mark::Mark;
use super::super::token::TokenKind;
use super::Scanner;

impl Scanner<'_> {
    pub(super) fn directive(&mut self) -> Scanned<()> {
        let start = self.cursor.mark;
        self.cursor.skip();
        let name = self.directive_name(start)?;
        let kind = match name.as_slice() {
            b"YAML" => self.version(start)?,
            b"TAG" => self.tag_directive(start)?,
            _ => return Err(self.error(start, "found unknown directive name")),
        };
        self.push(kind, start);
        self.cursor.skip_blanks();
        if self.cursor.is(b'#') {
            self.read_comment();
        }
        if !self.cursor.is_break_or_end(0) {
            return Err(self.error(start, "did not find expected comment or line break"));
        }
        self.cursor.skip_line();
        Ok(())
    }

    fn directive_name(&mut self, start: Mark) -> Scanned<Vec<u8>> {
        let mut name = Vec::new();
        while self.cursor.is_word() {
            self.cursor.read(&mut name);
        }
        if name.is_empty() {
            return Err(self.error(start, "could not find expected directive name"));
        }
        if !self.cursor.is_white(0) {
            return Err(self.error(start, "found unexpected non-alphabetical character"));
        }
        Ok(name)
    }

    fn version(&mut self, start: Mark) -> Scanned<TokenKind> {
        self.cursor.skip_blanks();
        let major = self.version_number(start)?;
        if !self.cursor.is(b'.') {
            return Err(self.error(start, "did not find expected digit or '.' character"));
        }
        self.cursor.skip();
        let minor = self.version_number(start)?;
        Ok(TokenKind::VersionDirective { major, minor })
    }

    fn version_number(&mut self, start: Mark) -> Scanned<u8> {
        let (mut value, mut n_digits) = (0, 0);
        while self.cursor.at(0).is_ascii_digit() {
            n_digits += 1;
            if n_digits > 2 {
                return Err(self.error(start, "found extremely long version number"));
            }
            value = value * 10 + (self.cursor.at(0) - b'0');
            self.cursor.skip();
        }
        if n_digits == 0 { Err(self.error(start, "did not find expected version number")) } else { Ok(value) }
    }

    fn tag_directive(&mut self, start: Mark) -> Scanned<TokenKind> {
        self.cursor.skip_blanks();
        let handle = self.tag_handle(true, start)?;
        if !self.cursor.is_blank(0) {
            return Err(self.error(start, "did not find expected whitespace"));
        }
        self.cursor.skip_blanks();
        let prefix = self.tag_uri(&[], start)?;
        if !self.cursor.is_white(0) {
            return Err(self.error(start, "did not find expected whitespace or line break"));
        }
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok(TokenKind::TagDirective { handle: text(handle), prefix: text(prefix) })
    }
}
