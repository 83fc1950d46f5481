//! The linter: parses what it is given and asks the lints.

mod diagnostics;
mod document;

use promenade_documents::Document;
use promenade_model::value::SourceRange;
use promenade_syntax::Variables;

use crate::context::{AnalyzedDocument, AnalyzedQuery, DocumentsContext, QueryContext};
use crate::definition::{Check, Lint};
use crate::finding::{Finding, Report};
use crate::ignore;
use crate::registry::lints;
use crate::settings::Settings;

/// Finds what is wrong with queries and rules.
#[derive(Debug, Clone, Default)]
pub struct Linter {
    settings: Settings,
}

/// A document that was looked at alone: what [`Linter::finish`] makes findings of.
#[derive(Debug, Clone)]
pub struct Linted<'a> {
    analyzed: AnalyzedDocument<'a>,
    findings: Vec<Finding>,
}

impl Linter {
    /// A linter with these settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    /// Its settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Lints one query that stands alone, in which no comment is heeded. Ranges are those of the query.
    pub fn lint_query(&self, text: &str, variables: Variables) -> Vec<Finding<SourceRange>> {
        let query = AnalyzedQuery::new(text, variables, self.settings.features());
        let mut findings = self.of_diagnostics(&query.diagnostics);
        if query.is_accepted {
            let context = QueryContext::new(text, &query, &self.settings, None);
            self.ask_of_query(&context, &mut findings);
        }
        findings
    }

    /// Lints documents together. Findings are sorted by document and place.
    pub fn lint(&self, documents: &[Document]) -> Vec<Finding> {
        self.finish(documents.iter().map(|document| self.lint_alone(document)).collect())
    }

    /// Looks at one document alone. Documents may be looked at on several threads.
    pub fn lint_alone<'a>(&self, document: &'a Document) -> Linted<'a> {
        let features = self.settings.features();
        let analyze =
            |query: &promenade_documents::EmbeddedQuery| AnalyzedQuery::new(&query.text, query.variables, features);
        let analyzed = AnalyzedDocument { document, queries: document.queries().iter().map(analyze).collect() };
        let findings = self.findings_of(&analyzed);
        Linted { analyzed, findings }
    }

    /// Looks at all documents together, and leaves out what comments ignore. Findings are sorted by document and place;
    /// [`Finding::document`] is the index in `linted`.
    pub fn finish(&self, linted: Vec<Linted<'_>>) -> Vec<Finding> {
        let (mut documents, mut findings) = (Vec::with_capacity(linted.len()), Vec::new());
        for (idx, one) in linted.into_iter().enumerate() {
            findings.extend(one.findings.into_iter().map(|finding| Finding { document: idx, ..finding }));
            documents.push(one.analyzed);
        }
        let context = DocumentsContext { documents: &documents, settings: &self.settings };
        for lint in self.selected() {
            if let Check::Documents(check) = lint.check {
                check(&context, &mut Report::new(lint, &mut findings));
            }
        }
        findings = ignore::apply(&documents, findings, &self.settings);
        findings.sort_by_key(|f| (f.document, f.diagnostic.range.start, f.diagnostic.range.end, f.lint.code));
        findings
    }

    fn ask_of_query(&self, context: &QueryContext<'_>, findings: &mut Vec<Finding<SourceRange>>) {
        for lint in self.selected() {
            if let Check::Query(check) = lint.check {
                check(context, &mut Report::new(lint, findings));
            }
        }
    }

    fn selected(&self) -> impl Iterator<Item = &'static Lint> + '_ {
        lints().filter(|lint| self.settings.selection.contains(lint))
    }
}
