//! Block scalars: `|` and `>`.

use super::super::error::Scanned;
use super::super::mark::Mark;
use super::super::token::{ScalarStyle, Token, TokenKind};
use super::Scanner;

/// The header after `|` or `>`.
#[derive(Default)]
struct Header {
    /// Whether trailing line breaks are kept: all, none, or the first.
    chomping: Chomping,
    indent: usize,
}

#[derive(Default, PartialEq, Eq)]
enum Chomping {
    #[default]
    Clip,
    Keep,
    Strip,
}

impl Scanner<'_> {
    pub(super) fn fetch_block_scalar(&mut self, style: ScalarStyle) -> Scanned<()> {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        let start = self.cursor.mark;
        self.cursor.skip();
        let header = self.block_header(start)?;
        let (text, end) = self.block_content(&header, style, start)?;
        let text = String::from_utf8_lossy(&text).into_owned();
        self.tokens.push_back(Token { kind: TokenKind::Scalar(text, style), start, end });
        Ok(())
    }

    fn block_header(&mut self, start: Mark) -> Scanned<Header> {
        let mut header = Header::default();
        let mut increment = 0;
        if self.chomping(&mut header) {
            increment = self.indentation_indicator(start)?;
        } else if self.cursor.at(0).is_ascii_digit() {
            increment = self.indentation_indicator(start)?;
            self.chomping(&mut header);
        }
        self.cursor.skip_blanks();
        if self.cursor.is(b'#') {
            self.read_comment();
        }
        if !self.cursor.is_break_or_end(0) {
            return Err(self.error(start, "did not find expected comment or line break"));
        }
        self.cursor.skip_line();
        if increment > 0 {
            header.indent = usize::try_from(self.indent).unwrap_or(0) + increment;
        }
        Ok(header)
    }

    fn chomping(&mut self, header: &mut Header) -> bool {
        header.chomping = match self.cursor.at(0) {
            b'+' => Chomping::Keep,
            b'-' => Chomping::Strip,
            _ => return false,
        };
        self.cursor.skip();
        true
    }

    fn indentation_indicator(&mut self, start: Mark) -> Scanned<usize> {
        match self.cursor.at(0) {
            b'0' => Err(self.error(start, "found an indentation indicator equal to 0")),
            digit @ b'1'..=b'9' => {
                self.cursor.skip();
                Ok(usize::from(digit - b'0'))
            }
            _ => Ok(0),
        }
    }

    /// The text, and its end.
    fn block_content(&mut self, header: &Header, style: ScalarStyle, start: Mark) -> Scanned<(Vec<u8>, Mark)> {
        let (mut text, mut leading_break, mut trailing_breaks) = (Vec::new(), Vec::new(), Vec::new());
        let mut indent = header.indent;
        let mut end = self.block_breaks(&mut indent, &mut trailing_breaks, start)?;
        let mut leading_blank = false;
        while self.cursor.mark.column == indent && !self.cursor.is_end() {
            let trailing_blank = self.cursor.is_blank(0);
            let folds = style == ScalarStyle::Folded && !leading_blank && !trailing_blank;
            if folds && leading_break.first() == Some(&b'\n') {
                if trailing_breaks.is_empty() {
                    text.push(b' ');
                }
                leading_break.clear();
            }
            text.append(&mut leading_break);
            text.append(&mut trailing_breaks);
            leading_blank = trailing_blank;
            while !self.cursor.is_break_or_end(0) {
                self.cursor.read(&mut text);
            }
            self.cursor.read_line(&mut leading_break);
            end = self.block_breaks(&mut indent, &mut trailing_breaks, start)?;
        }
        if header.chomping != Chomping::Strip {
            text.append(&mut leading_break);
        }
        if header.chomping == Chomping::Keep {
            text.append(&mut trailing_breaks);
        }
        Ok((text, end))
    }

    /// Reads indentation and empty lines; determines the indentation if it is not known yet.
    fn block_breaks(&mut self, indent: &mut usize, breaks: &mut Vec<u8>, start: Mark) -> Scanned<Mark> {
        let mut end = self.cursor.mark;
        let mut deepest = 0;
        loop {
            while (*indent == 0 || self.cursor.mark.column < *indent) && self.cursor.is(b' ') {
                self.cursor.skip();
            }
            deepest = deepest.max(self.cursor.mark.column);
            if (*indent == 0 || self.cursor.mark.column < *indent) && self.cursor.is(b'\t') {
                return Err(self.error(start, "found a tab character where an indentation space is expected"));
            }
            if !self.cursor.is_break(0) {
                break;
            }
            self.cursor.read_line(breaks);
            end = self.cursor.mark;
        }
        if *indent == 0 {
            *indent = deepest.max(usize::try_from(self.indent + 1).unwrap_or(0)).max(1);
        }
        Ok(end)
    }
}
