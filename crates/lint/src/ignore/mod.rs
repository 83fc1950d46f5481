//! Comments by which findings are left out: `# promenade: ignore LINT` and those of pint.

mod comment;
mod directive;
mod pint;
mod scope;

use promenade_documents::{Document, FileRange};

use self::comment::comments;
use self::directive::{Directive, Named, Reach, read};
use self::scope::{Scopes, scope};
use crate::context::AnalyzedDocument;
use crate::definition::Lint;
use crate::finding::{Finding, Report};
use crate::lints::comments::{malformed_comment, unused_ignore};
use crate::settings::Settings;

/// The findings that no comment ignores, and the findings on comments.
pub(crate) fn apply(documents: &[AnalyzedDocument<'_>], findings: Vec<Finding>, settings: &Settings) -> Vec<Finding> {
    let mut ignores: Vec<Ignores> = documents.iter().map(|analyzed| Ignores::of(analyzed, settings)).collect();
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let ignored = ignores.get_mut(finding.document).is_some_and(|ignores| ignores.ignore(&finding));
        if !ignored {
            kept.push(finding);
        }
    }
    for (document, ignores) in ignores.iter().enumerate() {
        ignores.report(document, settings, &mut kept);
    }
    kept
}

/// The comments of a document.
struct Ignores {
    entries: Vec<Entry>,
    malformed: Vec<(FileRange, String)>,
}

/// A comment with its scope.
struct Entry {
    scope: FileRange,
    names: Vec<Named>,
    is_ours: bool,
    used: Vec<bool>,
}

impl Ignores {
    fn of(analyzed: &AnalyzedDocument<'_>, settings: &Settings) -> Self {
        let document = analyzed.document;
        let mut ignores = Self { entries: Vec::new(), malformed: Vec::new() };
        if !speaks_to_a_linter(document) {
            return ignores;
        }
        let comments = comments(document);
        let scopes = Scopes::new(analyzed, &comments);
        for comment in &comments {
            match read(comment, document, settings) {
                Some(Ok(directive)) => ignores.add(directive, &scopes, comment),
                Some(Err((range, message))) => ignores.malformed.push((range, message)),
                None => {}
            }
        }
        ignores
    }

    fn add(&mut self, directive: Directive, scopes: &Scopes<'_>, comment: &comment::Comment) {
        let scope = scope(directive.reach, scopes, comment);
        if directive.reach == Reach::Rule && scope.is_empty() {
            self.malformed.push((comment.range, "there is no rule here for which this holds".to_owned()));
        }
        let used = vec![false; directive.names.len()];
        self.malformed.extend(directive.unknown);
        self.entries.push(Entry { scope, names: directive.names, is_ours: directive.is_ours, used });
    }

    /// Whether a comment ignores a finding, which marks the comment as used.
    fn ignore(&mut self, finding: &Finding) -> bool {
        let mut ignored = false;
        for entry in &mut self.entries {
            let at = finding.diagnostic.range.start;
            let inside = entry.scope.start <= at && at <= entry.scope.end;
            for (named, used) in entry.names.iter().zip(&mut entry.used) {
                if inside && named.names(finding.lint) {
                    (*used, ignored) = (true, true);
                }
            }
        }
        ignored
    }

    fn report(&self, document: usize, settings: &Settings, findings: &mut Vec<Finding>) {
        let selected = |lint: &'static Lint| settings.selection.contains(lint);
        if selected(&unused_ignore::LINT) {
            let mut report = Report::new(&unused_ignore::LINT, findings);
            for entry in self.entries.iter().filter(|entry| entry.is_ours) {
                let unused =
                    entry.names.iter().zip(&entry.used).filter(|(named, used)| !**used && named.is_on(settings));
                for (named, _) in unused {
                    report.add_in(document, named.range, format!("{} is found here", named.nothing()));
                }
            }
        }
        if selected(&malformed_comment::LINT) {
            let mut report = Report::new(&malformed_comment::LINT, findings);
            for (range, message) in &self.malformed {
                report.add_in(document, *range, message.clone());
            }
        }
    }
}

/// Whether a document has a comment for a linter at all.
fn speaks_to_a_linter(document: &Document) -> bool {
    document.text().contains("promenade:") || document.text().contains("pint")
}
