//! The check of a rule file, with the verdict and the words of `promtool check rules` (Prometheus 3.16).

mod duplicates;
mod encoding;
mod expression;
mod group;
mod names;
mod places;
mod problem;
mod resource;
mod rule;
mod ruler;

use promenade_go_yaml::{NodeIdx, Parser, Tree, YamlError};
use promenade_model::Features;

use self::group::Validator;
use self::resource::check_resources;
use super::decode::{Decoder, Fatal, Misfit, MisfitKind, Object, Value};
use super::schema::{GROUP_NODES, GROUPS, Struct};
use crate::document::Document;
use crate::kind::DocumentKind;
use crate::yaml::Yaml;
use promenade_model::FileRange;

pub use self::duplicates::DuplicateRule;
pub use self::encoding::check_bytes;
pub use self::names::NameScheme;
pub use self::problem::{RuleProblem, RuleProblemKind};
pub use self::ruler::Ruler;

/// How to check a rule file.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct CheckOptions {
    /// Whether fields that Prometheus does not know are let pass.
    pub ignore_unknown_fields: bool,
    /// Which names metrics and labels may have.
    pub names: NameScheme,
    /// The optional parts of PromQL.
    pub features: Features,
    /// The program that the rules are for, whose fields are let pass.
    pub ruler: Ruler,
}

promenade_model::setters!(CheckOptions {
    ignore_unknown_fields: bool,
    names: NameScheme,
    features: Features,
    ruler: Ruler
});

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// What is wrong, each thing once, in the order in which Prometheus finds it.
    pub problems: Vec<RuleProblem>,
    /// What promtool says, a text for each of its errors; a text may have several lines. Prometheus reads a file twice,
    /// so some mistakes are in it twice.
    pub errors: Vec<String>,
    /// Whether something follows the first document, which Prometheus does not read.
    pub has_more_documents: bool,
    /// How many rules there are.
    pub n_rules: usize,
    /// Rules that have the same name and labels as another.
    pub duplicates: Vec<DuplicateRule>,
}

impl Checked {
    /// Whether Prometheus takes the file.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Checks the rules of a document: of a rule file, of resources of kind `PrometheusRule`, and of the rule files that config
/// maps hold. Problems of queries and templates blame the bytes that are wrong.
///
/// The verdict is promtool's, and so are the words, but for what is wrong with an expression, which our parser says in its
/// own way. Two things differ: templates may be nested 100 deep, and an alert whose name holds a `%` is called by its name
/// in messages about its templates, where Go takes the sign for a verb.
pub fn check(document: &Document, options: &CheckOptions) -> Vec<RuleProblem> {
    let text = Yaml::readable(document.text());
    let checked = match document.kind() {
        DocumentKind::PrometheusRule => check_resources(&text, options),
        _ => check_text(&text, options),
    };
    let mut problems = checked.problems;
    places::narrow(&mut problems, document);
    for nested in document.nested().iter().filter(|nested| nested.document.kind() == DocumentKind::RuleFile) {
        let found = check(&nested.document, options).into_iter();
        problems.extend(found.map(|problem| problem.moved(&nested.offsets)));
    }
    problems
}

/// Checks the text of a rule file. Problems of queries and templates blame the whole value. Only its first YAML document counts, as for Prometheus.
pub fn check_text(text: &str, options: &CheckOptions) -> Checked {
    let mut checked = Checked::default();
    let mut parser = Parser::new(text);
    let mut tree = Tree::default();
    let root = match tree.read_document(&mut parser) {
        Ok(root) => root,
        Err(error) => return unreadable(&error, text),
    };
    checked.has_more_documents = !matches!(tree.read_document(&mut parser), Ok(None));
    if let Some(root) = root {
        checked.check_rules(&tree, root, &GROUPS, options);
    }
    checked
}

/// What is not YAML is found twice, and once more where Prometheus looks for a second document.
fn unreadable(error: &YamlError, text: &str) -> Checked {
    let message = error.message();
    let at = error.place.offset.min(text.len());
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let problem = RuleProblem::new(RuleProblemKind::Yaml, message.clone(), FileRange::new(at, end));
    Checked {
        problems: vec![problem],
        errors: vec![message.clone(), message],
        has_more_documents: true,
        ..Checked::default()
    }
}

impl Checked {
    /// Checks the mapping that has `groups`.
    fn check_rules(&mut self, tree: &Tree, root: NodeIdx, of: &'static Struct, options: &CheckOptions) {
        let groups = self.decode(tree, root, of, options);
        let places = self.decode_places(tree, root);
        let (Some(groups), Some(places)) = (groups, places) else { return };
        let mut validator = Validator::new(tree, options);
        validator.groups(&groups, &places);
        (self.problems, self.errors) = validator.into_problems();
        self.n_rules = groups.list("groups").map(|(_, group)| group.list("rules").count()).sum();
        self.duplicates = duplicates::find(tree, &groups);
    }

