//! What is probably not meant in a test: expectations that cannot fail, and series that nothing reads.

use std::collections::BTreeSet;

use promenade_model::{Features, Labels, Matcher};
use promenade_syntax::series_description::parse_series_description;

use super::model::{AlertTest, Input, RuleTest};
use super::report::Warning;
use crate::reads::{RuleReads, selectors};
use crate::{RuleGroup, RuleQuery, RuleType};

/// What the rules of a file are called and read, to be held against its tests.
pub(super) struct Doubts {
    alerts: BTreeSet<String>,
    /// The matchers of all selectors; none where a rule reads what is not known.
    read: Option<Vec<Vec<Matcher>>>,
    features: Features,
}

impl Doubts {
    pub(super) fn new(groups: &[RuleGroup], features: Features) -> Self {
        let rules = || groups.iter().flat_map(RuleGroup::rules);
        let alerts = rules().filter(|(rule, _)| rule.rule_type == RuleType::Alerting);
        let reads: Vec<RuleReads> =
            rules().map(|(definition, rule)| RuleReads::new(definition, rule.query().expr(), features)).collect();
        let is_known = reads.iter().all(|reads| reads.unknown_queries.is_empty());
        let read = || reads.iter().flat_map(RuleReads::all).map(<[Matcher]>::to_vec).collect();
        Self { alerts: alerts.map(|(rule, _)| rule.name.clone()).collect(), read: is_known.then(read), features }
    }

    /// What is probably not meant in a test.
    pub(super) fn of(&self, test: &RuleTest) -> Vec<Warning> {
        if test.alert_tests.is_empty() && test.expression_tests.is_empty() {
            let help = Some("add `alert_rule_test` or `promql_expr_test`".to_owned());
            let message = "this test expects nothing and cannot fail".to_owned();
            return vec![Warning { range: test.range, message, help }];
        }
        let mut warnings = self.nameless_silence(test);
        warnings.extend(self.unread_series(test));
        warnings
    }

    /// Alerts that no rule has, expected not to fire.
    fn nameless_silence(&self, test: &RuleTest) -> Vec<Warning> {
        let silent = test.alert_tests.iter().filter(|expected| expected.expected.is_empty());
        let is_unknown = |name: &str| !name.is_empty() && !self.alerts.contains(name);
        let warning = |expected: &AlertTest| Warning {
            range: expected.alertname.range,
            message: format!("no rule has the name `{}`, so that it never fires", expected.alertname.value),
            help: Some("check `rule_files` and `alertname`".to_owned()),
        };
        silent.filter(|expected| is_unknown(&expected.alertname.value)).map(warning).collect()
    }

    /// Series that neither a rule nor an expectation reads.
    fn unread_series(&self, test: &RuleTest) -> Vec<Warning> {
        let Some(read_by_rules) = &self.read else { return Vec::new() };
        // An expression that cannot be parsed is a failure of its own.
        let queries: Vec<RuleQuery> = test
            .expression_tests
            .iter()
            .filter_map(|expectation| RuleQuery::new(&expectation.expr.value, self.features).ok())
            .collect();
        let of_tests = queries.iter().flat_map(|query| selectors(query.expr())).map(|selector| &selector.matchers);
        let read: Vec<&Vec<Matcher>> = read_by_rules.iter().chain(of_tests).collect();
        let is_read = |labels: &Labels| read.iter().any(|all| all.iter().all(|m| m.matches(labels.get(m.name()))));
        let labels = |text: &str| parse_series_description(text, self.features).ok().map(|(labels, _)| labels);
        let is_unread = |input: &&Input| labels(&input.series.value).is_some_and(|labels| !is_read(&labels));
        let warning = |input: &Input| Warning {
            range: input.series.range,
            message: format!("no rule and no expectation reads `{}`", input.series.value),
            help: Some("check its name and its labels, or take it away".to_owned()),
        };
        test.input_series.iter().filter(is_unread).map(warning).collect()
    }
}
