//! Dispatches on the start of a token.

use super::super::error::Scanned;
use super::super::token::{ScalarStyle, TokenKind};
use super::Scanner;

impl Scanner<'_> {
    /// Reads the next token. A forbidden character is reported before other errors of the token.
    pub(super) fn fetch_next(&mut self) -> Scanned<()> {
        self.check_characters()?;
        let fetched = self.fetch_token();
        if fetched.is_err() {
            self.check_characters()?;
        }
        fetched
    }

    fn fetch_token(&mut self) -> Scanned<()> {
        if !self.started {
            self.started = true;
            self.push(TokenKind::StreamStart, self.cursor.mark);
            return Ok(());
        }
        let before = self.cursor.mark;
        self.skip_to_next_token();
        self.unroll_indent(self.cursor.mark.column as isize, before);
        if self.cursor.is_end() {
            return self.fetch_stream_end();
        }
        if self.cursor.mark.column == 0 && self.cursor.is(b'%') {
            self.end_blocks()?;
            return self.directive();
        }
        for (sign, kind) in [(b'-', TokenKind::DocumentStart), (b'.', TokenKind::DocumentEnd)] {
            if self.cursor.is_document_indicator(sign) {
                return self.fetch_document_indicator(kind);
            }
        }
        self.fetch_content()?;
        self.skip_line_comment();
        Ok(())
    }

    fn fetch_content(&mut self) -> Scanned<()> {
        let in_flow = self.flow_level > 0;
        let white_follows = self.cursor.is_white(1);
        match self.cursor.at(0) {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if white_follows => self.fetch_block_entry(),
            b'?' if in_flow || white_follows => self.fetch_key(),
            b':' if in_flow || white_follows => self.fetch_value(),
            b'*' => self.fetch_anchor(true),
            b'&' => self.fetch_anchor(false),
            b'!' => self.fetch_tag(),
            b'|' if !in_flow => self.fetch_block_scalar(ScalarStyle::Literal),
            b'>' if !in_flow => self.fetch_block_scalar(ScalarStyle::Folded),
            b'\'' => self.fetch_quoted(ScalarStyle::SingleQuoted),
            b'"' => self.fetch_quoted(ScalarStyle::DoubleQuoted),
            _ if self.begins_plain_scalar() => self.fetch_plain(),
            _ => Err(self.error(self.cursor.mark, "found character that cannot start any token")),
        }
    }

    fn begins_plain_scalar(&self) -> bool {
        match self.cursor.at(0) {
            b'-' => !self.cursor.is_blank(1),
            b'?' | b':' => self.flow_level == 0 && !self.cursor.is_white(1),
            byte => !(self.cursor.is_white(0) || b",[]{}#&*!|>'\"%@`".contains(&byte)),
        }
    }

    /// Skips spaces, comments and line breaks. A tab is allowed where no key can start.
    fn skip_to_next_token(&mut self) {
        if self.cursor.mark.index == 0 && self.cursor.is_byte_order_mark() {
            self.cursor.skip();
        }
        loop {
            let tabs = self.flow_level > 0 || !self.simple_key_allowed;
            while self.cursor.is(b' ') || (tabs && self.cursor.is(b'\t')) {
                self.cursor.skip();
            }
            if self.cursor.is(b'#') {
                self.skip_comments();
            }
            if !self.cursor.is_break(0) {
                return;
            }
            self.cursor.skip_line();
            if self.flow_level == 0 {
                self.simple_key_allowed = true;
            }
        }
    }

    /// Skips a comment and those on the lines after it. Tabs are allowed between them.
    fn skip_comments(&mut self) {
        self.read_comment();
        while let Some(next) = self.next_comment() {
            while self.cursor.mark.offset < next {
                if self.cursor.is_break(0) { self.cursor.skip_line() } else { self.cursor.skip() }
            }
            self.read_comment();
        }
    }

    /// The start of the next comment, if only a little white space is before it.
    fn next_comment(&self) -> Option<usize> {
        let is_space = |ahead: &usize| {
            let continues_break = matches!(self.cursor.at(*ahead), 0x80 | 0x85 | 0xa8 | 0xa9);
            self.cursor.is_blank(*ahead) || self.cursor.is_break(*ahead) || continues_break
        };
        let n_spaces = (0..MAX_COMMENT_GAP).take_while(is_space).count();
        (n_spaces < MAX_COMMENT_GAP && self.cursor.at(n_spaces) == b'#').then_some(self.cursor.mark.offset + n_spaces)
    }

    /// Skips the comment after a token on its line. Tabs are allowed before it.
    fn skip_line_comment(&mut self) {
        let ends_with_entry = self.tokens.back().is_some_and(|token| token.kind == TokenKind::BlockEntry);
        if ends_with_entry || self.cursor.n_breaks > 0 {
            return;
        }
        let n_blanks = (0..MAX_COMMENT_GAP).take_while(|ahead| self.cursor.is_blank(*ahead)).count();
        if n_blanks < MAX_COMMENT_GAP && self.cursor.at(n_blanks) == b'#' {
            self.cursor.skip_blanks();
            self.read_comment();
        }
    }

    fn end_blocks(&mut self) -> Scanned<()> {
        self.unroll_indent(-1, self.cursor.mark);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        Ok(())
    }

    fn fetch_stream_end(&mut self) -> Scanned<()> {
        if self.cursor.mark.column != 0 {
            self.cursor.mark.column = 0;
            self.cursor.mark.line += 1;
        }
        self.end_blocks()?;
        self.push(TokenKind::StreamEnd, self.cursor.mark);
        Ok(())
    }

    fn fetch_document_indicator(&mut self, kind: TokenKind) -> Scanned<()> {
        self.end_blocks()?;
        let start = self.cursor.mark;
        for _ in 0..3 {
            self.cursor.skip();
        }
        self.push(kind, start);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Scanned<()> {
        self.save_simple_key()?;
        self.increase_flow_level()?;
        self.simple_key_allowed = true;
        self.push_sign(kind);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Scanned<()> {
        self.remove_simple_key()?;
        self.decrease_flow_level();
        self.simple_key_allowed = false;
        self.push_sign(kind);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Scanned<()> {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_sign(TokenKind::FlowEntry);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Scanned<()> {
        let mark = self.cursor.mark;
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                return Err(self.error(mark, "block sequence entries are not allowed in this context"));
            }
            self.roll_indent(mark, None, TokenKind::BlockSequenceStart)?;
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_sign(TokenKind::BlockEntry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Scanned<()> {
        let mark = self.cursor.mark;
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                return Err(self.error(mark, "mapping keys are not allowed in this context"));
            }
            self.roll_indent(mark, None, TokenKind::BlockMappingStart)?;
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = self.flow_level == 0;
        self.push_sign(TokenKind::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Scanned<()> {
        let level = self.simple_keys.len() - 1;
        if self.is_simple_key_valid(level)? {
            self.begin_key(level)?;
        } else {
            self.begin_complex_value()?;
        }
        self.push_sign(TokenKind::Value);
        Ok(())
    }

    /// Inserts the tokens of a key, and of the block it starts, before the text that precedes a `:`.
    fn begin_key(&mut self, level: usize) -> Scanned<()> {
        let key = self.simple_keys[level];
        let token = super::Token { kind: TokenKind::Key, start: key.mark, end: key.mark };
        self.insert(key.token_number, token);
        self.roll_indent(key.mark, Some(key.token_number), TokenKind::BlockMappingStart)?;
        self.simple_keys[level].is_possible = false;
        self.keys_by_token.remove(&key.token_number);
        self.simple_key_allowed = false;
        Ok(())
    }

    fn begin_complex_value(&mut self) -> Scanned<()> {
        let mark = self.cursor.mark;
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                return Err(self.error(mark, "mapping values are not allowed in this context"));
            }
            self.roll_indent(mark, None, TokenKind::BlockMappingStart)?;
        }
        self.simple_key_allowed = self.flow_level == 0;
        Ok(())
    }
}

/// The number of bytes searched for another comment.
const MAX_COMMENT_GAP: usize = 512;