    /// The rules; `None` if something is not of the type that it should be.
    fn decode(&mut self, tree: &Tree, root: NodeIdx, of: &'static Struct, options: &CheckOptions) -> Option<Object> {
        let mut decoder = Decoder::new(tree, !options.ignore_unknown_fields);
        let decoded = decoder.document(root, of);
        let mut misfits = std::mem::take(&mut decoder.misfits);
        misfits.retain(|misfit| !misfit.unknown_field(tree).is_some_and(|(field, of)| options.ruler.knows(field, of)));
        self.problems.extend(match &decoded {
            Ok(_) => misfits.iter().map(|misfit| misfit_problem(tree, misfit)).collect(),
            Err(fatal) => vec![fatal_problem(tree, fatal)],
        });
        self.decoded(decoded, &misfits)
    }

    /// The nodes of the rules, by which Prometheus says where something is.
    fn decode_places(&mut self, tree: &Tree, root: NodeIdx) -> Option<Object> {
        let mut decoder = Decoder::new(tree, false);
        let decoded = decoder.document(root, &GROUP_NODES);
        let misfits = std::mem::take(&mut decoder.misfits);
        self.decoded(decoded, &misfits)
    }

    fn decoded(&mut self, decoded: Result<Value, Fatal>, misfits: &[Misfit]) -> Option<Object> {
        match decoded {
            Err(fatal) => {
                self.errors.push(fatal.message);
                return None;
            }
            Ok(_) if !misfits.is_empty() => {
                let lines: Vec<String> = misfits.iter().map(|misfit| format!("\n  {}", misfit.with_line())).collect();
                self.errors.push(format!("yaml: unmarshal errors:{}", lines.concat()));
                return None;
            }
            Ok(Value::Object(object)) => Some(object),
            Ok(_) => Some(Object::new(&GROUPS)),
        }
        .filter(|_| self.errors.is_empty())
    }
}

fn misfit_problem(tree: &Tree, misfit: &Misfit) -> RuleProblem {
    let range = node_range(tree, misfit.node);
    let kind = match &misfit.kind {
        MisfitKind::UnknownField { .. } => RuleProblemKind::UnknownField,
        MisfitKind::DuplicateKey { .. } => RuleProblemKind::DuplicateKey,
        MisfitKind::WrongType => RuleProblemKind::WrongType,
    };
    let problem = RuleProblem::new(kind, misfit.message.clone(), range);
    let diagnostic = match &misfit.kind {
        MisfitKind::UnknownField { meant: Some(meant) } => problem
            .diagnostic
            .with_help(format!("did you mean `{meant}`?"))
            .with_fix(format!("write `{meant}`"), range, *meant),
        MisfitKind::DuplicateKey { first } => {
            problem.diagnostic.with_label(node_range(tree, *first), "it is set here first")
        }
        _ => problem.diagnostic,
    };
    let other_ruler = misfit.unknown_field(tree).and_then(|(field, of)| Ruler::of_field(field, of));
    RuleProblem { diagnostic, promtool: misfit.with_line(), other_ruler, ..problem }
}

fn fatal_problem(tree: &Tree, fatal: &Fatal) -> RuleProblem {
    let mut problem = RuleProblem::new(fatal.kind, fatal.message.clone(), node_range(tree, fatal.node));
    if fatal.kind == RuleProblemKind::Duration {
        problem.diagnostic.help = Some("a duration is a number with a unit: `30s`, `5m`, `1h30m`".to_owned());
    }
    problem
}

fn node_range(tree: &Tree, idx: NodeIdx) -> FileRange {
    let node = tree.node(idx);
    FileRange::new(node.start.offset, node.end.offset.max(node.start.offset))
}
