//! Files of YAML: which of their documents hold rules, and which hold other files.

use std::borrow::Cow;
use std::collections::HashMap;

use promenade_syntax::Variables;

use super::{kubernetes, rule_file, template, unit_tests};
use crate::document::{Document, ReadOptions, Source};
use crate::json::{Json, JsonRef};
use crate::kind::DocumentKind;
use crate::offsets::OffsetMap;
use crate::problem::ProblemKind;
use crate::query::{EmbeddedQuery, Layout, Origin, Place, QueryIdx};
use crate::rules::RuleFile;
use crate::yaml::write::block_indent;
use crate::yaml::{Comment, Node, NodeIdx, NodeRef, Yaml, YamlError};
use promenade_model::FileRange;

const UNKNOWN_PLACES: &str = "the places of these characters cannot be told; write the value in another style of YAML";

/// A document that stands as a text in another one.
#[derive(Debug, Clone)]
pub(crate) struct Nested {
    /// The scalar that holds it.
    pub(crate) node: NodeIdx,
    /// Where its characters stand.
    pub(crate) offsets: OffsetMap,
    /// How its lines stand in the outer document.
    pub(crate) layout: Layout,
    pub(crate) document: Document,
}

/// What was found in the documents of a file, in the order of the text.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// The mappings with the key `groups`.
    pub(super) groups: Vec<NodeRef<'a>>,
    /// Texts that are files: a name, and the scalar.
    pub(super) files: Vec<(String, NodeRef<'a>)>,
    /// The mappings with unit tests of rules.
    pub(super) tests: Vec<NodeRef<'a>>,
    /// Whether there is a resource of Kubernetes.
    pub(super) is_kubernetes: bool,
    /// Whether the name of the file says that it holds rules.
    pub(super) is_named_as_rules: bool,
    /// Whether there is a resource that is to hold rules.
    pub(super) has_rule_resource: bool,
}

/// Whether a text is YAML that holds rules or resources, for texts whose name does not say so.
pub(super) fn holds_resources(text: &str) -> bool {
    // What is not YAML any more may still be meant as such.
    if text.lines().any(|line| line.starts_with("groups:") || line.starts_with("apiVersion:")) {
        return true;
    }
    let (tree, _) = Yaml::read(text);
    let has = |node: NodeRef<'_>, key: &str| node.get(key).is_some();
    tree.documents().any(|root| rule_file::is_rule_file(root) || has(root, "kind") && has(root, "apiVersion"))
}

/// Whether a JSON file is rules rather than a dashboard.
pub(super) fn is_rule_json(json: &Json) -> bool {
    json.root().is_some_and(|root| {
        let is_resource =
            root.get("kind").is_some() && root.get("apiVersion").is_some() && !is_dashboard_resource(root);
        root.get("groups").is_some_and(holds_rules) || is_resource
    })
}

/// Whether an array of groups has a rule.
fn holds_rules(groups: JsonRef<'_>) -> bool {
    let mut rules = groups.items().filter_map(|group| group.get("rules")).flat_map(JsonRef::items);
    rules.any(|rule| rule_file::RULE_KEYS.iter().any(|key| rule.get(key).is_some()))
}

fn is_dashboard_resource(root: JsonRef<'_>) -> bool {
    root.get_str("kind") == Some("Dashboard") || root.get_str("kind") == Some("LibraryPanel")
}

/// Reads the file.
pub(super) fn read(document: &mut Document, options: &ReadOptions) {
    let is_given = options.kind.is_some();
    let text = document.text().to_owned();
    let (tree, text, error) = Yaml::read_rules(&text);
    if let Some(error) = error {
        let is_template = (is_given || looks_like_queries(&text)) && template::named(document, &text, true);
        if !is_template {
            broken(document, &error, is_given);
        }
        return;
    }
    let found = find(&tree, options, document.name());
    let holds_rules = is_given || !found.groups.is_empty() || !found.files.is_empty();
    if holds_rules && template::named(document, &without_comments(&text, &tree), false) {
        return;
    }
    document.kind = kind(&found);
    let nested = nested(document, &found, options);
    queries(document, &found, options);
    document.comments = tree.comments().to_vec();
    add_nested(document, &nested);
    if is_given && document.kind == DocumentKind::Other {
        let message = "there are no rules in this file: it has neither `groups` nor a `PrometheusRule`";
        document.problem(ProblemKind::Shape, FileRange::at(0), message);
    }
    document.source = Source::Yaml(tree, nested);
}

