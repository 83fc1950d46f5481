//! One document: its queries, its rules, and the rules among each other.

use promenade_documents::rules::{Group, Rule, RuleKind};
use promenade_documents::{EmbeddedQuery, Origin, QueryIdx};

use promenade_model::value::SourceRange;

use super::Linter;
use crate::context::{AnalyzedDocument, DocumentContext, QueryContext, QueryPlace, RuleContext};
use crate::definition::Check;
use crate::finding::{Finding, Report};

impl Linter {
    /// The findings of a document that is linted alone; comments are not applied.
    pub(super) fn findings_of(&self, analyzed: &AnalyzedDocument<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (idx, embedded) in analyzed.document.queries().iter().enumerate() {
            self.query(analyzed, idx, embedded, &mut findings);
        }
        let files = analyzed.document.rule_files();
        for group in files.iter().flat_map(|file| &file.groups) {
            for rule in &group.rules {
                self.rule(analyzed, group, rule, &mut findings);
            }
        }
        let context = DocumentContext { analyzed, settings: self.settings() };
        for lint in self.selected() {
            if let Check::Document(check) = lint.check {
                check(&context, &mut Report::new(lint, &mut findings));
            }
        }
        findings
    }

    fn query(
        &self,
        analyzed: &AnalyzedDocument<'_>,
        idx: usize,
        embedded: &EmbeddedQuery,
        findings: &mut Vec<Finding>,
    ) {
        let Some(query) = analyzed.queries.get(idx) else { return };
        let mut found = self.of_diagnostics(&query.diagnostics);
        if let Some(context) = self.query_context(analyzed, QueryIdx(idx), rule_of(analyzed, embedded)) {
            self.ask_of_query(&context, &mut found);
        }
        findings.extend(found.into_iter().map(|finding| to_file(finding, QueryIdx(idx), embedded)));
    }

    /// The context of a query that is accepted.
    fn query_context<'a>(
        &'a self,
        analyzed: &'a AnalyzedDocument<'a>,
        idx: QueryIdx,
        rule: Option<&'a Rule>,
    ) -> Option<QueryContext<'a>> {
        let query = analyzed.queries.get(idx.0).filter(|query| query.is_accepted)?;
        let embedded = analyzed.document.query(idx)?;
        Some(QueryContext::new(&embedded.text, query, self.settings(), place_of(rule)))
    }

    fn rule(&self, analyzed: &AnalyzedDocument<'_>, group: &Group, rule: &Rule, findings: &mut Vec<Finding>) {
        let context = RuleContext {
            document: analyzed.document,
            group,
            rule,
            embedded: rule.expr.and_then(|idx| analyzed.document.query(idx)),
            query: rule.expr.and_then(|idx| self.query_context(analyzed, idx, Some(rule))),
            settings: self.settings(),
        };
        for lint in self.selected() {
            if let Check::Rule(check) = lint.check {
                check(&context, &mut Report::new(lint, findings));
            }
        }
    }
}

/// The place of a query of this rule; standalone without a rule.
fn place_of(rule: Option<&Rule>) -> QueryPlace {
    match rule.map(|rule| rule.kind) {
        None => QueryPlace::Standalone,
        Some(RuleKind::Record) => QueryPlace::RecordingRule,
        Some(RuleKind::Alert) => QueryPlace::AlertingRule,
    }
}

/// The rule that a query belongs to.
fn rule_of<'a>(analyzed: &AnalyzedDocument<'a>, embedded: &EmbeddedQuery) -> Option<&'a Rule> {
    let Origin::Rule { file, group, rule } = embedded.origin else { return None };
    analyzed.document.rule_files().get(file)?.groups.get(group)?.rules.get(rule)
}

/// A finding of a query with the places of the file.
fn to_file(finding: Finding<SourceRange>, idx: QueryIdx, embedded: &EmbeddedQuery) -> Finding {
    Finding {
        lint: finding.lint,
        diagnostic: embedded.diagnostic_to_file(finding.diagnostic),
        document: finding.document,
        query: Some(idx),
        fix: finding.fix,
    }
}
