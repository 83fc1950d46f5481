//! Calls: the arguments are evaluated for the types of the parameters, as Go's `text/template` does it.

use promenade_model::stack::deeper;

use super::exec::{Exec, Outcome, Stop};
use super::pipeline::Arguments;
use super::show::{At, Show};
use super::value::Value;
use crate::functions::{self, CallError, Logic, ParamType, Params, Run};
use crate::tree::{Number, Operand, OperandKind};

impl<'t> Exec<'t, '_> {
    /// Calls a function; `node` is what errors of the function are reported at.
    pub(super) fn function(
        &mut self,
        operand: &'t Operand,
        name: &str,
        node: At<'t>,
        arguments: Arguments<'t, '_>,
        dot: &Value,
    ) -> Outcome<Value> {
        self.at(At::Operand(operand))?;
        let Some(function) = functions::find(name) else {
            return self.fail(&format!("{name:?} is not a defined function"));
        };
        match function.run {
            Run::Logic(logic) => {
                self.check_count(name, &function.params, arguments)?;
                deeper(|| self.logic(logic, arguments, dot))
            }
            Run::Function(run) => {
                let values = deeper(|| self.arguments(name, &function.params, arguments, dot))?;
                let result = run(self, &values);
                if let Ok(result) = &result {
                    self.note_call(name, node, &values, result);
                }
                self.result(name, node, result)
            }
            Run::Call => {
                let callee = self.callee(arguments);
                let values = deeper(|| self.arguments(name, &function.params, arguments, dot))?;
                let result = Err(CallError::Message(not_a_function(&callee, values.first())));
                self.result(name, node, result)
            }
        }
    }

    /// The result of a call, or its error.
    pub(super) fn result(&mut self, name: &str, node: At<'t>, result: Result<Value, CallError>) -> Outcome<Value> {
        match result {
            Ok(value) => Ok(value),
            Err(CallError::Missing(query)) => Err(Stop::Missing(query)),
            Err(CallError::Message(message)) => {
                self.at(node)?;
                self.fail(&format!("error calling {name}: {message}"))
            }
        }
    }

    /// `and` and `or`, which evaluate no more than they must.
    fn logic(&mut self, logic: Logic, arguments: Arguments<'t, '_>, dot: &Value) -> Outcome<Value> {
        let mut value = Value::None;
        for operand in arguments.operands {
            value = self.argument(ParamType::Reflect, operand, dot)?;
            if value.is_true() == (logic == Logic::Or) {
                return Ok(value);
            }
        }
        match arguments.piped {
            Some(piped) => self.validated(piped.clone(), ParamType::Reflect),
            None => Ok(value),
        }
    }

    /// How a message of `call` names what is called.
    fn callee(&self, arguments: Arguments<'t, '_>) -> String {
        match (arguments.operands.first(), arguments.piped) {
            (Some(operand), _) => self.shown(operand),
            (None, Some(Value::Text(text))) => text.to_string(),
            (None, piped) => format!("<{} Value>", piped.and_then(Value::type_name).unwrap_or("invalid")),
        }
    }

    fn check_count(&self, name: &str, params: &Params, arguments: Arguments<'_, '_>) -> Outcome<()> {
        let n_given = arguments.operands.len() + usize::from(arguments.piped.is_some());
        let n_fixed = params.fixed.len();
        if params.rest.is_some() {
            if n_given < n_fixed {
                let n_operands = arguments.operands.len();
                return self
                    .fail(&format!("wrong number of args for {name}: want at least {n_fixed} got {n_operands}"));
            }
        } else if n_given != n_fixed {
            return self.fail(&format!("wrong number of args for {name}: want {n_fixed} got {n_given}"));
        }
        Ok(())
    }

    /// The values of the arguments, each of the type of its parameter.
    pub(super) fn arguments(
        &mut self,
        name: &str,
        params: &Params,
        arguments: Arguments<'t, '_>,
        dot: &Value,
    ) -> Outcome<Vec<Value>> {
        self.check_count(name, params, arguments)?;
        let mut values = Vec::new();
        for (i, operand) in arguments.operands.iter().enumerate() {
            values.push(self.argument(params.at(i), operand, dot)?);
        }
        if let Some(piped) = arguments.piped {
            values.push(self.validated(piped.clone(), params.at(values.len()))?);
        }
        Ok(values)
    }

    /// The value of an argument.
    fn argument(&mut self, to: ParamType, operand: &'t Operand, dot: &Value) -> Outcome<Value> {
        self.at(At::Operand(operand))?;
        match &operand.kind {
            OperandKind::Dot => self.validated(dot.clone(), to),
            OperandKind::Nil if to == ParamType::Text => self.fail(&format!("cannot assign nil to {}", to.go_name())),
            OperandKind::Nil => self.validated(Value::None, to),
            OperandKind::Fields(_) | OperandKind::Variable(..) | OperandKind::Chain(..) => {
                let value = self.reference(operand, Arguments::NONE, dot)?;
                self.validated(value, to)
            }
            OperandKind::Pipeline(pipeline) => {
                let value = self.pipeline(pipeline, dot)?;
                self.validated(value, to)
            }
            OperandKind::Function(name) => {
                let value = self.function(operand, name, At::Operand(operand), Arguments::NONE, dot)?;
                self.validated(value, to)
            }
            OperandKind::Bool(_) | OperandKind::Number(_) | OperandKind::String(_) => self.literal(to, operand),
        }
    }

    fn literal(&mut self, to: ParamType, operand: &'t Operand) -> Outcome<Value> {
        match (to, &operand.kind) {
            (ParamType::Any | ParamType::Reflect, _) | (ParamType::Text, OperandKind::String(_)) => {
                self.constant(operand)
            }
            (ParamType::Duration, OperandKind::Number(Number::Int(value))) => Ok(Value::Int(*value)),
            (ParamType::Text, _) => self.fail(&format!("expected string; found {}", self.shown(operand))),
            (ParamType::Duration, _) => self.fail(&format!("expected integer; found {}", self.shown(operand))),
            (ParamType::Samples | ParamType::Sample, _) => {
                self.fail(&format!("can't handle {} for arg of type {}", self.shown(operand), to.go_name()))
            }
        }
    }

    /// A value that can be given to a parameter of this type.
    fn validated(&self, value: Value, to: ParamType) -> Outcome<Value> {
        let is_nil_interface = matches!(value, Value::Interface(None));
        match (to, value) {
            (ParamType::Any | ParamType::Reflect, value) => Ok(value),
            (ParamType::Samples, Value::None) => Ok(Value::Samples(std::rc::Rc::default())),
            (ParamType::Sample, Value::None) => Ok(Value::None),
            (to, Value::None) => self.fail(&format!("invalid value; expected {}", to.go_name())),
            (to, value) => {
                let value = value.into_concrete();
                match (to, &value) {
                    (ParamType::Text, Value::Text(_))
                    | (ParamType::Samples, Value::Samples(_))
                    | (ParamType::Sample, Value::Sample(_))
                    | (ParamType::Duration, Value::Duration(_) | Value::DurationPointer(_)) => Ok(value),
                    _ => {
                        let got = if is_nil_interface { "interface {}" } else { value.type_name().unwrap_or("nil") };
                        self.fail(&format!("wrong type for value; expected {}; got {got}", to.go_name()))
                    }
                }
            }
        }
    }

    /// An operand as Go prints it.
    pub(super) fn shown(&self, operand: &'t Operand) -> String {
        Show { source: self.source, node: &At::Operand(operand) }.to_string()
    }
}

/// What `call` says: no value of a template is a function.
fn not_a_function(callee: &str, value: Option<&Value>) -> String {
    match value.and_then(|value| value.concrete().type_name()) {
        Some(type_name) => format!("non-function {callee} of type {type_name}"),
        None => "call of nil".to_owned(),
    }
}