/// Finds rules and files in all documents.
fn find<'a>(tree: &'a Yaml, options: &ReadOptions, name: &str) -> Found<'a> {
    let mut found = Found { is_named_as_rules: is_named_as_rules(name), ..Found::default() };
    for root in tree.documents() {
        match options.kind {
            Some(DocumentKind::RuleFile) => found.groups.push(root),
            _ if unit_tests::is_unit_tests(root) => found.tests.push(root),
            _ => kubernetes::classify(root, &mut found),
        }
    }
    found
}

/// Whether the name of a file says that it holds rules, so that `groups` without rules are meant as such.
fn is_named_as_rules(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    ["rule", "alert", "record"].iter().any(|word| file.contains(word))
}

/// The text with blanks in place of its comments.
fn without_comments<'t>(text: &'t str, tree: &Yaml) -> Cow<'t, str> {
    let has_action = |comment: &&Comment| comment.text.contains("{{");
    let mut out = Cow::Borrowed(text);
    for comment in tree.comments().iter().filter(has_action) {
        out.to_mut().replace_range(comment.range.bytes(), &" ".repeat(comment.range.bytes().len()));
    }
    out
}

fn kind(found: &Found<'_>) -> DocumentKind {
    if found.groups.is_empty() && !found.tests.is_empty() {
        DocumentKind::UnitTests
    } else if found.groups.is_empty() && found.files.is_empty() && !found.has_rule_resource {
        DocumentKind::Other
    } else if found.is_kubernetes {
        DocumentKind::PrometheusRule
    } else {
        DocumentKind::RuleFile
    }
}

/// Only a file that may hold rules or dashboards is named as one that cannot be read.
fn looks_like_queries(text: &str) -> bool {
    ["groups:", "PrometheusRule", "expr:", "\"groups\"", "\"expr\"", "\"panels\""]
        .iter()
        .any(|word| text.contains(word))
}

fn broken(document: &mut Document, error: &YamlError, is_given: bool) {
    if is_given || looks_like_queries(document.text()) {
        document.problem(ProblemKind::Yaml, FileRange::at(error.at), format!("this is not YAML: {}", error.message));
        let help = unquoted_brace(document.text(), error.at);
        if let Some(problem) = document.problems.last_mut() {
            problem.diagnostic.help = help.map(str::to_owned);
        }
    }
}

/// What to do where a value begins with `{` that is no mapping: a query such as `{job="a"}`, or a template.
fn unquoted_brace(text: &str, at: usize) -> Option<&'static str> {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    // The reader may see it on the line after the one that is wrong.
    let mut lines = before.rsplit('\n').take(2).map(|line| line.trim_start().trim_start_matches("- "));
    let rest = text.get(before.len()..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
    let begins = |line: &str| line.split_once(": ").is_some_and(|(_, value)| value.trim_start().starts_with('{'));
    let is_here = lines.any(|line| begins(line) || begins(&format!("{line}{rest}")));
    is_here.then_some("a value that begins with `{` is a mapping for YAML: put it in quotes, or write it below `|`")
}

/// Adds the queries of all groups, in the order of the text, and the rules that have them.
fn queries(document: &mut Document, found: &Found<'_>, options: &ReadOptions) {
    let mut exprs = Vec::new();
    for (file, root) in found.groups.iter().enumerate() {
        rule_file::expressions(*root, file, &mut exprs);
    }
    for root in &found.tests {
        unit_tests::expressions(*root, &mut exprs);
    }
    exprs.sort_by_key(|expr| expr.node.range().start);
    let mut by_node = HashMap::new();
    for expr in exprs {
        if by_node.contains_key(&expr.node.idx()) {
            continue;
        }
        if let Some(query) = query(document, expr.node, expr.origin, options.variables) {
            by_node.insert(expr.node.idx(), QueryIdx(document.queries.len()));
            document.queries.push(query);
        }
    }
    let query_of = |idx: NodeIdx| by_node.get(&idx).copied();
    let rule_files = found.groups.iter().map(|root| RuleFile::read(*root, document.text(), &query_of)).collect();
    document.rule_files = rule_files;
}

