//! What parser and type check say, as findings.

use promenade_syntax::Diagnostic;

use super::Linter;
use crate::finding::{Finding, LintFix, Safety};
use crate::registry::lint;

impl Linter {
    /// The findings that diagnostics are, of the lints that are selected.
    pub(super) fn of_diagnostics(&self, diagnostics: &[Diagnostic]) -> Vec<Finding> {
        diagnostics.iter().filter_map(|diagnostic| self.of_diagnostic(diagnostic)).collect()
    }

    fn of_diagnostic(&self, diagnostic: &Diagnostic) -> Option<Finding> {
        let lint = lint(diagnostic.code).filter(|lint| self.settings.selection.contains(lint))?;
        let fix = diagnostic.fix.as_ref().map(|fix| LintFix {
            title: fix.title.clone(),
            edits: fix.edits.clone(),
            safety: Safety::Unsafe,
        });
        Some(Finding {
            lint,
            severity: diagnostic.severity,
            message: diagnostic.to_string(),
            document: 0,
            range: diagnostic.range.clone(),
            #[cfg(feature = "documents")]
            query: None,
            related: diagnostic.labels.clone(),
            help: diagnostic.help.clone(),
            fix,
        })
    }
}
