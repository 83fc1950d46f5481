//! Operands: constants, variables, fields, functions, and pipelines in parentheses.

use super::{Parsed, Parser};
use crate::constant;
use crate::error::{ErrorKind, TemplateError};
use crate::functions;
use crate::token::{Keyword, Token, TokenKind};
use crate::tree::{Field, Number, Operand, OperandKind};
use crate::unquote::unquote;

impl Parser<'_> {
    /// A term with the fields behind it; `None` if no term begins.
    pub(super) fn operand(&mut self) -> Parsed<Option<Operand>> {
        let Some(mut operand) = self.term()? else { return Ok(None) };
        let mut fields = Vec::new();
        while self.peek().kind == TokenKind::Field {
            let token = self.next();
            fields.push(self.field(&token));
        }
        let Some(last) = fields.last() else { return Ok(Some(operand)) };
        let range = operand.range.start..last.range.end;
        match &mut operand.kind {
            OperandKind::Fields(inner) | OperandKind::Variable(_, inner) => inner.append(&mut fields),
            OperandKind::Function(_) | OperandKind::Pipeline(_) | OperandKind::Chain(..) => {
                return Ok(Some(Operand { kind: OperandKind::Chain(Box::new(operand), fields), range }));
            }
            _ => {
                let term = self.source.get(operand.range.clone()).unwrap_or_default();
                return Err(self.fail(ErrorKind::FieldOfConstant(term.to_owned()), fields[0].range.clone()));
            }
        }
        Ok(Some(Operand { range, ..operand }))
    }

    fn term(&mut self) -> Parsed<Option<Operand>> {
        let token = self.next_non_space();
        let mut range = token.range.clone();
        let kind = match token.kind {
            TokenKind::Identifier => self.function(&token)?,
            TokenKind::Keyword(Keyword::Dot) => OperandKind::Dot,
            TokenKind::Keyword(Keyword::Nil) => OperandKind::Nil,
            TokenKind::Variable => self.variable(&token)?,
            TokenKind::Field => OperandKind::Fields(vec![self.field(&token)]),
            TokenKind::Bool => OperandKind::Bool(token.text(self.source) == "true"),
            TokenKind::CharConstant => self.number(&token, constant::character)?,
            TokenKind::Complex => self.number(&token, constant::complex)?,
            TokenKind::Number => self.number(&token, constant::number)?,
            TokenKind::String | TokenKind::RawString => self.string(&token)?,
            TokenKind::LeftParen => {
                let inner = self.nested(|p| p.pipeline("parenthesized pipeline", TokenKind::RightParen))?;
                range.end = self.after_paren(inner.range.end);
                OperandKind::Pipeline(Box::new(inner))
            }
            _ => {
                self.back(token);
                return Ok(None);
            }
        };
        Ok(Some(Operand { kind, range }))
    }

    /// The end of the `)` that stands behind `end`, with nothing but spaces between.
    fn after_paren(&self, end: usize) -> usize {
        self.source.get(end..).and_then(|rest| rest.find(')')).map_or(end, |paren| end + paren + 1)
    }

    fn function(&self, token: &Token) -> Parsed<OperandKind> {
        let name = token.text(self.source);
        match functions::find(name) {
            Some(_) => Ok(OperandKind::Function(name.to_owned())),
            None => Err(self.unknown_function(name, token.range.clone())),
        }
    }

    fn variable(&self, token: &Token) -> Parsed<OperandKind> {
        let name = token.text(self.source);
        if self.scope.variables.iter().any(|variable| variable == name) {
            return Ok(OperandKind::Variable(name.to_owned(), Vec::new()));
        }
        Err(self.unknown_variable(name, token.range.clone()))
    }

    fn field(&self, token: &Token) -> Field {
        Field { name: token.text(self.source).trim_start_matches('.').to_owned(), range: token.range.clone() }
    }

    fn number(&self, token: &Token, read: fn(&str) -> Result<Number, String>) -> Parsed<OperandKind> {
        read(token.text(self.source)).map(OperandKind::Number).map_err(|message| self.bad_constant(message, token))
    }

    fn string(&self, token: &Token) -> Parsed<OperandKind> {
        let text = unquote(token.text(self.source));
        text.map(OperandKind::String).ok_or_else(|| self.bad_constant("invalid syntax".to_owned(), token))
    }

    fn bad_constant(&self, message: String, token: &Token) -> TemplateError {
        self.fail(ErrorKind::Constant(message), token.range.clone())
    }
}
