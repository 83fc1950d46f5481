//! A query within a file.

use promenade_model::value::SourceRange;
use promenade_syntax::diagnostic::Label;
use promenade_syntax::{Diagnostic, Variables};

use crate::json::JsonIdx;
use crate::offsets::OffsetMap;
use crate::yaml::NodeIdx;
use promenade_model::FileRange;

/// The index of a query among those of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueryIdx(pub usize);

/// A query within a file.
#[derive(Debug, Clone)]
pub struct EmbeddedQuery {
    /// The query as PromQL sees it, after escapes and folds. Line ends are `\n`.
    pub text: String,
    /// Whether it may hold Grafana's variables.
    pub variables: Variables,
    /// What it is in its file.
    pub origin: Origin,
    /// What stands for it in the file: with quotes, with the header of a block scalar.
    pub range: FileRange,
    /// How its lines stand in the file.
    pub layout: Layout,
    pub(crate) offsets: OffsetMap,
    pub(crate) place: Place,
}

/// How the lines of a query stand in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// They are lines of the file, with so many characters before each. A query of one line may stand behind its key
    /// instead; this is where its lines would stand.
    Lines(usize),
    /// The query is a string whose line ends are escapes: all of it stands on one line of the file.
    Escaped,
}

/// What a query is in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The file is the query.
    Whole,
    /// The `expr` of a rule.
    Rule {
        /// The index in [`crate::Document::rule_files`].
        file: usize,
        /// The index of the group.
        group: usize,
        /// The index of the rule in its group. Where an alias repeats a query, the first rule that has it.
        rule: usize,
    },
    /// The query of a panel.
    Panel {
        /// Where in the dashboard, from the outside in: `panels[2].targets[0].expr`.
        path: String,
        /// The panel's title; empty where it has none.
        title: String,
    },
    /// The query within a template variable of a dashboard: the selector of `label_values(selector, label)`, the
    /// expression of `query_result(expression)`.
    Variable {
        /// Where in the dashboard.
        path: String,
        /// The variable's name.
        name: String,
    },
    /// The query of an annotation of a dashboard.
    Annotation {
        /// Where in the dashboard.
        path: String,
        /// The annotation's name.
        name: String,
    },
    /// The expression of a unit test of rules.
    UnitTest {
        /// The index of the test.
        test: usize,
        /// The index in its `promql_expr_test`.
        case: usize,
    },
    /// A code block of Markdown.
    CodeBlock,
}

/// Where an edit has to take place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The whole file.
    Whole,
    /// A scalar of YAML.
    Yaml(NodeIdx),
    /// A string of JSON, or a part of its decoded text, with other strings that say the same.
    Json { value: JsonIdx, part: SourceRange, mirrors: Vec<JsonIdx> },
    /// A code block of Markdown.
    Code(usize),
    /// A query of a document within this one.
    Nested { nested: usize, query: QueryIdx },
}

impl Layout {
    /// The layout within a document that stands itself with this layout in another one.
    pub(crate) fn within(self, outer: Self) -> Self {
        match (self, outer) {
            (Self::Lines(inner), Self::Lines(outer)) => Self::Lines(inner + outer),
            _ => Self::Escaped,
        }
    }
}

impl EmbeddedQuery {
    /// The bytes of the file that a range of the query stands in. Line ends and indentation between are within it;
    /// those before and after are not.
    pub fn to_file(&self, range: SourceRange) -> FileRange {
        self.offsets.to_source(range)
    }

    /// Where each byte of the query stands in the file.
    pub fn offsets(&self) -> &OffsetMap {
        &self.offsets
    }

    /// A diagnostic of the query as one of the file. A fix is left out: its edits are those of the query's text, which
    /// [`Document::with_queries`](crate::Document::with_queries) writes into the file.
    pub fn diagnostic_to_file(&self, diagnostic: Diagnostic) -> Diagnostic<FileRange> {
        let labels = diagnostic.labels.into_iter();
        Diagnostic {
            code: diagnostic.code,
            severity: diagnostic.severity,
            range: self.to_file(diagnostic.range),
            reported_at: diagnostic.reported_at.map(|at| self.to_file(at..at).start),
            message: diagnostic.message,
            context: diagnostic.context,
            expected: diagnostic.expected,
            help: diagnostic.help,
            fix: None,
            labels: labels.map(|label| Label { range: self.to_file(label.range), message: label.message }).collect(),
        }
    }
}
