//! Plain scalars, and how the lines of a scalar are joined.

use super::super::error::Scanned;
use super::super::mark::Mark;
use super::super::token::{ScalarStyle, Token, TokenKind};
use super::Scanner;

/// White space between two words of a scalar.
#[derive(Default)]
pub(super) struct Gap {
    /// Whether it contains a line break.
    pub(super) in_new_line: bool,
    blanks: Vec<u8>,
    leading_break: Vec<u8>,
    trailing_breaks: Vec<u8>,
}

impl Gap {
    /// Appends the meaning of the gap: its blanks; a space for one line break; all line breaks but the first for
    /// several.
    pub(super) fn join(&mut self, text: &mut Vec<u8>) {
        if !self.in_new_line {
            text.append(&mut self.blanks);
        } else if self.leading_break.first() != Some(&b'\n') {
            text.append(&mut self.leading_break);
            text.append(&mut self.trailing_breaks);
        } else if self.trailing_breaks.is_empty() {
            text.push(b' ');
        } else {
            text.append(&mut self.trailing_breaks);
        }
    }
}

impl Scanner<'_> {
    /// Reads white space. If a line of a plain scalar is indented further than `indent`, it must not contain a tab;
    /// such a scalar passes its start.
    pub(super) fn read_gap(&mut self, gap: &mut Gap, plain: Option<(usize, Mark)>) -> Scanned<()> {
        loop {
            if self.cursor.is_blank(0) {
                if let Some((indent, start)) = plain
                    && gap.in_new_line
                    && self.cursor.mark.column < indent
                    && self.cursor.is(b'\t')
                {
                    return Err(self.error(start, "found a tab character that violates indentation"));
                }
                if gap.in_new_line { self.cursor.skip() } else { self.cursor.read(&mut gap.blanks) }
            } else if !self.cursor.is_break(0) {
                return Ok(());
            } else if gap.in_new_line {
                self.cursor.read_line(&mut gap.trailing_breaks);
            } else {
                self.cursor.read_line(&mut gap.leading_break);
                gap.in_new_line = true;
            }
        }
    }

    pub(super) fn fetch_plain(&mut self) -> Scanned<()> {
        self.save_simple_key()?;
        self.simple_key_allowed = false;
        let indent = (self.indent + 1) as usize;
        let start = self.cursor.mark;
        let mut end = start;
        let mut text = Vec::new();
        let mut gap = Gap::default();
        while !self.ends_plain_line() {
            self.plain_word(&mut gap, &mut text, &mut end);
            if !self.cursor.is_blank(0) && !self.cursor.is_break(0) {
                break;
            }
            self.read_gap(&mut gap, Some((indent, start)))?;
            if self.flow_level == 0 && self.cursor.mark.column < indent {
                break;
            }
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        self.tokens.push_back(Token { kind: TokenKind::Scalar(text, ScalarStyle::Plain), start, end });
        if gap.in_new_line {
            self.simple_key_allowed = true;
        }
        Ok(())
    }

    /// Whether a comment or the end of the document follows.
    fn ends_plain_line(&self) -> bool {
        let ends_document = self.cursor.is_document_indicator(b'-') || self.cursor.is_document_indicator(b'.');
        ends_document || self.cursor.is(b'#')
    }

    fn plain_word(&mut self, gap: &mut Gap, text: &mut Vec<u8>, end: &mut Mark) {
        while !self.cursor.is_white(0) && !self.ends_plain_scalar() {
            gap.join(text);
            *gap = Gap::default();
            self.cursor.read(text);
            *end = self.cursor.mark;
        }
    }

    fn ends_plain_scalar(&self) -> bool {
        let byte = self.cursor.at(0);
        (byte == b':' && self.cursor.is_white(1)) || (self.flow_level > 0 && b",?[]{}".contains(&byte))
    }
}
