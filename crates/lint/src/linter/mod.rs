//! The linter: parses its input and runs the lints.

mod diagnostics;
#[cfg(feature = "documents")]
mod document;
#[cfg(feature = "documents")]
mod documents;

#[cfg(feature = "documents")]
pub use documents::Linted;
use promenade_model::value::SourceRange;
use promenade_syntax::Variables;

use crate::context::{AnalyzedQuery, QueryContext, QueryPlace};
use crate::definition::{Check, Lint};
use crate::finding::{Finding, Report};
use crate::registry::lints;
use crate::settings::Settings;

/// Runs lints on queries and rules.
#[derive(Debug, Clone, Default)]
pub struct Linter {
    settings: Settings,
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

    /// Lints a single query; comments are not applied. Ranges refer to the query.
    pub fn lint_query(&self, text: &str, variables: Variables) -> Vec<Finding<SourceRange>> {
        let query = AnalyzedQuery::new(text, variables, self.settings.all_features());
        let mut findings = self.of_diagnostics(&query.diagnostics);
        if query.is_accepted {
            let context = QueryContext::new(text, &query, &self.settings, QueryPlace::Standalone);
            self.ask_of_query(&context, &mut findings);
        }
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
