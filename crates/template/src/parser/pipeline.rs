//! Pipelines and commands.

use super::{Parsed, Parser};
use crate::error::ErrorKind;
use crate::token::{Keyword, Token, TokenKind};
use crate::tree::{Command, OperandKind, Pipeline, Variable};

impl Parser<'_> {
    /// Declarations and commands up to the token `end`, which is read too.
    pub(super) fn pipeline(&mut self, context: &'static str, end: TokenKind) -> Parsed<Pipeline> {
        let start = self.peek_non_space().range.start;
        let mut pipeline =
            Pipeline { range: start..start, variables: Vec::new(), is_assignment: false, commands: Vec::new() };
        while self.declaration(&mut pipeline, context)? {}
        loop {
            let token = self.next_non_space();
            if token.kind == end {
                self.check_pipeline(&pipeline, context, &token)?;
                return Ok(pipeline);
            }
            if !begins_operand(token.kind) {
                return Err(self.unexpected(&token, context));
            }
            self.back(token);
            let command = self.command()?;
            pipeline.range.end = command.range.end;
            pipeline.commands.push(command);
        }
    }

    /// A variable with `:=`, `=` or a comma behind it, if one stands next; `true` if another may follow.
    fn declaration(&mut self, pipeline: &mut Pipeline, context: &'static str) -> Parsed<bool> {
        if self.peek_non_space().kind != TokenKind::Variable {
            return Ok(false);
        }
        let variable = self.next();
        // The token behind the variable may be the space that divides it from its arguments, so it is put back too.
        let after = self.peek();
        let next = self.peek_non_space();
        match next.kind {
            TokenKind::Assign | TokenKind::Declare => {
                self.next();
                pipeline.is_assignment = next.kind == TokenKind::Assign;
                self.declare(pipeline, variable);
                Ok(false)
            }
            TokenKind::Char if next.text(self.source) == "," => {
                self.next();
                self.declare(pipeline, variable);
                self.second_declaration(pipeline, context, &next)
            }
            _ => {
                if after.kind == TokenKind::Space {
                    self.back(after);
                }
                self.back(variable);
                Ok(false)
            }
        }
    }

    fn declare(&mut self, pipeline: &mut Pipeline, variable: Token) {
        let name = variable.text(self.source).to_owned();
        pipeline.range.end = variable.range.end;
        self.scope.variables.push(name.clone());
        pipeline.variables.push(Variable { name, range: variable.range });
    }

    fn second_declaration(&mut self, pipeline: &Pipeline, context: &'static str, comma: &Token) -> Parsed<bool> {
        if context != "range" || pipeline.variables.len() > 1 {
            return Err(self.fail(ErrorKind::TooManyDeclarations(context), comma.range.clone()));
        }
        let next = self.peek_non_space();
        match next.kind {
            TokenKind::Variable | TokenKind::RightDelimiter | TokenKind::RightParen => Ok(true),
            _ => Err(self.fail(ErrorKind::RangeDeclaration, next.range)),
        }
    }

    fn check_pipeline(&self, pipeline: &Pipeline, context: &'static str, end: &Token) -> Parsed<()> {
        if pipeline.commands.is_empty() {
            return Err(self.fail(ErrorKind::MissingValue(context), pipeline.range.start..end.range.end));
        }
        for (i, command) in pipeline.commands.iter().enumerate().skip(1) {
            let constant = command.operands.first().filter(|operand| {
                use OperandKind::{Bool, Dot, Nil, Number, String};
                matches!(operand.kind, Bool(_) | Dot | Nil | Number(_) | String(_))
            });
            if let Some(operand) = constant {
                return Err(self.fail(ErrorKind::NotExecutable(i + 1), operand.range.clone()));
            }
        }
        Ok(())
    }

    /// Operands divided by spaces, up to a `|`, which is read too, or to what ends the pipeline.
    fn command(&mut self) -> Parsed<Command> {
        let mut operands = Vec::new();
        loop {
            self.peek_non_space();
            operands.extend(self.operand()?);
            let token = self.next();
            match token.kind {
                TokenKind::Space => {}
                TokenKind::RightDelimiter | TokenKind::RightParen => {
                    self.back(token);
                    break;
                }
                TokenKind::Pipe => break,
                _ => return Err(self.unexpected(&token, "operand")),
            }
        }
        let start = operands.first().map_or(0, |operand| operand.range.start);
        let end = operands.last().map_or(start, |operand| operand.range.end);
        Ok(Command { range: start..end, operands })
    }
}

fn begins_operand(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Bool
            | TokenKind::CharConstant
            | TokenKind::Complex
            | TokenKind::Keyword(Keyword::Dot | Keyword::Nil)
            | TokenKind::Field
            | TokenKind::Identifier
            | TokenKind::Number
            | TokenKind::RawString
            | TokenKind::String
            | TokenKind::Variable
            | TokenKind::LeftParen
    )
}
