//! The diagnostics of parser and type check as findings.

use promenade_model::value::SourceRange;
use promenade_syntax::Diagnostic;

use super::Linter;
use crate::finding::{Finding, LintFix, Safety};
use crate::registry::lint;

impl Linter {
    /// Converts diagnostics to findings, if their lints are selected.
    pub(super) fn of_diagnostics(&self, diagnostics: &[Diagnostic]) -> Vec<Finding<SourceRange>> {
        diagnostics.iter().filter_map(|diagnostic| self.of_diagnostic(diagnostic)).collect()
    }

    fn of_diagnostic(&self, diagnostic: &Diagnostic) -> Option<Finding<SourceRange>> {
        let lint = lint(diagnostic.code).filter(|lint| self.settings.selection.contains(lint))?;
        let fix = diagnostic.fix.clone().map(|fix| LintFix { fix, safety: Safety::Unsafe });
        let diagnostic = Diagnostic { fix: None, ..diagnostic.clone() };
        Some(Finding {
            lint,
            diagnostic,
            document: 0,
            #[cfg(feature = "documents")]
            query: None,
            fix,
        })
    }
}
