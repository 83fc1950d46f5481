//! The walk through a template, with what each variable and the dot stand for.

use std::collections::HashSet;

use super::call::Argument;
use super::meaning::Meaning;
use super::{LabelSource, References, ValueReference, ValueUsage};
use crate::tree::{Branches, Command, Node, Operand, OperandKind, Pipeline, Template, TemplateCall};

/// So deep are templates that call templates followed.
const MAX_CALLS: usize = 50;

pub(super) fn references(template: &Template) -> References {
    let alert = [
        ("$", Meaning::Root),
        ("$labels", Meaning::Labels(LabelSource::Alert)),
        ("$externalLabels", Meaning::Labels(LabelSource::External)),
        ("$externalURL", Meaning::Other),
        ("$value", Meaning::Value),
    ];
    let variables = alert.map(|(name, meaning)| (name.to_owned(), meaning)).to_vec();
    let mut walk = Walk {
        template,
        found: References::default(),
        variables,
        called: HashSet::new(),
        n_calls: 0,
        usage: ValueUsage::Read,
    };
    walk.nodes(&template.body, &Meaning::Root);
    walk.found
}

struct Walk<'t> {
    template: &'t Template,
    found: References,
    variables: Vec<(String, Meaning)>,
    /// Which templates were followed, with what for their dot.
    called: HashSet<(&'t str, Meaning)>,
    n_calls: usize,
    /// What becomes of the result of the pipeline that is looked at.
    usage: ValueUsage,
}

impl<'t> Walk<'t> {
    fn nodes(&mut self, nodes: &'t [Node], dot: &Meaning) {
        for node in nodes {
            match node {
                Node::Action(pipeline) => {
                    self.usage = usage_of(pipeline);
                    let result = self.pipeline(pipeline, dot);
                    if pipeline.variables.is_empty() {
                        self.found.used(&result, &pipeline.range);
                    }
                }
                Node::If(branches) => self.branches(branches, dot, |_| None),
                Node::With(branches) => self.branches(branches, dot, |condition| Some(condition.clone())),
                Node::Range(branches) => self.range(branches, dot),
                Node::Template(call) => self.call(call, dot),
                Node::Text(_) | Node::Break(_) | Node::Continue(_) => {}
            }
        }
    }

    /// The branches of an `if` or a `with`; `inner` says what the dot is where a condition holds, if not what it was.
    fn branches(&mut self, branches: &'t Branches, dot: &Meaning, inner: fn(&Meaning) -> Option<Meaning>) {
        let n_variables = self.variables.len();
        for (condition, body) in &branches.branches {
            self.usage = ValueUsage::Read;
            let condition = self.pipeline(condition, dot);
            self.nodes(body, &inner(&condition).unwrap_or_else(|| dot.clone()));
        }
        self.otherwise(branches, dot);
        self.variables.truncate(n_variables);
    }

    fn range(&mut self, branches: &'t Branches, dot: &Meaning) {
        let n_variables = self.variables.len();
        for (list, body) in &branches.branches {
            self.usage = ValueUsage::Read;
            let meaning = self.commands(list, dot);
            self.found.used(&meaning, &list.range);
            let n_declared = list.variables.len();
            for (i, variable) in list.variables.iter().enumerate() {
                // The last variable is the element, one before it the index.
                let meaning = if i + 1 == n_declared { meaning.element() } else { Meaning::Other };
                self.declare(&variable.name, meaning, list.is_assignment);
            }
            self.nodes(body, &meaning.element());
        }
        self.otherwise(branches, dot);
        self.variables.truncate(n_variables);
    }

    fn otherwise(&mut self, branches: &'t Branches, dot: &Meaning) {
        if let Some(body) = &branches.otherwise {
            self.nodes(body, dot);
        }
    }

