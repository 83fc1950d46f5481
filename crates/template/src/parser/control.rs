//! Actions: `if`, `with`, `range`, `else`, `end`, `break`, `continue`, and pipelines that are printed.

use std::ops::Range;

use super::{Item, Parsed, Parser};
use crate::error::ErrorKind;
use crate::token::{Keyword, Token, TokenKind};
use crate::tree::{Branches, Node};

impl Parser<'_> {
    /// An action, after its `{{`.
    pub(super) fn action(&mut self) -> Parsed<Item> {
        let token = self.next_non_space();
        let TokenKind::Keyword(keyword) = token.kind else { return self.printed(token) };
        let node = match keyword {
            Keyword::Block => self.block()?,
            Keyword::Break => Node::Break(self.leave_loop(&token, "break")?),
            Keyword::Continue => Node::Continue(self.leave_loop(&token, "continue")?),
            Keyword::Else => return self.else_action(&token),
            Keyword::End => {
                let end = self.expect(TokenKind::RightDelimiter, "end")?.range.end;
                return Ok(Item::End(token.range.start..end));
            }
            Keyword::If => Node::If(self.branches("if", &token)?),
            Keyword::Range => Node::Range(self.branches("range", &token)?),
            Keyword::Template => self.template_call()?,
            Keyword::With => Node::With(self.branches("with", &token)?),
            Keyword::Dot | Keyword::Nil | Keyword::Define => return self.printed(token),
        };
        Ok(Item::Node(node))
    }

    fn printed(&mut self, first: Token) -> Parsed<Item> {
        self.back(first);
        Ok(Item::Node(Node::Action(self.pipeline("command", TokenKind::RightDelimiter)?)))
    }

    fn leave_loop(&mut self, word: &Token, name: &'static str) -> Parsed<Range<usize>> {
        let token = self.next_non_space();
        if token.kind != TokenKind::RightDelimiter {
            return Err(self.unexpected(&token, &format!("{{{{{name}}}}}")));
        }
        if self.scope.range_depth == 0 {
            return Err(self.fail(ErrorKind::OutsideRange(name), word.range.clone()));
        }
        Ok(word.range.clone())
    }

    /// `{{else}}`, or the `else` of `{{else if` and `{{else with`, whose second word stays.
    fn else_action(&mut self, word: &Token) -> Parsed<Item> {
        let next = self.peek_non_space();
        if matches!(next.kind, TokenKind::Keyword(Keyword::If | Keyword::With)) {
            return Ok(Item::Else(word.range.clone()));
        }
        self.expect(TokenKind::RightDelimiter, "else")?;
        Ok(Item::Else(word.range.clone()))
    }

    /// A pipeline, what depends on it, and all that follows up to `{{end}}`. The variables of one branch are known in
    /// those after it, as in Go.
    fn branches(&mut self, context: &'static str, word: &Token) -> Parsed<Branches> {
        let n_variables = self.scope.variables.len();
        let mut branches = Vec::new();
        let otherwise = loop {
            let pipeline = self.pipeline(context, TokenKind::RightDelimiter)?;
            let (body, end) = self.looped_list(context, word)?;
            branches.push((pipeline, body));
            if matches!(end, Item::End(_)) {
                break None;
            }
            let next = self.peek();
            match (context, next.kind) {
                ("if", TokenKind::Keyword(Keyword::If)) | ("with", TokenKind::Keyword(Keyword::With)) => self.next(),
                _ => break Some(self.else_list(word)?),
            };
        };
        self.scope.variables.truncate(n_variables);
        Ok(Branches { branches, otherwise })
    }

    fn looped_list(&mut self, context: &str, word: &Token) -> Parsed<(Vec<Node>, Item)> {
        let n_deeper = usize::from(context == "range");
        self.scope.range_depth += n_deeper;
        let list = self.item_list(&word.range)?;
        self.scope.range_depth -= n_deeper;
        Ok(list)
    }

    fn else_list(&mut self, word: &Token) -> Parsed<Vec<Node>> {
        match self.item_list(&word.range)? {
            (body, Item::Else(range)) => {
                drop(body);
                Err(self.fail(ErrorKind::ExpectedEnd { found: "{{else}}" }, range))
            }
            (body, _) => Ok(body),
        }
    }
}
