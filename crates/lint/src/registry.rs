//! All rules, a row each: those on queries, and those on files that hold queries.

use std::sync::LazyLock;

use promenade_syntax::Severity;
use promenade_syntax::diagnostic::{CODES, CodeRow};

use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs};
#[cfg(feature = "documents")]
use crate::rules::comments;
use crate::rules::{alerts, correctness, labels, matchers, metrics, profile, rule_files, style};

/// The rules on queries, sorted by code.
static OF_QUERIES: &[&RuleDef] = &[
    &correctness::rate_of_aggregate::RULE,
    &correctness::rate_of_rate::RULE,
    &correctness::rate_of_gauge::RULE,
    &correctness::rate_of_unnamed_counter::RULE,
    &correctness::delta_of_counter::RULE,
    &correctness::raw_counter::RULE,
    &correctness::counter_compared_with_constant::RULE,
    &correctness::quantile_out_of_range::RULE,
    &correctness::quantile_without_le::RULE,
    &correctness::quantile_of_raw_buckets::RULE,
    &correctness::quantile_of_no_buckets::RULE,
    &correctness::average_of_quantiles::RULE,
    &correctness::sum_of_equality::RULE,
    &correctness::count_of_bool::RULE,
    &correctness::set_operator_on_bool::RULE,
    &correctness::count_never_zero::RULE,
    &correctness::absent_label::RULE,
    &correctness::division_in_aggregate::RULE,
    &correctness::possibly_absent_operand::RULE,
    &correctness::mixed_units::RULE,
    &correctness::many_to_many::RULE,
    &correctness::same_operands::RULE,
    &correctness::limit_ratio_out_of_range::RULE,
    &correctness::label_replace_missing_group::RULE,
    &correctness::subquery_of_counter::RULE,
    &correctness::name_collision::RULE,
    &correctness::absent_of_several::RULE,
    &matchers::regex_plain_string::RULE,
    &matchers::redundant_anchors::RULE,
    &matchers::matches_everything::RULE,
    &matchers::impossible_matchers::RULE,
    &matchers::redundant_matcher::RULE,
    &matchers::regex_with_equal_sign::RULE,
    &matchers::name_matcher::RULE,
    &matchers::value_in_parts::RULE,
    &matchers::bound_without_point::RULE,
    &style::useless_parentheses::RULE,
    &style::empty_grouping::RULE,
    &style::duplicate_label::RULE,
    &style::ignoring_nothing::RULE,
    &style::sort_without_effect::RULE,
    &style::zero_offset::RULE,
    &style::aggregate_of_one::RULE,
    &style::unary_plus::RULE,
    &style::mixed_set_operators::RULE,
    &alerts::bool_condition::RULE,
    &alerts::irate_in_rule::RULE,
    &rule_files::topk_in_rule::RULE,
    &labels::gone_label::RULE,
    &labels::never_matches::RULE,
    &labels::never_returns::RULE,
    &labels::unused_include::RULE,
    &profile::short_window::RULE,
    &profile::beyond_retention::RULE,
    &metrics::unknown_label::RULE,
    &metrics::unknown_value::RULE,
    &metrics::metric_type::RULE,
    &metrics::several_series::RULE,
    &metrics::misspelt_value::RULE,
];

/// The rules on files, sorted by code.
#[cfg(feature = "documents")]
static OF_FILES: &[&RuleDef] = &[
    &alerts::missing_for::RULE,
    &alerts::always_firing::RULE,
    &alerts::absent_without_for::RULE,
    &alerts::zero_for::RULE,
    &alerts::value_in_label::RULE,
    &alerts::value_not_humanized::RULE,
    &alerts::fragile_ratio::RULE,
    &alerts::missing_annotations::RULE,
    &alerts::template_query::RULE,
    &rule_files::invalid_rule_file::RULE,
    &rule_files::duplicate_rule::RULE,
    &rule_files::shadowed_rule::RULE,
    &rule_files::depends_on_later_rule::RULE,
    &rule_files::depends_on_other_group::RULE,
    &rule_files::unused_recording_rule::RULE,
    &rule_files::record_name_without_colon::RULE,
    &rule_files::record_name_parts::RULE,
    &rule_files::group_interval_too_long::RULE,
    &rule_files::recorded_already::RULE,
    &rule_files::empty_group::RULE,
    &comments::unused_ignore::RULE,
    &comments::malformed_comment::RULE,
    &labels::always_returns::RULE,
    &labels::gone_template_label::RULE,
    &profile::external_label_collision::RULE,
    &profile::unknown_external_label::RULE,
    &metrics::unknown_metric::RULE,
];

/// Without documents there are queries only.
#[cfg(not(feature = "documents"))]
static OF_FILES: &[&RuleDef] = &[];

/// All rules, sorted by code.
static RULES: LazyLock<Vec<&RuleDef>> = LazyLock::new(|| {
    let mut all: Vec<&RuleDef> = OF_QUERIES.iter().chain(OF_FILES).copied().collect();
    all.sort_by_key(|rule| rule.code);
    all
});

/// The diagnostics of syntax and types, as rules.
static DIAGNOSTICS: LazyLock<Vec<RuleDef>> = LazyLock::new(|| CODES.iter().map(of_diagnostic).collect());

/// All rules of the linter's own, sorted by code.
pub fn rules() -> impl Iterator<Item = &'static RuleDef> {
    RULES.iter().copied()
}

/// The diagnostics of syntax and types, as rules that select and ignore like any other.
pub fn diagnostic_rules() -> impl Iterator<Item = &'static RuleDef> {
    DIAGNOSTICS.iter()
}

/// The rule of this code or name.
pub fn rule(name: &str) -> Option<&'static RuleDef> {
    rules().chain(diagnostic_rules()).find(|rule| rule.name == name || rule.code.eq_ignore_ascii_case(name))
}

fn of_diagnostic(row: &'static CodeRow) -> RuleDef {
    RuleDef {
        code: row.code,
        name: row.title,
        group: Group::Syntax,
        severity: Severity::Error,
        default: true,
        docs: RuleDocs {
            what: row.title,
            why: "Prometheus refuses the query.",
            example: Example::None,
            instead: "",
            better: Example::None,
            fix: FixDocs::None,
        },
        check: Check::Linter,
    }
}

#[cfg(test)]
mod tests {
    use super::{diagnostic_rules, rules};

    #[test]
    fn codes_and_names_stand_for_one_rule_each() {
        let mut codes: Vec<&str> = rules().map(|rule| rule.code).collect();
        assert!(codes.is_sorted(), "{codes:?}");
        codes.extend(diagnostic_rules().map(|rule| rule.code));
        let mut names: Vec<&str> = rules().map(|rule| rule.name).collect();
        for list in [&mut codes, &mut names] {
            let n = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), n);
        }
        let is_name = |name: &&str| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(names.iter().all(is_name));
    }
}
