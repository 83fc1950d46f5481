//! Applying fixes to a query that stands alone.

use promenade_model::value::SourceRange;
use promenade_syntax::Variables;
use promenade_syntax::diagnostic::apply_edits;

use super::{FixError, MAX_ROUNDS, is_refusal, without_overlaps};
use crate::Linter;
use crate::finding::{Edit, Finding, Safety};

/// A query after its fixes.
#[derive(Debug)]
#[non_exhaustive]
pub struct FixedQuery {
    /// The query with all fixes.
    pub text: String,
    /// How many fixes were applied.
    pub n_fixes: usize,
    /// What is still found in the query.
    pub findings: Vec<Finding<SourceRange>>,
    /// Why a fix was not applied, if one was not.
    pub stopped: Option<FixError>,
}

/// Applies fixes to a query: the safe ones, or with [`Safety::Unsafe`] all. After each round the query is linted again; a
/// round after which Prometheus refuses a query that it accepted before is not kept.
///
/// ```
/// use promenade_lint::{Linter, Safety, Settings, fix_query};
/// use promenade_syntax::Variables;
///
/// let linter = Linter::new(Settings::default());
/// let fixed = fix_query(&linter, r#"up{job=~"api"}"#, Variables::None, Safety::Safe);
/// assert_eq!((fixed.text.as_str(), fixed.n_fixes), (r#"up{job="api"}"#, 1));
/// ```
pub fn fix_query(linter: &Linter, text: &str, variables: Variables, least_safe: Safety) -> FixedQuery {
    let findings = linter.lint_query(text, variables);
    let mut fixed = FixedQuery { text: text.to_owned(), n_fixes: 0, findings, stopped: None };
    for _ in 0..MAX_ROUNDS {
        let fixes = fixed.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let edits: Vec<&[Edit]> =
            fixes.filter(|fix| fix.safety <= least_safe).map(|fix| fix.fix.edits.as_slice()).collect();
        let (edits, n_fixes) = without_overlaps(edits);
        let after = apply_edits(&fixed.text, &edits).filter(|after| *after != fixed.text);
        let Some(after) = after else { return fixed };
        let findings = linter.lint_query(&after, variables);
        let n_refusals =
            |findings: &[Finding<SourceRange>]| findings.iter().filter(|finding| is_refusal(finding)).count();
        if n_refusals(&findings) > n_refusals(&fixed.findings) {
            return FixedQuery { stopped: Some(FixError::BreaksQuery), ..fixed };
        }
        fixed = FixedQuery { text: after, n_fixes: fixed.n_fixes + n_fixes, findings, stopped: None };
    }
    FixedQuery { stopped: Some(FixError::Endless), ..fixed }
}
