//! Pipelines, their commands and operands.

use super::exec::{Exec, Outcome};
use super::show::At;
use super::value::Value;
use crate::tree::{Command, Number, Operand, OperandKind, Pipeline};

/// The arguments of a call: the operands after the first, and what the pipeline hands on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arguments<'t, 'v> {
    pub(super) operands: &'t [Operand],
    pub(super) piped: Option<&'v Value>,
}

impl Arguments<'_, '_> {
    /// No arguments.
    pub(super) const NONE: Self = Self { operands: &[], piped: None };

    fn is_empty(&self) -> bool {
        self.operands.is_empty() && self.piped.is_none()
    }

    pub(super) fn exist(&self) -> bool {
        !self.is_empty()
    }
}

impl<'t> Exec<'t, '_> {
    /// The value of a pipeline, whose variables are set.
    pub(super) fn pipeline(&mut self, pipeline: &'t Pipeline, dot: &Value) -> Outcome<Value> {
        self.at(At::Pipeline(pipeline))?;
        let mut piped = None;
        for command in &pipeline.commands {
            piped = Some(self.command(command, piped.as_ref(), dot)?.into_concrete());
        }
        let value = piped.unwrap_or(Value::None);
        for variable in &pipeline.variables {
            if pipeline.is_assignment {
                self.set(&variable.name, value.clone());
            } else {
                self.declare(&variable.name, value.clone());
            }
        }
        Ok(value)
    }

    fn command(&mut self, command: &'t Command, piped: Option<&Value>, dot: &Value) -> Outcome<Value> {
        let Some((first, operands)) = command.operands.split_first() else { return Ok(Value::None) };
        let arguments = Arguments { operands, piped };
        match &first.kind {
            OperandKind::Fields(_) | OperandKind::Chain(..) | OperandKind::Variable(..) => {
                self.reference(first, arguments, dot)
            }
            OperandKind::Function(name) => self.function(first, name, At::Command(command), arguments, dot),
            OperandKind::Pipeline(inner) => {
                self.takes_no_arguments(first, arguments)?;
                self.pipeline(inner, dot)
            }
            _ => {
                self.at(At::Operand(first))?;
                self.takes_no_arguments(first, arguments)?;
                match &first.kind {
                    OperandKind::Dot => Ok(dot.clone()),
                    OperandKind::Nil => self.fail("nil is not a command"),
                    _ => self.constant(first),
                }
            }
        }
    }

    fn takes_no_arguments(&self, operand: &'t Operand, arguments: Arguments<'_, '_>) -> Outcome<()> {
        if arguments.is_empty() {
            return Ok(());
        }
        self.fail(&format!("can't give argument to non-function {}", self.shown(operand)))
    }

    /// A constant where nothing says of which type it should be.
    pub(super) fn constant(&mut self, operand: &'t Operand) -> Outcome<Value> {
        self.at(At::Operand(operand))?;
        Ok(match &operand.kind {
            OperandKind::Bool(value) => Value::Bool(*value),
            OperandKind::String(text) => Value::text(text),
            OperandKind::Number(Number::Int(value)) => Value::Int(*value),
            OperandKind::Number(Number::Char(code)) => Value::Int(i64::from(*code)),
            OperandKind::Number(Number::Float(value)) => Value::Float(*value),
            OperandKind::Number(Number::Complex(real, imaginary)) => Value::Complex(*real, *imaginary),
            OperandKind::Number(Number::Uint(_)) => {
                return self.fail(&format!("{} overflows int", self.shown(operand)));
            }
            _ => Value::None,
        })
    }

    /// Fields of the dot, a variable, or fields of what an operand gives.
    pub(super) fn reference(
        &mut self,
        operand: &'t Operand,
        arguments: Arguments<'t, '_>,
        dot: &Value,
    ) -> Outcome<Value> {
        self.at(At::Operand(operand))?;
        match &operand.kind {
            OperandKind::Fields(fields) => self.fields(dot.clone(), fields, operand, arguments, dot),
            OperandKind::Variable(name, fields) => {
                let value = self.variable(name);
                if fields.is_empty() {
                    self.takes_no_arguments(operand, arguments)?;
                    return Ok(value);
                }
                self.fields(value, fields, operand, arguments, dot)
            }
            OperandKind::Chain(inner, fields) => {
                let value = match &inner.kind {
                    OperandKind::Pipeline(pipeline) => {
                        self.at(At::Operand(inner))?;
                        self.pipeline(pipeline, dot)?
                    }
                    OperandKind::Function(name) => {
                        self.at(At::Operand(inner))?;
                        self.function(inner, name, At::Operand(inner), Arguments::NONE, dot)?
                    }
                    _ => Value::None,
                };
                self.fields(value, fields, operand, arguments, dot)
            }
            _ => Ok(Value::None),
        }
    }
}
