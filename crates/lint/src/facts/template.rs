//! What the templates of an alert print and ask.

use promenade_model::value::SourceRange;
use promenade_template::Template;
use promenade_template::tree::{Branches, Command, Field, Node, Operand, OperandKind, Pipeline};

/// A place where a template uses the value of the alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UsedValue {
    /// Where it stands in the text of the template.
    pub(crate) range: SourceRange,
    /// Whether it is printed as it is.
    pub(crate) is_bare: bool,
}

/// Where a template prints the value, or what a function makes of it.
pub(crate) fn printed_values(template: &Template) -> Vec<UsedValue> {
    let mut used = Vec::new();
    each_pipeline(&template.body, &mut |pipeline, is_printed| {
        if !is_printed || !pipeline.variables.is_empty() {
            return;
        }
        let is_bare = matches!(pipeline.commands.as_slice(), [command] if command.operands.len() == 1);
        each_operand(pipeline, &mut |operand| {
            if is_value(operand) {
                used.push(UsedValue { range: operand.range.clone(), is_bare });
            }
        });
    });
    used
}

/// `$value`, `.Value` and `$.Value`.
fn is_value(operand: &Operand) -> bool {
    match &operand.kind {
        OperandKind::Variable(name, fields) => {
            let of_dot = name == "$" && fields.first().is_some_and(|field| field.name == "Value");
            name == "$value" || of_dot
        }
        OperandKind::Fields(fields) => fields.first().is_some_and(|field| field.name == "Value"),
        _ => false,
    }
}

/// The labels that a template reads from the map that is `variable`, or the field `field` of the dot, with their places.
pub(crate) fn used_labels(template: &Template, variable: &str, field: &str) -> Vec<(String, SourceRange)> {
    let mut used = Vec::new();
    each_pipeline(&template.body, &mut |pipeline, _| {
        each_operand(pipeline, &mut |operand| {
            let label = match &operand.kind {
                OperandKind::Variable(name, fields) if name == variable => fields.first(),
                OperandKind::Variable(name, fields) if name == "$" => of_field(fields, field),
                OperandKind::Fields(fields) => of_field(fields, field),
                _ => None,
            };
            used.extend(label.map(|label| (label.name.clone(), operand.range.clone())));
        });
    });
    used
}

/// The field behind one of this name.
fn of_field<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.first().filter(|field| field.name == name).and(fields.get(1))
}

/// The queries that a template asks, where they are written as one string, with the places of the strings.
pub(crate) fn literal_queries(template: &Template) -> Vec<(String, SourceRange)> {
    let mut queries = Vec::new();
    each_pipeline(&template.body, &mut |pipeline, _| {
        each_command(pipeline, &mut |command| {
            let [function, argument, ..] = command.operands.as_slice() else { return };
            if let (OperandKind::Function(name), OperandKind::String(text)) = (&function.kind, &argument.kind)
                && name == QUERY_FUNCTION
            {
                queries.push((text.clone(), argument.range.clone()));
            }
        });
    });
    queries
}

/// The function of templates that runs a query.
const QUERY_FUNCTION: &str = "query";

/// Calls `visit` for each pipeline, and says whether its result is printed.
fn each_pipeline(nodes: &[Node], visit: &mut dyn FnMut(&Pipeline, bool)) {
    for node in nodes {
        match node {
            Node::Action(pipeline) => visit(pipeline, true),
            Node::If(branches) | Node::With(branches) | Node::Range(branches) => each_branch(branches, visit),
            Node::Template(call) => call.argument.iter().for_each(|pipeline| visit(pipeline, false)),
            Node::Text(_) | Node::Break(_) | Node::Continue(_) => {}
        }
    }
}

fn each_branch(branches: &Branches, visit: &mut dyn FnMut(&Pipeline, bool)) {
    for (pipeline, body) in &branches.branches {
        visit(pipeline, false);
        each_pipeline(body, visit);
    }
    branches.otherwise.iter().for_each(|body| each_pipeline(body, visit));
}

fn each_command(pipeline: &Pipeline, visit: &mut dyn FnMut(&Command)) {
    for command in &pipeline.commands {
        visit(command);
        for operand in &command.operands {
            inner_pipelines(operand, &mut |inner| each_command(inner, visit));
        }
    }
}

fn each_operand(pipeline: &Pipeline, visit: &mut dyn FnMut(&Operand)) {
    for operand in pipeline.commands.iter().flat_map(|command| &command.operands) {
        visit(operand);
        inner_pipelines(operand, &mut |inner| each_operand(inner, visit));
    }
}

fn inner_pipelines(operand: &Operand, visit: &mut dyn FnMut(&Pipeline)) {
    match &operand.kind {
        OperandKind::Pipeline(inner) => visit(inner),
        OperandKind::Chain(inner, _) => inner_pipelines(inner, visit),
        _ => {}
    }
}
