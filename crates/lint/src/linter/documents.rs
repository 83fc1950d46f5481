//! Lints of documents: each alone, then all together.

use promenade_documents::{Document, EmbeddedQuery};

use super::Linter;
use crate::context::{AnalyzedDocument, AnalyzedQuery, DocumentsContext};
use crate::definition::Check;
use crate::finding::{Finding, Report};
use crate::ignore;

/// A document that was linted alone, for [`Linter::finish`].
#[derive(Debug, Clone)]
pub struct Linted<'a> {
    analyzed: AnalyzedDocument<'a>,
    findings: Vec<Finding>,
}

impl Linted<'_> {
    /// The same as one of the files of a server, which are looked at together: a rule in two of them is there twice. Files
    /// that are in no set stand alone.
    #[must_use]
    pub fn in_set(mut self, set: usize) -> Self {
        self.analyzed.set = Some(set);
        self
    }
}

impl Linter {
    /// Lints documents together. Findings are sorted by document and place.
    pub fn lint(&self, documents: &[Document]) -> Vec<Finding> {
        self.finish(documents.iter().map(|document| self.lint_alone(document)).collect())
    }

    /// Lints one document alone. Documents may be linted on several threads.
    pub fn lint_alone<'a>(&self, document: &'a Document) -> Linted<'a> {
        let features = self.settings.all_features();
        let analyze = |query: &EmbeddedQuery| AnalyzedQuery::new(&query.text, query.variables, features);
        let queries = document.queries().iter().map(analyze).collect();
        let analyzed = AnalyzedDocument { document, queries, set: None };
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
}
