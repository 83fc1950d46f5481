//! The nodes of a template: text, actions, branches, loops and calls of templates.

use std::rc::Rc;

use promenade_go::strconv::quote_go;
use promenade_model::stack::deeper;

use super::exec::{Exec, Outcome, Stop};
use super::print::{print_value, printable};
use super::show::At;
use super::value::Value;
use crate::tree::{Branches, Node, Pipeline, TemplateCall};

/// Levels of templates that call each other. Go allows 100,000, for which its stack grows to a gigabyte.
const MAX_CALLS: usize = 10_000;

/// How a loop goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
}

/// What a loop goes over.
enum Items {
    List(Vec<(Value, Value)>),
    /// The integers from zero.
    Count(i64),
}

impl<'t> Exec<'t, '_> {
    /// The template as a whole.
    pub(super) fn body(&mut self, dot: &Value) -> Outcome<Flow> {
        let template = self.template;
        self.nodes(&template.body, dot)
    }

    fn nodes(&mut self, nodes: &'t [Node], dot: &Value) -> Outcome<Flow> {
        for node in nodes {
            let flow = deeper(|| self.walk(node, dot))?;
            if flow != Flow::Next && !self.is_probed() {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    fn walk(&mut self, node: &'t Node, dot: &Value) -> Outcome<Flow> {
        self.at(At::Node(node))?;
        match node {
            Node::Text(range) => {
                let source = self.source;
                self.write(source.get(range.clone()).unwrap_or_default())?;
            }
            Node::Action(pipeline) => {
                let Some(value) = self.tried(pipeline, dot)? else { return Ok(Flow::Next) };
                if pipeline.variables.is_empty() && !self.is_probed() {
                    self.at(At::Node(node))?;
                    self.write(&printable(&value))?;
                }
            }
            Node::If(branches) => return self.branches(branches, dot, false),
            Node::With(branches) => return self.branches(branches, dot, true),
            Node::Range(branches) => return self.range(branches, dot),
            Node::Template(call) => {
                self.try_at(&call.name_range, |exec| exec.template(call, dot))?;
            }
            Node::Break(_) => return Ok(Flow::Break),
            Node::Continue(_) => return Ok(Flow::Continue),
        }
        Ok(Flow::Next)
    }

    /// An `if`, or a `with`, which sets the dot.
    fn branches(&mut self, branches: &'t Branches, dot: &Value, is_with: bool) -> Outcome<Flow> {
        let n_variables = self.variables.len();
        for (condition, body) in &branches.branches {
            let Some(value) = self.tried(condition, dot)? else { continue };
            if self.is_probed() {
                self.nodes(body, if is_with { &value } else { dot })?;
            } else if value.is_true() {
                let flow = self.nodes(body, if is_with { &value } else { dot });
                self.variables.truncate(n_variables);
                return flow;
            }
        }
        let flow = self.otherwise(branches, dot);
        self.variables.truncate(n_variables);
        flow
    }

    /// The value of a pipeline that stands alone. Where the template is probed, none of one that fails, which ends the probe
    /// if variables are missing then.
    fn tried(&mut self, pipeline: &'t Pipeline, dot: &Value) -> Outcome<Option<Value>> {
        let value = self.try_at(&pipeline.range, |exec| exec.pipeline(pipeline, dot))?;
        if value.is_none() {
            without_variables(pipeline)?;
        }
        Ok(value)
    }

    fn otherwise(&mut self, branches: &'t Branches, dot: &Value) -> Outcome<Flow> {
        branches.otherwise.as_ref().map_or(Ok(Flow::Next), |body| self.nodes(body, dot))
    }

    fn range(&mut self, branches: &'t Branches, dot: &Value) -> Outcome<Flow> {
        let n_variables = self.variables.len();
        let Some((list, body)) = branches.branches.first() else { return Ok(Flow::Next) };
        let found = self.try_at(&list.range, |exec| {
            let value = exec.pipeline(list, dot)?.into_concrete();
            exec.items(&value, list)
        })?;
        let Some(items) = found else { return without_variables(list) };
        let flow = match items {
            Items::List(items) if self.is_probed() => {
                self.each(list, body, items.into_iter().take(1))?;
                self.otherwise(branches, dot)
            }
            Items::List(items) if !items.is_empty() => self.each(list, body, items.into_iter()),
            Items::Count(n) if n > 0 => self.each(list, body, (0..n).map(|i| (Value::None, Value::Int(i)))),
            Items::List(_) | Items::Count(_) => self.otherwise(branches, dot),
        };
        self.variables.truncate(n_variables);
        flow
    }

    fn items(&self, value: &Value, list: &Pipeline) -> Outcome<Items> {
        let entry = |key: &str, value: Value| (Value::text(key), value);
        Ok(Items::List(match value {
            Value::None => Vec::new(),
            Value::Texts(map) => map.iter().map(|(key, text)| entry(key, Value::text(text))).collect(),
            Value::Map(map) => map.iter().map(|(key, value)| entry(key, value.clone())).collect(),
            Value::Samples(samples) => {
                let samples = samples.borrow();
                let item = |(i, sample): (usize, &Rc<_>)| (Value::Int(i as i64), Value::Sample(Rc::clone(sample)));
                samples.iter().enumerate().map(item).collect()
            }
            other => match other.integer() {
                Some(_) if list.variables.len() > 1 => {
                    let shown = print_value(other, 'v');
                    return self.fail(&format!("can't use {shown} to iterate over more than one variable"));
                }
                Some(n) => return Ok(Items::Count(n)),
                None => return self.fail(&format!("range can't iterate over {}", print_value(other, 'v'))),
            },
        }))
    }

    /// Walks the body for each item.
    fn each(
        &mut self,
        list: &'t Pipeline,
        body: &'t [Node],
        items: impl Iterator<Item = (Value, Value)>,
    ) -> Outcome<Flow> {
        let mark = self.variables.len();
        for (index, element) in items {
            self.step()?;
            self.bind(list, mark, index, &element);
            let flow = self.nodes(body, &element);
            self.variables.truncate(mark);
            if flow? == Flow::Break {
                break;
            }
        }
        Ok(Flow::Next)
    }

    /// Sets the variables of a loop: the last is the element, one before it the index.
    fn bind(&mut self, list: &Pipeline, mark: usize, index: Value, element: &Value) {
        let n_declared = list.variables.len();
        let values = [Some(element.clone()), Some(index)];
        for (i, (variable, value)) in list.variables.iter().rev().zip(values).enumerate() {
            let Some(value) = value else { continue };
            if list.is_assignment {
                self.set(&variable.name, value);
            } else if let Some((_, slot)) =
                (mark - n_declared..mark).nth_back(i).and_then(|at| self.variables.get_mut(at))
            {
                *slot = value;
            }
        }
    }

    /// `{{template "name" pipeline}}`, which knows no variable but `$`.
    fn template(&mut self, call: &'t TemplateCall, dot: &Value) -> Outcome<()> {
        if self.is_deep_enough() {
            return Ok(());
        }
        let template = self.template;
        let defined = template.definitions.iter().rev().filter(|definition| definition.name == call.name);
        let body = match defined.max_by_key(|definition| !definition.body.is_empty()) {
            Some(definition) => &definition.body,
            None if call.name == template.name => &template.body,
            None => return self.fail(&format!("template {} not defined", quote_go(&call.name))),
        };
        if self.n_calls == MAX_CALLS {
            return self.fail(&format!("exceeded maximum template depth ({MAX_CALLS})"));
        }
        let argument = match &call.argument {
            Some(pipeline) => self.pipeline(pipeline, dot)?,
            None => Value::None,
        };
        let outer = std::mem::replace(&mut self.variables, vec![("$".to_owned(), argument.clone())]);
        let (name, node) = (std::mem::replace(&mut self.name, &call.name), self.node);
        self.n_calls += 1;
        let result = self.nodes(body, &argument);
        self.n_calls -= 1;
        (self.variables, self.name, self.node) = (outer, name, node);
        result.map(drop)
    }
}

/// Goes on after a pipeline that has failed, unless it should have set variables.
fn without_variables(pipeline: &Pipeline) -> Outcome<Flow> {
    if pipeline.variables.is_empty() { Ok(Flow::Next) } else { Err(Stop::Missing("a variable".to_owned())) }
}
