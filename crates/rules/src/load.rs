//! From a file to the definitions of its groups.

use std::collections::BTreeMap;

use promenade_documents::rules::{CheckOptions, Group, Rule, RuleFile, RuleKind, Spanned, check, check_text};
use promenade_documents::{Document, DocumentKind, ReadOptions};
use promenade_go_yaml::{Resolved, resolve_plain};
use promenade_model::duration::parse_duration;
use promenade_model::{Features, FileRange};

use crate::definition::{GroupDefinition, RuleDefinition, RulePlaces, RuleType};
use crate::markdown::{is_markdown, rule_blocks};

/// How rule files are read.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct LoadOptions {
    /// Whether fields that Prometheus does not know are let pass.
    pub ignore_unknown_fields: bool,
    /// The optional parts of the language.
    pub features: Features,
}

promenade_model::setters!(LoadOptions { ignore_unknown_fields: bool, features: Features });

/// Why a file gives no rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// Prometheus refuses it, in promtool's words.
    #[error("{file}: {message}")]
    Refused {
        /// The file.
        file: String,
        /// Why.
        message: String,
    },
    /// A query of the file cannot be read as one, such as one that a template makes.
    #[error("{file}:{line}: the expression of {rule} cannot be read; render the file and give the result")]
    Expression {
        /// The file.
        file: String,
        /// The line of the rule.
        line: usize,
        /// The name of the rule.
        rule: String,
    },
}

/// The groups of a file: a rule file of Prometheus, resources of Kubernetes that hold rules, or Markdown whose code blocks
/// of YAML are rule files.
///
/// # Errors
/// Everything for which Prometheus refuses the file.
pub fn load_groups(file: &str, text: &str, options: &LoadOptions) -> Result<Vec<GroupDefinition>, Vec<LoadError>> {
    if !is_markdown(file) {
        return load_text(file, text, *options);
    }
    let (mut groups, mut errors) = (Vec::new(), Vec::new());
    for block in rule_blocks(text) {
        match load_text(file, &block, *options) {
            Ok(found) => groups.extend(found),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(groups) } else { Err(errors) }
}

/// The documents of a file that hold its rules, each with the places of the file.
pub(crate) fn rule_documents(file: &str, text: &str) -> Vec<Document> {
    if !is_markdown(file) {
        return vec![Document::read(file, text, &ReadOptions::default())];
    }
    let options = ReadOptions::default().kind(Some(DocumentKind::RuleFile));
    rule_blocks(text).iter().map(|block| Document::read(file, block, &options)).collect()
}

fn load_text(file: &str, text: &str, options: LoadOptions) -> Result<Vec<GroupDefinition>, Vec<LoadError>> {
    let kind = is_markdown(file).then_some(DocumentKind::RuleFile);
    let found = Document::read(file, text, &ReadOptions::default().kind(kind));
    let check_options =
        CheckOptions::default().ignore_unknown_fields(options.ignore_unknown_fields).features(options.features);
    let refused = |message: String| LoadError::Refused { file: file.to_owned(), message };
    if found.kind() == DocumentKind::PrometheusRule {
        let problems = check(&found, &check_options);
        let problems: Vec<_> = problems.into_iter().map(|problem| refused(problem.promtool)).collect();
        return if problems.is_empty() { definitions(&found, found.rule_files()) } else { Err(problems) };
    }
    let checked = check_text(text, &check_options);
    if !checked.is_valid() {
        return Err(checked.errors.into_iter().map(refused).collect());
    }
    // Prometheus reads the first document of a file only.
    let kind = Some(DocumentKind::RuleFile);
    let document = Document::read(file, text, &ReadOptions::default().kind(kind));
    definitions(&document, document.rule_files().get(..1).unwrap_or_default())
}

fn definitions(document: &Document, files: &[RuleFile]) -> Result<Vec<GroupDefinition>, Vec<LoadError>> {
    let mut errors = Vec::new();
    let groups = files.iter().flat_map(|file| &file.groups);
    let groups = groups.map(|group| group_definition(document, group, &mut errors)).collect();
    if errors.is_empty() { Ok(groups) } else { Err(errors) }
}

fn group_definition(document: &Document, group: &Group, errors: &mut Vec<LoadError>) -> GroupDefinition {
    let mut rules = Vec::with_capacity(group.rules.len());
    for rule in &group.rules {
        match rule_definition(document, group, rule) {
            Ok(rule) => rules.push(rule),
            Err(error) => errors.push(error),
        }
    }
    GroupDefinition {
        file: document.name().to_owned(),
        name: value(group.name.as_ref()),
        interval_ms: duration(group.interval.as_ref()).filter(|ms| *ms != 0),
        query_offset_ms: duration(group.query_offset.as_ref()),
        limit: group.limit.as_ref().map_or(0, |limit| integer(&limit.value)),
        rules,
    }
}

fn rule_definition(document: &Document, group: &Group, rule: &Rule) -> Result<RuleDefinition, LoadError> {
    let line = document.text()[..rule.range.start.min(document.text().len())].split('\n').count();
    let name = value(rule.name.as_ref());
    let query = rule.expr.and_then(|idx| document.query(idx));
    let Some(query) = query else {
        return Err(LoadError::Expression { file: document.name().to_owned(), line, rule: name });
    };
    Ok(RuleDefinition {
        rule_type: if rule.kind == RuleKind::Alert { RuleType::Alerting } else { RuleType::Recording },
        name,
        expr: query.text.clone(),
        for_ms: duration(rule.for_.as_ref()).unwrap_or(0),
        keep_firing_for_ms: duration(rule.keep_firing_for.as_ref()).unwrap_or(0),
        labels: texts(group.labels.iter().chain(&rule.labels)),
        annotations: texts(rule.annotations.iter()),
        range: rule.range,
        line,
        places: RulePlaces {
            name: rule.name.as_ref().map_or(rule.range, |name| name.range),
            expr: query.offsets().clone(),
            for_: rule.for_.as_ref().map(|text| text.range),
            labels: places(group.labels.iter().chain(&rule.labels)),
            annotations: places(rule.annotations.iter()),
        },
    })
}

fn value(text: Option<&Spanned<String>>) -> String {
    text.map_or_else(String::new, |text| text.value.clone())
}

/// A duration in milliseconds. The check has refused what is none.
fn duration(text: Option<&Spanned<String>>) -> Option<i64> {
    parse_duration(&text?.value).ok()
}

/// An integer as YAML writes it. The check has refused what is none.
fn integer(text: &str) -> i64 {
    match resolve_plain(text).1 {
        Resolved::Int(value) => value,
        Resolved::Float(value) => value as i64,
        _ => 0,
    }
}

/// Where the texts stand, of those with the same name the last.
fn places<'a>(pairs: impl Iterator<Item = &'a (Spanned<String>, Spanned<String>)>) -> BTreeMap<String, FileRange> {
    pairs.map(|(name, value)| (name.value.clone(), value.range)).collect()
}

/// Later texts of the same name win.
fn texts<'a>(pairs: impl Iterator<Item = &'a (Spanned<String>, Spanned<String>)>) -> BTreeMap<String, String> {
    pairs.map(|(name, value)| (name.value.clone(), value.value.clone())).collect()
}