fn query(document: &mut Document, node: NodeRef<'_>, origin: Origin, variables: Variables) -> Option<EmbeddedQuery> {
    let text = node.as_str()?.to_owned();
    if template::in_query(&text) {
        let message = "this query is made by a template; render the file and give the result";
        document.problem(ProblemKind::Template, node.range(), message);
        return None;
    }
    let Some(offsets) = node.offsets(document.text()) else {
        document.problem(ProblemKind::Position, node.range(), UNKNOWN_PLACES);
        return None;
    };
    let (range, layout) = (node.range(), layout(document.text(), node.node()));
    Some(EmbeddedQuery { text, variables, origin, range, layout, offsets, place: Place::Yaml(node.idx()) })
}

/// How the lines of a scalar stand, or would stand.
fn layout(text: &str, node: &Node) -> Layout {
    block_indent(text, node).map_or(Layout::Escaped, Layout::Lines)
}

/// Reads the files that stand as texts in this one.
fn nested(document: &mut Document, found: &Found<'_>, options: &ReadOptions) -> Vec<Nested> {
    let mut nested = Vec::new();
    for (name, node) in &found.files {
        let Some(text) = node.as_str() else { continue };
        let inner = Document::read(name, text, &ReadOptions { kind: None, ..options.clone() });
        if inner.kind == DocumentKind::Other && inner.problems.is_empty() {
            continue;
        }
        match node.offsets(document.text()) {
            Some(offsets) => {
                let layout = layout(document.text(), node.node());
                nested.push(Nested { node: node.idx(), offsets, layout, document: inner });
            }
            None => document.problem(ProblemKind::Position, node.range(), UNKNOWN_PLACES),
        }
    }
    nested
}

/// Adds what was found in nested documents, with places in this one.
fn add_nested(document: &mut Document, nested: &[Nested]) {
    for (idx, inner) in nested.iter().enumerate() {
        let (first_query, first_file) = (document.queries.len(), document.rule_files.len());
        for (query_idx, query) in inner.document.queries.iter().enumerate() {
            let place = Place::Nested { nested: idx, query: QueryIdx(query_idx) };
            document.queries.push(moved(query, inner, place, first_file));
        }
        for problem in inner.document.problems() {
            let range = inner.offsets.to_source(problem.diagnostic.range.bytes());
            document.problem(problem.kind, range, format!("{}: {}", inner.document.name(), problem.diagnostic.message));
        }
        for comment in inner.document.comments() {
            let range = inner.offsets.to_source(comment.range.bytes());
            document.comments.push(Comment { range, text: comment.text.clone() });
        }
        for file in &inner.document.rule_files {
            let moved = file.moved(|idx| QueryIdx(idx.0 + first_query), Some(&inner.offsets));
            document.rule_files.push(moved);
        }
    }
    document.comments.sort_by_key(|comment| comment.range.start);
    document.problems.sort_by_key(|problem| problem.diagnostic.range.start);
    if !nested.is_empty() {
        sort_queries(document);
    }
}

/// A query of a nested document, as one of this document.
fn moved(query: &EmbeddedQuery, outer: &Nested, place: Place, first_file: usize) -> EmbeddedQuery {
    let origin = match query.origin.clone() {
        Origin::Rule { file, group, rule } => Origin::Rule { file: file + first_file, group, rule },
        origin => origin,
    };
    EmbeddedQuery {
        text: query.text.clone(),
        variables: query.variables,
        origin,
        range: outer.offsets.to_source(query.range.bytes()),
        layout: query.layout.within(outer.layout),
        offsets: query.offsets.through(&outer.offsets),
        place,
    }
}

/// Puts the queries into the order of the text.
fn sort_queries(document: &mut Document) {
    let mut order: Vec<usize> = (0..document.queries.len()).collect();
    order.sort_by_key(|idx| document.queries[*idx].range.start);
    let mut new_idx = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, old)| new_idx[*old] = new);
    document.queries = order.iter().map(|idx| document.queries[*idx].clone()).collect();
    let files = document.rule_files.iter().map(|file| file.moved(|idx| QueryIdx(new_idx[idx.0]), None));
    document.rule_files = files.collect();
}
