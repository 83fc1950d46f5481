//! The state of a running template.

use std::rc::Rc;

use promenade_go::strconv::quote_go;
use promenade_model::TimestampMs;

use super::probe::SharedProbe;
use super::show::{At, Show};
use super::value::{Data, Value};
use super::{AlertData, Ask, Limits};
use crate::tree::Template;

/// Why evaluation ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The template fails, with this message.
    Failed(String),
    /// The result of a query is not known yet.
    Missing(String),
}

pub(super) type Outcome<T> = Result<T, Stop>;

/// A running template.
pub(crate) struct Exec<'t, 'a> {
    pub(super) source: &'t str,
    pub(super) template: &'t Template,
    /// The name of the template that is being executed: its own, or that of one that it calls.
    pub(super) name: &'t str,
    /// The node that errors are reported at.
    pub(super) node: At<'t>,
    pub(super) variables: Vec<(String, Value)>,
    pub(super) n_calls: usize,
    pub(super) data: Rc<Data>,
    pub(super) time_ms: TimestampMs,
    pub(super) ask: Ask<'a>,
    /// What is found where the template is probed for what always fails.
    pub(super) probe: Option<SharedProbe>,
    text: String,
    n_steps: usize,
    limits: Limits,
}

impl<'t, 'a> Exec<'t, 'a> {
    pub(super) fn new(source: &'t str, template: &'t Template, data: &AlertData, ask: Ask<'a>, limits: Limits) -> Self {
        let root: Rc<Data> = Rc::new(data.into());
        Self {
            source,
            template,
            name: &template.name,
            node: At::Body,
            variables: vec![("$".to_owned(), Value::Data(Rc::clone(&root)))],
            n_calls: 0,
            data: root,
            time_ms: data.time_ms,
            ask,
            probe: None,
            text: String::new(),
            n_steps: 0,
            limits,
        }
    }

    pub(super) fn run(&mut self) -> Outcome<()> {
        let dot = Value::Data(Rc::clone(&self.data));
        self.body(&dot).map(drop)
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Prints a text.
    pub(super) fn write(&mut self, text: &str) -> Outcome<()> {
        if self.text.len().saturating_add(text.len()) > self.limits.max_bytes {
            return self.fail(&format!("the text is longer than {} bytes", self.limits.max_bytes));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Marks the node that is evaluated now.
    pub(super) fn at(&mut self, node: At<'t>) -> Outcome<()> {
        self.node = node;
        self.step()
    }

    /// Counts a step.
    pub(super) fn step(&mut self) -> Outcome<()> {
        self.n_steps += 1;
        if self.n_steps > self.limits.max_steps {
            return self.fail(&format!("more than {} steps", self.limits.max_steps));
        }
        Ok(())
    }

    /// Whether the limit of steps is reached.
    pub(super) fn is_out_of_steps(&self) -> bool {
        self.n_steps > self.limits.max_steps
    }

    /// Ends with an error at the node that is evaluated.
    pub(super) fn fail<T>(&self, message: &str) -> Outcome<T> {
        let before = self.source.get(..self.node.start(self.template)).unwrap_or_default();
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        let (file, name) = (&self.template.name, quote_go(self.name));
        let context = Show { source: self.source, node: &self.node };
        Err(Stop::Failed(format!("template: {file}:{line}:{column}: executing {name} at <{context}>: {message}")))
    }

    pub(super) fn variable(&self, name: &str) -> Value {
        let found = self.variables.iter().rev().find(|(other, _)| other == name);
        found.map_or(Value::None, |(_, value)| value.clone())
    }

    /// Sets the last variable of this name.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        if let Some((_, variable)) = self.variables.iter_mut().rev().find(|(other, _)| other == name) {
            *variable = value;
        }
    }

    pub(super) fn declare(&mut self, name: &str, value: Value) {
        self.variables.push((name.to_owned(), value));
    }
}
