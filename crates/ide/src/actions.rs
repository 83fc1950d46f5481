//! Code actions: the fixes of findings at a place.

use promenade_lint::{Edit, Finding, Safety};
use promenade_model::value::SourceRange;

/// A change that fixes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeAction {
    /// What the change does, as an imperative.
    pub title: String,
    /// The code of the rule or the diagnostic.
    pub code: &'static str,
    /// The index of the finding in the list.
    pub finding: usize,
    /// The replacements, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether the meaning of the query stays the same, so that an editor may prefer it.
    pub is_preferred: bool,
}

/// The fixes of the findings that touch a range, safe ones first. Ranges of findings are those of the query, as
/// [`Linter::lint_query`](promenade_lint::Linter::lint_query) gives them.
pub fn code_actions(findings: &[Finding<SourceRange>], range: &SourceRange) -> Vec<CodeAction> {
    let touches = |finding: &Finding<SourceRange>| {
        finding.diagnostic.range.start <= range.end && range.start <= finding.diagnostic.range.end
    };
    let of_finding = |(index, finding): (usize, &Finding<SourceRange>)| {
        let fix = finding.fix.as_ref()?;
        let is_preferred = fix.safety == Safety::Safe;
        let (title, edits) = (fix.fix.title.clone(), fix.fix.edits.clone());
        Some(CodeAction { title, code: finding.lint.code, finding: index, edits, is_preferred })
    };
    let near = findings.iter().enumerate().filter(|(_, finding)| touches(finding));
    let mut actions: Vec<CodeAction> = near.filter_map(of_finding).collect();
    actions.sort_by_key(|action| !action.is_preferred);
    actions
}
