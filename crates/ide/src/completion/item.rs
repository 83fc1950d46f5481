//! What completion offers: items, ranked.

use promenade_functions::docs::{aggregator_page, function_page};
use promenade_functions::{AggregatorDef, BinaryOperatorDef, FunctionDef};
use promenade_model::value::SourceRange;

use crate::fuzzy::fuzzy_score;

/// Items beyond this many are left out.
const MAX_ITEMS: usize = 200;

/// The kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// The name of a metric.
    Metric,
    /// A function.
    Function,
    /// An aggregator.
    Aggregator,
    /// The name of a label.
    Label,
    /// The value of a label.
    LabelValue,
    /// A word of the language.
    Keyword,
    /// A binary operator.
    Operator,
    /// A duration.
    Duration,
    /// A number.
    Number,
    /// A variable of a dashboard.
    Variable,
    /// A query to fill in.
    Snippet,
}

/// One item.
#[derive(Debug, Clone)]
pub struct CompletionItem {
    /// What it is.
    pub kind: ItemKind,
    /// What the list shows.
    pub label: String,
    /// The text that replaces [`CompletionItem::replace`].
    pub insert: String,
    /// The same with places to fill in, as the language server protocol writes them: `rate(${1:v}[${2:5m}])`.
    pub snippet: Option<String>,
    /// The range that is replaced, in bytes.
    pub replace: SourceRange,
    /// A signature, a type or the like, in one line.
    pub detail: String,
    /// The place in the list, from 0.
    pub rank: usize,
    pub(crate) score: i32,
    pub(crate) subject: Subject,
}

/// What documentation is about.
#[derive(Debug, Clone)]
pub(crate) enum Subject {
    Function(&'static FunctionDef),
    Aggregator(&'static AggregatorDef),
    Operator(&'static BinaryOperatorDef),
    Text(String),
    Nothing,
}

impl CompletionItem {
    /// Documentation in Markdown, rendered when it is asked for.
    pub fn documentation(&self) -> Option<String> {
        match &self.subject {
            Subject::Function(def) => Some(function_page(def)),
            Subject::Aggregator(def) => Some(aggregator_page(def)),
            Subject::Operator(def) => Some(def.summary.to_owned()),
            Subject::Text(text) => Some(text.clone()),
            Subject::Nothing => None,
        }
    }
}

/// The items at a place, best first.
#[derive(Debug, Clone, Default)]
pub struct CompletionList {
    /// The items.
    pub items: Vec<CompletionItem>,
    /// Whether there may be more: an answer is missing, or items were left out.
    pub is_incomplete: bool,
}

/// Takes in items that match what is typed.
#[derive(Debug)]
pub(crate) struct Collector<'a> {
    typed: &'a str,
    replace: SourceRange,
    items: Vec<CompletionItem>,
    pub(crate) is_incomplete: bool,
}

/// What an item has beside its label.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) insert: String,
    pub(crate) snippet: Option<String>,
    pub(crate) detail: String,
    pub(crate) subject: Subject,
}

impl Parts {
    /// An item that inserts this text.
    pub(crate) fn plain(insert: impl Into<String>) -> Self {
        Self { insert: insert.into(), snippet: None, detail: String::new(), subject: Subject::Nothing }
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl<'a> Collector<'a> {
    pub(crate) fn new(typed: &'a str, replace: SourceRange) -> Self {
        Self { typed, replace, items: Vec::new(), is_incomplete: false }
    }

    /// Takes in an item that matches what is typed. `score` says how well it suits the place, 0 being neutral.
    pub(crate) fn add(&mut self, kind: ItemKind, label: &str, score: i32, parts: impl FnOnce() -> Parts) {
        let Some(fuzzy) = fuzzy_score(self.typed, label) else { return };
        let Parts { insert, snippet, detail, subject } = parts();
        let (label, replace) = (label.to_owned(), self.replace.clone());
        let score = fuzzy + score;
        self.items.push(CompletionItem { kind, label, insert, snippet, replace, detail, rank: 0, score, subject });
    }

    /// The list, each label of a kind once.
    pub(crate) fn finish(mut self) -> CompletionList {
        self.items.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.label.cmp(&b.label)));
        let mut seen = std::collections::HashSet::new();
        self.items.retain(|item| seen.insert((item.kind, item.label.clone())));
        let is_incomplete = self.is_incomplete || self.items.len() > MAX_ITEMS;
        self.items.truncate(MAX_ITEMS);
        for (rank, item) in self.items.iter_mut().enumerate() {
            item.rank = rank;
        }
        CompletionList { items: self.items, is_incomplete }
    }
}
