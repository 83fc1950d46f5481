//! What the templates of an alert print and ask.

use promenade_documents::rules::Spanned;
use promenade_model::value::SourceRange;
use promenade_template::tree::{Branches, Node, Operand, OperandKind, Pipeline};
use promenade_template::{Options, Template, parse};

use crate::context::RuleContext;

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

/// The templates of an alert that hold actions and can be read, each with the text that it stands in.
pub(crate) fn templates<'a>(cx: &'a RuleContext<'_>) -> impl Iterator<Item = (&'a Spanned<String>, Template)> {
    let texts = cx.rule.annotations.iter().chain(&cx.rule.labels).map(|(_, value)| value);
    let actions = texts.filter(|value| cx.is_alert() && value.value.contains("{{"));
    actions.filter_map(|value| Some((value, parse(&value.value, &Options::alert(cx.name())).ok()?)))
}

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
