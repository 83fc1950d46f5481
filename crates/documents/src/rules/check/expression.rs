//! The expression of a rule.

use promenade_semantic::{Options, parse_and_check};
use promenade_syntax::Diagnostic;

use super::group::{Rule, Validator};
use super::{RuleProblem, RuleProblemKind};

impl Validator<'_> {
    pub(super) fn expression(&mut self, rule: &Rule<'_>) {
        let place = self.place(rule.places.node("expr"));
        let Some(expr) = rule.fields.text("expr").filter(|expr| !expr.text.is_empty()) else {
            let key = rule.fields.key("expr");
            let range = key.map_or_else(|| self.first_key(rule.node), |key| self.range(key));
            let message = "field 'expr' must be set in rule".to_owned();
            return self.push_of_rule(rule, &place, RuleProblem::new(RuleProblemKind::MissingExpr, message, range));
        };
        let checked = parse_and_check(&expr.text, &Options::with_features(self.options.features));
        let errors: Vec<Diagnostic> = checked.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        let Some(first) = errors.first() else { return };
        let (line, column) = line_and_column(&expr.text, first.reported_offset());
        let message = format!("could not parse expression: {line}:{column}: parse error: {}", first.message);
        let mut problem = RuleProblem::new(RuleProblemKind::Expr, message, self.range(expr.node));
        problem.inner = Some(first.range.clone());
        problem.value.clone_from(&expr.text);
        problem.diagnostic.help.clone_from(&first.help);
        problem.query_diagnostics = errors;
        self.push_of_rule(rule, &place, problem);
    }
}

/// Line and column of an offset as Prometheus counts them: from one, columns in bytes.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line = before.split('\n').count();
    let begin = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before.len() - begin + 1)
}
