//! What lints see that look at several rules at once.

use promenade_documents::Document;
use promenade_documents::FileRange;
use promenade_documents::rules::{Group, Rule, RuleKind};

use super::AnalyzedQuery;
use crate::settings::Settings;

/// A document with its queries parsed and checked.
#[derive(Debug, Clone)]
pub struct AnalyzedDocument<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its queries, in the order of [`Document::queries`].
    pub queries: Vec<AnalyzedQuery>,
    /// The files of one server that it is one of; `None` if it stands alone, as a file of another environment does.
    pub set: Option<usize>,
}

/// A document.
#[derive(Debug, Clone, Copy)]
pub struct DocumentContext<'a> {
    /// The document with its queries.
    pub analyzed: &'a AnalyzedDocument<'a>,
    /// What is known of the server and its metrics.
    pub settings: &'a Settings,
}

/// All documents.
#[derive(Debug, Clone, Copy)]
pub struct DocumentsContext<'a> {
    /// The documents with their queries.
    pub documents: &'a [AnalyzedDocument<'a>],
    /// What is known of the server and its metrics.
    pub settings: &'a Settings,
}

/// A rule and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct RuleEntry<'a> {
    /// The document's index.
    pub document: usize,
    /// The index of the group among all groups of the document.
    pub group_idx: usize,
    /// The index of the rule in its group.
    pub rule_idx: usize,
    /// The group.
    pub group: &'a Group,
    /// The rule.
    pub rule: &'a Rule,
    /// Its query.
    pub query: Option<&'a AnalyzedQuery>,
}

/// What distinguishes the results of rules: the name and the labels.
pub type Identity<'a> = (&'a str, Vec<(&'a str, &'a str)>);

impl<'a> RuleEntry<'a> {
    /// What distinguishes its results from those of other rules.
    pub fn identity(&self) -> Identity<'a> {
        (self.name().unwrap_or_default(), self.labels())
    }

    /// Where its name stands, or the rule where it has none.
    pub fn name_range(&self) -> FileRange {
        self.rule.name.as_ref().map_or_else(|| self.rule.range, |name| name.range)
    }

    /// The name of the metric or of the alert; `None` if it has none.
    pub fn name(&self) -> Option<&'a str> {
        self.rule.name.as_ref().map(|name| name.value.as_str())
    }

    /// The metric that it records.
    pub fn records(&self) -> Option<&'a str> {
        self.name().filter(|_| self.rule.kind == RuleKind::Record)
    }

    /// Its labels with those of the group, which they override, sorted.
    pub fn labels(&self) -> Vec<(&'a str, &'a str)> {
        let own = self.rule.labels.iter();
        let is_own = |name: &str| self.rule.labels.iter().any(|(n, _)| n.value == name);
        let group = self.group.labels.iter().filter(|(name, _)| !is_own(&name.value));
        let mut labels: Vec<_> = own.chain(group).map(|(n, v)| (n.value.as_str(), v.value.as_str())).collect();
        labels.sort_unstable();
        labels
    }
}

impl<'a> DocumentContext<'a> {
    /// The document.
    pub fn document(&self) -> &'a Document {
        self.analyzed.document
    }

    /// Its groups, in the order of the text.
    pub fn groups(&self) -> impl Iterator<Item = &'a Group> + use<'a> {
        self.analyzed.document.rule_files().iter().flat_map(|file| &file.groups)
    }

    /// Its rules, in the order of the text.
    pub fn rules(&self) -> impl Iterator<Item = RuleEntry<'a>> + use<'a> {
        entries(0, self.analyzed)
    }
}

impl<'a> DocumentsContext<'a> {
    /// The files that a document belongs to: two documents are of one server where this is the same.
    pub fn set_of(&self, document: usize) -> (Option<usize>, usize) {
        match self.documents.get(document).and_then(|analyzed| analyzed.set) {
            Some(set) => (Some(set), 0),
            None => (None, document),
        }
    }

    /// All rules, in the order of documents and text.
    pub fn rules(&self) -> impl Iterator<Item = RuleEntry<'a>> + use<'a> {
        self.documents.iter().enumerate().flat_map(|(idx, analyzed)| entries(idx, analyzed))
    }
}

fn entries<'a>(document: usize, analyzed: &'a AnalyzedDocument<'a>) -> impl Iterator<Item = RuleEntry<'a>> + use<'a> {
    let groups = analyzed.document.rule_files().iter().flat_map(|file| &file.groups).enumerate();
    groups.flat_map(move |(group_idx, group)| {
        group.rules.iter().enumerate().map(move |(rule_idx, rule)| {
            let query = rule.expr.and_then(|idx| analyzed.queries.get(idx.0));
            RuleEntry { document, group_idx, rule_idx, group, rule, query }
        })
    })
}
