//! Findings mended, again and again until nothing more can be.

use std::collections::BTreeMap;

use promenade::documents::{Document, QueryIdx, ReadOptions};
use promenade::lint::{Edit, Finding, Safety};
use promenade::syntax::diagnostic::Fix;

/// Which fixes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fixes {
    /// Those also that may change the meaning.
    pub(crate) are_unsafe: bool,
}

/// What became of a file.
#[derive(Debug)]
pub(crate) struct Fixed {
    /// The text with all fixes.
    pub(crate) text: String,
    /// How many were made.
    pub(crate) n_fixes: usize,
    /// Why no more of them were made, where that is not because there are none.
    pub(crate) stopped: Option<String>,
}

/// How often a file is mended; a fix may uncover what another mends.
const MAX_ROUNDS: usize = 20;

/// Mends a file. What each round makes is read and linted again, and a round after which a query is refused that was
/// accepted before is not kept.
pub(crate) fn mend(
    name: &str,
    text: String,
    options: &ReadOptions,
    fixes: Fixes,
    lint: impl Fn(&Document) -> Vec<Finding>,
) -> Fixed {
    let mut fixed = Fixed { text, n_fixes: 0, stopped: None };
    let mut document = Document::read(name, &fixed.text, options);
    let mut findings = lint(&document);
    for _ in 0..MAX_ROUNDS {
        let (changes, n_fixes) = changes(&document, &findings, fixes);
        if changes.is_empty() {
            return fixed;
        }
        let after = match document.with_queries(&changes) {
            Ok(after) if after != fixed.text => after,
            Ok(_) => return fixed,
            Err(error) => return Fixed { stopped: Some(format!("it cannot be changed: {error}")), ..fixed },
        };
        let document_after = Document::read(name, &after, options);
        let findings_after = lint(&document_after);
        if let Some(reason) = harm((&document, &findings), (&document_after, &findings_after)) {
            return Fixed { stopped: Some(reason), ..fixed };
        }
        fixed = Fixed { text: after, n_fixes: fixed.n_fixes + n_fixes, stopped: None };
        (document, findings) = (document_after, findings_after);
    }
    let stopped = format!("the fixes did not come to an end in {MAX_ROUNDS} rounds");
    Fixed { stopped: Some(stopped), ..fixed }
}

/// The queries with fixes made that do not overlap, and how many fixes these are.
fn changes(document: &Document, findings: &[Finding], fixes: Fixes) -> (Vec<(QueryIdx, String)>, usize) {
    let mut by_query: BTreeMap<QueryIdx, Vec<&[Edit]>> = BTreeMap::new();
    for finding in findings {
        if let (Some(query), Some(fix)) = (finding.query, &finding.fix)
            && (fix.safety == Safety::Safe || fixes.are_unsafe)
        {
            by_query.entry(query).or_default().push(&fix.edits);
        }
    }
    let (mut changes, mut n_fixes) = (Vec::new(), 0);
    for (query, found) in by_query {
        let Some(before) = document.query(query).map(|query| &query.text) else { continue };
        let (edits, n) = without_overlaps(found);
        if let Some(after) = (Fix { title: String::new(), edits }).apply(before)
            && after != *before
        {
            changes.push((query, after));
            n_fixes += n;
        }
    }
    (changes, n_fixes)
}

/// The edits of those fixes that touch nothing that a fix before them touches.
fn without_overlaps(mut fixes: Vec<&[Edit]>) -> (Vec<Edit>, usize) {
    fixes.sort_by_key(|edits| edits.iter().map(|edit| edit.range.start).min());
    let (mut taken, mut n_taken): (Vec<Edit>, usize) = (Vec::new(), 0);
    for edits in fixes {
        let is_free = |edit: &Edit| taken.iter().all(|other| !touch(edit, other));
        if !edits.is_empty() && edits.iter().all(is_free) {
            taken.extend(edits.iter().cloned());
            n_taken += 1;
        }
    }
    (taken, n_taken)
}

/// Whether two edits change the same text, or insert at the same place.
fn touch(a: &Edit, b: &Edit) -> bool {
    a.range.start <= b.range.end && b.range.start <= a.range.end
}

/// What a round has broken.
fn harm(before: (&Document, &[Finding]), after: (&Document, &[Finding])) -> Option<String> {
    let (n_before, n_after) = (before.0.queries().len(), after.0.queries().len());
    if n_before != n_after || after.0.problems().len() > before.0.problems().len() {
        return Some("a fix would break the file, so it was not made".to_owned());
    }
    let refused = |findings: &[Finding]| findings.iter().filter(|finding| is_refusal(finding)).count();
    (refused(after.1) > refused(before.1)).then(|| "a fix would break a query, so it was not made".to_owned())
}

/// Whether Prometheus refuses the query for it.
fn is_refusal(finding: &Finding) -> bool {
    use promenade::lint::{Group, Severity};
    finding.rule.group == Group::Syntax && finding.severity == Severity::Error
}
