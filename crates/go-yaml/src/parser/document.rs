//! Documents and their directives.

use super::super::error::{Scanned, YamlError};
use super::super::event::{Event, EventKind};
use super::super::mark::Mark;
use super::super::token::TokenKind;
use super::{Parser, State, empty_scalar};

impl Parser<'_> {
    pub(super) fn document_start(&mut self, implicit: bool) -> Scanned<Event> {
        while !implicit && *self.peek_kind()? == TokenKind::DocumentEnd {
            self.take()?;
        }
        let token = self.peek()?.clone();
        match token.kind {
            TokenKind::StreamEnd => {
                self.take()?;
                self.state = State::End;
                Ok(Event::new(EventKind::StreamEnd, token.start, token.end))
            }
            TokenKind::VersionDirective { .. } | TokenKind::TagDirective { .. } | TokenKind::DocumentStart => {
                self.explicit_document(token.start)
            }
            _ if !implicit => self.explicit_document(token.start),
            _ => {
                self.directives()?;
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                Ok(Event::new(EventKind::DocumentStart, token.start, token.end))
            }
        }
    }

    fn explicit_document(&mut self, start: Mark) -> Scanned<Event> {
        self.directives()?;
        let token = self.peek()?.clone();
        if token.kind != TokenKind::DocumentStart {
            let problem = "did not find expected <document start>";
            return Err(YamlError::parser(Mark::default(), token.start, problem));
        }
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        self.take()?;
        Ok(Event::new(EventKind::DocumentStart, start, token.end))
    }

    pub(super) fn document_content(&mut self) -> Scanned<Event> {
        let token = self.peek()?;
        let mark = token.start;
        match token.kind {
            TokenKind::VersionDirective { .. }
            | TokenKind::TagDirective { .. }
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => {
                self.pop_state();
                Ok(empty_scalar(mark))
            }
            _ => self.node(true, false),
        }
    }

    pub(super) fn document_end(&mut self) -> Scanned<Event> {
        let token = self.peek()?.clone();
        if token.kind == TokenKind::DocumentEnd {
            self.take()?;
        }
        self.tag_directives.clear();
        self.state = State::DocumentStart;
        Ok(Event::new(EventKind::DocumentEnd, token.start, token.start))
    }

    fn directives(&mut self) -> Scanned<()> {
        let mut has_version = false;
        loop {
            let token = self.peek()?.clone();
            let fail = |problem| Err(YamlError::parser(Mark::default(), token.start, problem));
            match token.kind {
                TokenKind::VersionDirective { .. } if has_version => return fail("found duplicate %YAML directive"),
                TokenKind::VersionDirective { major: 1, minor: 1 } => has_version = true,
                TokenKind::VersionDirective { .. } => return fail("found incompatible YAML document"),
                TokenKind::TagDirective { handle, prefix } => {
                    if self.tag_directives.iter().any(|(other, _)| *other == handle) {
                        return fail("found duplicate %TAG directive");
                    }
                    self.tag_directives.push((handle, prefix));
                }
                _ => break,
            }
            self.take()?;
        }
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            if !self.tag_directives.iter().any(|(other, _)| other == handle) {
                self.tag_directives.push((handle.to_owned(), prefix.to_owned()));
            }
        }
        Ok(())
    }
}
