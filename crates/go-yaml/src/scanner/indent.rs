//! Starts and ends of blocks by indentation.

use super::super::error::Scanned;
use super::super::mark::Mark;
use super::super::token::{Token, TokenKind};
use super::Scanner;
use super::simple_key::MAX_DEPTH;

impl Scanner<'_> {
    /// Starts a block at `column` if it is indented further than the current one; its token is inserted before token
    /// `number`.
    pub(super) fn roll_indent(&mut self, mark: Mark, number: Option<usize>, kind: TokenKind) -> Scanned<()> {
        let column = mark.column as isize;
        if self.flow_level > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > MAX_DEPTH {
            let context = self.simple_keys.last().map_or(mark, |key| key.mark);
            return Err(self.error(context, "exceeded max depth of 10000"));
        }
        let token = Token { kind, start: mark, end: mark };
        match number {
            Some(number) => self.insert(number, token),
            None => self.tokens.push_back(token),
        }
        Ok(())
    }

    /// Ends the blocks that are indented further than `column`. They end where the last token did.
    pub(super) fn unroll_indent(&mut self, column: isize, mark: Mark) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.tokens.push_back(Token { kind: TokenKind::BlockEnd, start: mark, end: mark });
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }
}
