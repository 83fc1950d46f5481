//! The linter: parses what it is given and asks the rules.

use promenade_model::Features;
use promenade_semantic::{Options, analyze};
use promenade_syntax::diagnostic::codes;
use promenade_syntax::{Diagnostic, Parse, Variables, parse};

use crate::context::{Nodes, QueryContext, RuleView};
use crate::definition::{Check, RuleDef};
use crate::finding::{Finding, LintFix, Report, Safety};
use crate::registry::{rule, rules};
use crate::settings::Settings;

/// Finds what is wrong with queries and rules.
#[derive(Debug, Clone, Default)]
pub struct Linter {
    settings: Settings,
}

impl Linter {
    /// A linter with these settings.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    /// What it was told.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Lints one query that stands alone. Ranges are those of the query.
    pub fn lint_query(&self, text: &str, variables: Variables) -> Vec<Finding> {
        self.query_findings(text, variables, None)
    }

    fn query_findings(&self, text: &str, variables: Variables, rule: Option<RuleView<'_>>) -> Vec<Finding> {
        let options = Options { variables, ..Options::with_features(self.features()) };
        let parsed = parse(text, &options.parse_options());
        let analysis = analyze(text, &parsed, &options);
        let mut findings: Vec<Finding> =
            analysis.diagnostics.iter().filter_map(|diagnostic| self.of_diagnostic(diagnostic)).collect();
        let refused = analysis.diagnostics.iter().filter(|d| d.is_error());
        if refused.clone().next().is_none() {
            self.ask(text, &parsed, analysis.typed.as_ref(), rule, &mut findings);
        } else if refused.clone().all(needs_flag) {
            let options = Options { variables, ..Options::with_features(Features::all()) };
            let parsed = parse(text, &options.parse_options());
            let analysis = analyze(text, &parsed, &options);
            if analysis.typed.is_some() {
                self.ask(text, &parsed, analysis.typed.as_ref(), rule, &mut findings);
            }
        }
        findings
    }

    fn ask(
        &self,
        text: &str,
        parsed: &Parse,
        typed: Option<&promenade_semantic::TypedExpr>,
        rule: Option<RuleView<'_>>,
        findings: &mut Vec<Finding>,
    ) {
        let nodes = Nodes::new(&parsed.expr);
        let context = QueryContext { text, expr: &parsed.expr, typed, nodes, settings: &self.settings, rule };
        for def in self.selected() {
            if let Check::Query(check) = def.check {
                check(&context, &mut Report::new(def, findings));
            }
        }
    }

    fn selected(&self) -> impl Iterator<Item = &'static RuleDef> + '_ {
        rules().filter(|rule| self.settings.selection.contains(rule))
    }

    /// The features that are on.
    fn features(&self) -> Features {
        let profile = self.settings.profile.as_ref().map_or_else(Features::default, |profile| profile.features);
        profile.union(self.settings.features)
    }

    fn of_diagnostic(&self, diagnostic: &Diagnostic) -> Option<Finding> {
        let def = rule(diagnostic.code).filter(|def| self.settings.selection.contains(def))?;
        let fix = diagnostic.fix.as_ref().map(|fix| LintFix {
            title: fix.title.clone(),
            edits: fix.edits.clone(),
            safety: Safety::Unsafe,
        });
        Some(Finding {
            rule: def,
            severity: diagnostic.severity,
            message: diagnostic.to_string(),
            document: 0,
            range: diagnostic.range.clone(),
            query: None,
            related: diagnostic.labels.clone(),
            fix,
        })
    }
}

/// Whether a diagnostic only asks for a feature flag.
fn needs_flag(diagnostic: &Diagnostic) -> bool {
    [codes::FEATURE_DISABLED, codes::EXPERIMENTAL].contains(&diagnostic.code)
}
