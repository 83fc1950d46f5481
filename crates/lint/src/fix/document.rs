//! Applying fixes to a file.

use std::collections::BTreeMap;

use promenade_documents::{Document, QueryIdx, ReadOptions};
use promenade_syntax::diagnostic::apply_edits;

use super::{FixError, MAX_ROUNDS, is_refusal, without_overlaps};
use crate::finding::{Edit, Finding, Safety};

/// A file after its fixes.
#[derive(Debug)]
#[non_exhaustive]
pub struct FixedDocument {
    /// The text with all fixes.
    pub text: String,
    /// How many fixes were applied.
    pub n_fixes: usize,
    /// Why a fix was not applied, if one was not.
    pub stopped: Option<FixError>,
}

/// Applies fixes to a file: the safe ones, or with [`Safety::Unsafe`] all. After each round the file is read and linted
/// again; a round after which Prometheus refuses a query that it accepted before is not kept.
///
/// ```
/// use promenade_documents::ReadOptions;
/// use promenade_lint::{Linter, Safety, Settings, fix_document};
///
/// let linter = Linter::new(Settings::default());
/// let lint = |document: &_| linter.lint(std::slice::from_ref(document));
/// let source = r#"up{job=~"api"}"#.to_owned();
/// let fixed = fix_document("query.promql", source, &ReadOptions::default(), Safety::Safe, lint);
/// assert_eq!((fixed.text.as_str(), fixed.n_fixes), (r#"up{job="api"}"#, 1));
/// ```
pub fn fix_document(
    name: &str,
    text: String,
    options: &ReadOptions,
    least_safe: Safety,
    lint: impl Fn(&Document) -> Vec<Finding>,
) -> FixedDocument {
    let mut fixed = FixedDocument { text, n_fixes: 0, stopped: None };
    let mut document = Document::read(name, &fixed.text, options);
    let mut findings = lint(&document);
    for _ in 0..MAX_ROUNDS {
        let (changes, n_fixes) = changes(&document, &findings, least_safe);
        if changes.is_empty() {
            return fixed;
        }
        let after = match document.with_queries(&changes) {
            Ok(after) if after != fixed.text => after,
            Ok(_) => return fixed,
            Err(error) => return FixedDocument { stopped: Some(FixError::Unwritable(error)), ..fixed },
        };
        let document_after = Document::read(name, &after, options);
        let findings_after = lint(&document_after);
        if let Some(error) = damage((&document, &findings), (&document_after, &findings_after)) {
            return FixedDocument { stopped: Some(error), ..fixed };
        }
        fixed = FixedDocument { text: after, n_fixes: fixed.n_fixes + n_fixes, stopped: None };
        (document, findings) = (document_after, findings_after);
    }
    FixedDocument { stopped: Some(FixError::Endless), ..fixed }
}

/// The queries with fixes applied that do not overlap, and how many fixes these are.
fn changes(document: &Document, findings: &[Finding], least_safe: Safety) -> (Vec<(QueryIdx, String)>, usize) {
    let mut by_query: BTreeMap<QueryIdx, Vec<&[Edit]>> = BTreeMap::new();
    for finding in findings {
        if let (Some(query), Some(fix)) = (finding.query, &finding.fix)
            && fix.safety <= least_safe
        {
            by_query.entry(query).or_default().push(&fix.fix.edits);
        }
    }
    let (mut changes, mut n_fixes) = (Vec::new(), 0);
    for (query, found) in by_query {
        let Some(before) = document.query(query).map(|query| &query.text) else { continue };
        let (edits, n) = without_overlaps(found);
        if let Some(after) = apply_edits(before, &edits)
            && after != *before
        {
            changes.push((query, after));
            n_fixes += n;
        }
    }
    (changes, n_fixes)
}

/// What a round has broken.
fn damage(before: (&Document, &[Finding]), after: (&Document, &[Finding])) -> Option<FixError> {
    let (n_before, n_after) = (before.0.queries().len(), after.0.queries().len());
    if n_before != n_after || after.0.problems().len() > before.0.problems().len() {
        return Some(FixError::BreaksFile);
    }
    let refused = |findings: &[Finding]| findings.iter().filter(|finding| is_refusal(finding)).count();
    (refused(after.1) > refused(before.1)).then_some(FixError::BreaksQuery)
}
