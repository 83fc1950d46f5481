//! Templates within a template: `define` and `block`.

use std::ops::Range;

use super::{Item, Parsed, Parser};
use crate::error::ErrorKind;
use crate::token::{Token, TokenKind};
use crate::tree::{Definition, Node, TemplateCall};
use crate::unquote::unquote;

impl Parser<'_> {
    /// `{{define "name"}}…{{end}}`, after the keyword.
    pub(super) fn definition(&mut self) -> Parsed<()> {
        self.in_scope(|parser| {
            let token = parser.next_non_space();
            let name = parser.template_name(&token, "define clause")?;
            parser.expect(TokenKind::RightDelimiter, "define clause")?;
            parser.definition_body(name, token.range, "define clause")
        })
    }

    /// `{{block "name" pipeline}}…{{end}}`, after the keyword.
    pub(super) fn block(&mut self) -> Parsed<Node> {
        let token = self.next_non_space();
        let name = self.template_name(&token, "block clause")?;
        let argument = self.pipeline("block clause", TokenKind::RightDelimiter)?;
        let name_range = token.range;
        self.in_scope(|parser| parser.definition_body(name.clone(), name_range.clone(), "block clause"))?;
        Ok(Node::Template(TemplateCall { name, name_range, argument: Some(argument) }))
    }

    /// `{{template "name" pipeline}}`, after the keyword.
    pub(super) fn template_call(&mut self) -> Parsed<Node> {
        let token = self.next_non_space();
        let name = self.template_name(&token, "template clause")?;
        let next = self.next_non_space();
        let argument = if next.kind == TokenKind::RightDelimiter {
            None
        } else {
            self.back(next);
            Some(self.pipeline("template clause", TokenKind::RightDelimiter)?)
        };
        Ok(Node::Template(TemplateCall { name, name_range: token.range, argument }))
    }

    fn template_name(&mut self, token: &Token, context: &str) -> Parsed<String> {
        if !matches!(token.kind, TokenKind::String | TokenKind::RawString) {
            return Err(self.unexpected(token, context));
        }
        let invalid = || self.fail(ErrorKind::Constant("invalid syntax".to_owned()), token.range.clone());
        unquote(token.text(self.source)).ok_or_else(invalid)
    }

    fn definition_body(&mut self, name: String, name_range: Range<usize>, context: &str) -> Parsed<()> {
        let (body, end) = self.item_list(&name_range)?;
        if let Item::Else(range) = end {
            let kind = ErrorKind::Unexpected { found: "{{else}}".to_owned(), context: context.to_owned() };
            return Err(self.fail(kind, range));
        }
        self.add(Definition { name, name_range, body })
    }

    /// A template may be defined twice only where one of the two is empty.
    fn add(&mut self, definition: Definition) -> Parsed<()> {
        let is_full = |body: &[Node]| !is_empty(self.source, body);
        let same_name = self.definitions.iter().filter(|other| other.name == definition.name);
        if is_full(&definition.body) && same_name.clone().any(|other| is_full(&other.body)) {
            return Err(self.fail(ErrorKind::DefinedTwice(definition.name), definition.name_range));
        }
        self.definitions.push(definition);
        Ok(())
    }

    /// The main template comes last, under its own name.
    pub(super) fn add_main(&mut self, body: &[Node]) -> Parsed<()> {
        if !self.options.has_prelude && is_empty(self.source, body) {
            return Ok(());
        }
        let mut same_name = self.definitions.iter().filter(|other| other.name == self.options.name);
        match same_name.find(|other| !is_empty(self.source, &other.body)) {
            Some(other) => Err(self.fail(ErrorKind::DefinedTwice(other.name.clone()), other.name_range.clone())),
            None => Ok(()),
        }
    }
}

/// Whether nothing but space would be printed.
fn is_empty(source: &str, body: &[Node]) -> bool {
    body.iter().all(|node| match node {
        Node::Text(range) => source.get(range.clone()).is_none_or(|text| text.trim().is_empty()),
        _ => false,
    })
}