    fn call(&mut self, call: &'t TemplateCall, dot: &Meaning) {
        self.usage = ValueUsage::Read;
        let argument = match &call.argument {
            Some(pipeline) => self.pipeline(pipeline, dot),
            None => Meaning::Other,
        };
        let called = self.template.definitions.iter().rev().filter(|definition| definition.name == call.name);
        let Some(definition) = called.max_by_key(|definition| definition.body.len()) else { return };
        if self.n_calls >= MAX_CALLS || !self.called.insert((&call.name, argument.clone())) {
            return;
        }
        let outer = std::mem::replace(&mut self.variables, vec![("$".to_owned(), argument.clone())]);
        self.n_calls += 1;
        self.nodes(&definition.body, &argument);
        self.n_calls -= 1;
        self.variables = outer;
    }

    fn pipeline(&mut self, pipeline: &'t Pipeline, dot: &Meaning) -> Meaning {
        let meaning = self.commands(pipeline, dot);
        for variable in &pipeline.variables {
            self.declare(&variable.name, meaning.clone(), pipeline.is_assignment);
        }
        meaning
    }

    fn declare(&mut self, name: &str, meaning: Meaning, is_assignment: bool) {
        let known = self.variables.iter_mut().rev().find(|(other, _)| other == name);
        match known {
            // What is set in a branch need not be set after it.
            Some((_, before)) if is_assignment => *before = before.or(&meaning),
            _ => self.variables.push((name.to_owned(), meaning)),
        }
    }

    fn commands(&mut self, pipeline: &'t Pipeline, dot: &Meaning) -> Meaning {
        let mut piped: Option<Argument> = None;
        for command in &pipeline.commands {
            let meaning = self.command(command, piped.take(), dot);
            piped = Some((meaning, command.range.clone()));
        }
        piped.map_or(Meaning::Other, |(meaning, _)| meaning)
    }

    fn command(&mut self, command: &'t Command, piped: Option<Argument>, dot: &Meaning) -> Meaning {
        let Some((first, rest)) = command.operands.split_first() else { return Meaning::Other };
        let start = self.operand(first, dot);
        let mut arguments: Vec<Argument> = Vec::new();
        for operand in rest {
            arguments.push((self.operand(operand, dot), operand.range.clone()));
        }
        arguments.extend(piped);
        match &first.kind {
            OperandKind::Function(name) => self.found.call(name, &arguments, &command.range),
            _ if arguments.is_empty() => start,
            _ => {
                self.found.all_used(&arguments);
                Meaning::Other
            }
        }
    }

    fn operand(&mut self, operand: &'t Operand, dot: &Meaning) -> Meaning {
        let meaning = match &operand.kind {
            OperandKind::Dot => dot.clone(),
            OperandKind::Fields(fields) => self.found.fields(dot.clone(), fields),
            OperandKind::Variable(name, fields) => {
                let variable = self.variables.iter().rev().find(|(other, _)| other == name);
                let start = variable.map_or(Meaning::Other, |(_, meaning)| meaning.clone());
                self.found.fields(start, fields)
            }
            OperandKind::String(text) => Meaning::Text(text.clone(), operand.range.clone()),
            OperandKind::Pipeline(inner) => return self.pipeline(inner, dot),
            OperandKind::Chain(inner, fields) => {
                let start = self.operand(inner, dot);
                self.found.fields(start, fields)
            }
            OperandKind::Function(_) | OperandKind::Nil | OperandKind::Bool(_) | OperandKind::Number(_) => {
                Meaning::Other
            }
        };
        if meaning == Meaning::Value {
            self.found.values.push(ValueReference { range: operand.range.clone(), usage: self.usage });
        }
        meaning
    }
}

/// What becomes of the result of a pipeline between braces.
fn usage_of(pipeline: &Pipeline) -> ValueUsage {
    match pipeline.commands.as_slice() {
        _ if !pipeline.variables.is_empty() => ValueUsage::Read,
        [command] if command.operands.len() == 1 => ValueUsage::Printed,
        _ => ValueUsage::Formatted,
    }
}
