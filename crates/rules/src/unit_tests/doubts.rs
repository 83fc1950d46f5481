//! What is probably not meant in a test: expectations that cannot fail, and series that nothing reads.

use promenade_model::{Features, Labels, Matcher};
use promenade_syntax::series_description::parse_series_description;

use super::model::RuleTest;
use super::report::Warning;
use crate::reads::{RuleReads, selectors};
use crate::{RuleGroup, RuleQuery, RuleType};

/// What is probably not meant in a test.
pub(super) fn doubts(test: &RuleTest, groups: &[RuleGroup], features: Features) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if test.alert_tests.is_empty() && test.expression_tests.is_empty() {
        let help = Some("add `alert_rule_test` or `promql_expr_test`".to_owned());
        warnings.push(Warning {
            range: test.range,
            message: "this test expects nothing and cannot fail".to_owned(),
            help,
        });
        return warnings;
    }
    warnings.extend(nameless_silence(test, groups));
    warnings.extend(unread_series(test, groups, features));
    warnings
}

/// Alerts that no rule has, expected not to fire.
fn nameless_silence(test: &RuleTest, groups: &[RuleGroup]) -> Vec<Warning> {
    let rules = || groups.iter().flat_map(RuleGroup::rules);
    let is_known = |name: &str| rules().any(|(rule, _)| rule.rule_type == RuleType::Alerting && rule.name == name);
    let silent = test.alert_tests.iter().filter(|expected| expected.expected.is_empty());
    let unknown =
        silent.filter(|expected| !expected.alertname.value.is_empty() && !is_known(&expected.alertname.value));
    let warning = |expected: &super::model::AlertTest| Warning {
        range: expected.alertname.range,
        message: format!("no rule has the name `{}`, so that it never fires", expected.alertname.value),
        help: Some("check `rule_files` and `alertname`".to_owned()),
    };
    unknown.map(warning).collect()
}

/// Series that neither a rule nor an expectation reads.
fn unread_series(test: &RuleTest, groups: &[RuleGroup], features: Features) -> Vec<Warning> {
    let rules = groups.iter().flat_map(RuleGroup::rules);
    let reads: Vec<RuleReads> =
        rules.map(|(definition, rule)| RuleReads::new(definition, rule.query().expr(), features)).collect();
    if reads.iter().any(|reads| !reads.unknown_queries.is_empty()) {
        return Vec::new();
    }
    let mut read: Vec<Vec<Matcher>> = reads.iter().flat_map(RuleReads::all).map(<[Matcher]>::to_vec).collect();
    for expectation in &test.expression_tests {
        // An expression that cannot be parsed is a failure of its own.
        let query = RuleQuery::new(&expectation.expr.value, features).ok();
        let found = query.iter().flat_map(|query| selectors(query.expr()));
        read.extend(found.map(|selector| selector.matchers.clone()));
    }
    let is_read = |labels: &Labels| read.iter().any(|all| all.iter().all(|m| m.matches(labels.get(m.name()))));
    let labels = |text: &str| parse_series_description(text, features).ok().map(|(labels, _)| labels);
    let unread = test.input_series.iter().filter(|input| labels(&input.series.value).is_some_and(|l| !is_read(&l)));
    let warning = |input: &super::model::Input| Warning {
        range: input.series.range,
        message: format!("no rule and no expectation reads `{}`", input.series.value),
        help: Some("check its name and its labels, or take it away".to_owned()),
    };
    unread.map(warning).collect()
}
