//! Nodes as Go prints them in messages.

use std::fmt;
use std::ops::Range;

use promenade_go::strconv::quote_go;

use crate::tree::{Branches, Command, Field, Node, Operand, OperandKind, Pipeline, Template, TemplateCall};

/// A node that an error can be reported at.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'t> {
    /// The template as a whole.
    Body,
    Node(&'t Node),
    Pipeline(&'t Pipeline),
    Command(&'t Command),
    Operand(&'t Operand),
}

impl At<'_> {
    /// Where Go says that the node stands.
    pub(super) fn start(&self, template: &Template) -> usize {
        match self {
            Self::Body => template.body.first().map_or(0, node_start),
            Self::Node(node) => node_start(node),
            Self::Pipeline(pipeline) => pipeline.range.start,
            Self::Command(command) => command.range.start,
            Self::Operand(operand) => operand_start(operand),
        }
    }
}

impl At<'_> {
    /// The bytes of the node; none for the template as a whole.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        Some(match self {
            Self::Body => return None,
            Self::Node(Node::Text(range) | Node::Break(range) | Node::Continue(range)) => range.clone(),
            Self::Node(Node::Action(pipeline)) => pipeline.range.clone(),
            Self::Pipeline(pipeline) => pipeline.range.clone(),
            Self::Node(Node::If(branches) | Node::With(branches) | Node::Range(branches)) => {
                branches.branches.first()?.0.range.clone()
            }
            Self::Node(Node::Template(call)) => call.name_range.clone(),
            Self::Command(command) => command.range.clone(),
            Self::Operand(operand) => operand.range.clone(),
        })
    }
}

fn node_start(node: &Node) -> usize {
    match node {
        Node::Text(range) | Node::Break(range) | Node::Continue(range) => range.start,
        Node::Action(pipeline) => pipeline.range.start,
        Node::If(branches) | Node::With(branches) | Node::Range(branches) => {
            branches.branches.first().map_or(0, |(pipeline, _)| pipeline.range.start)
        }
        Node::Template(call) => call.name_range.start,
    }
}

/// Fields after the first operand are a token of their own, at which Go sees the whole.
fn operand_start(operand: &Operand) -> usize {
    let field = |field: Option<&Field>| field.map_or(operand.range.start, |field| field.range.start);
    match &operand.kind {
        OperandKind::Fields(fields) => field(fields.get(1)),
        OperandKind::Variable(_, fields) | OperandKind::Chain(_, fields) => field(fields.first()),
        OperandKind::Pipeline(pipeline) => pipeline.range.start,
        _ => operand.range.start,
    }
}

/// Prints a node.
pub(super) struct Show<'a, 't> {
    pub(super) source: &'t str,
    pub(super) node: &'a At<'t>,
}

impl fmt::Display for Show<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let printer = Printer { source: self.source };
        match self.node {
            At::Body => Ok(()),
            At::Node(node) => printer.node(node, f),
            At::Pipeline(pipeline) => printer.pipeline(pipeline, f),
            At::Command(command) => printer.command(command, f),
            At::Operand(operand) => printer.operand(operand, f),
        }
    }
}

struct Printer<'t> {
    source: &'t str,
}

impl Printer<'_> {
    fn nodes(&self, nodes: &[Node], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        nodes.iter().try_for_each(|node| self.node(node, f))
    }

    fn node(&self, node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match node {
            Node::Text(range) => f.write_str(self.source.get(range.clone()).unwrap_or_default()),
            Node::Action(pipeline) => {
                f.write_str("{{")?;
                self.pipeline(pipeline, f)?;
                f.write_str("}}")
            }
            Node::If(branches) => self.branches("if", &branches.branches, branches, f),
            Node::With(branches) => self.branches("with", &branches.branches, branches, f),
            Node::Range(branches) => self.branches("range", &branches.branches, branches, f),
            Node::Template(call) => self.template(call, f),
            Node::Break(_) => f.write_str("{{break}}"),
            Node::Continue(_) => f.write_str("{{continue}}"),
        }
    }

    /// Prints the branches that are left; an `else if` is an `if` within the `else`.
    fn branches(
        &self,
        word: &str,
        left: &[(Pipeline, Vec<Node>)],
        branches: &Branches,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let Some(((condition, body), rest)) = left.split_first() else { return Ok(()) };
        write!(f, "{{{{{word} ")?;
        self.pipeline(condition, f)?;
        f.write_str("}}")?;
        self.nodes(body, f)?;
        if !rest.is_empty() {
            f.write_str("{{else}}")?;
            self.branches(word, rest, branches, f)?;
        } else if let Some(otherwise) = &branches.otherwise {
            f.write_str("{{else}}")?;
            self.nodes(otherwise, f)?;
        }
        f.write_str("{{end}}")
    }

    fn template(&self, call: &TemplateCall, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{{template {}", quote_go(&call.name))?;
        if let Some(argument) = &call.argument {
            f.write_str(" ")?;
            self.pipeline(argument, f)?;
        }
        f.write_str("}}")
    }

    fn pipeline(&self, pipeline: &Pipeline, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, variable) in pipeline.variables.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            write!(f, "{comma}{}", variable.name)?;
        }
        if !pipeline.variables.is_empty() {
            f.write_str(if pipeline.is_assignment { " = " } else { " := " })?;
        }
        for (i, command) in pipeline.commands.iter().enumerate() {
            f.write_str(if i > 0 { " | " } else { "" })?;
            self.command(command, f)?;
        }
        Ok(())
    }

    fn command(&self, command: &Command, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, operand) in command.operands.iter().enumerate() {
            f.write_str(if i > 0 { " " } else { "" })?;
            self.argument(operand, f)?;
        }
        Ok(())
    }

    /// An operand, a pipeline in parentheses.
    fn argument(&self, operand: &Operand, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !matches!(operand.kind, OperandKind::Pipeline(_)) {
            return self.operand(operand, f);
        }
        f.write_str("(")?;
        self.operand(operand, f)?;
        f.write_str(")")
    }

    fn operand(&self, operand: &Operand, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &operand.kind {
            OperandKind::Function(name) => f.write_str(name),
            OperandKind::Dot => f.write_str("."),
            OperandKind::Nil => f.write_str("nil"),
            OperandKind::Bool(value) => write!(f, "{value}"),
            OperandKind::Number(_) | OperandKind::String(_) => {
                f.write_str(self.source.get(operand.range.clone()).unwrap_or_default())
            }
            OperandKind::Fields(fields) => Self::fields(fields, f),
            OperandKind::Variable(name, fields) => {
                f.write_str(name)?;
                Self::fields(fields, f)
            }
            OperandKind::Pipeline(pipeline) => self.pipeline(pipeline, f),
            OperandKind::Chain(inner, fields) => {
                self.argument(inner, f)?;
                Self::fields(fields, f)
            }
        }
    }

    fn fields(fields: &[Field], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fields.iter().try_for_each(|field| write!(f, ".{}", field.name))
    }
}
