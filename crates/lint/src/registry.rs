//! All lints, a row each: those on queries, and those on files that hold queries.

use std::sync::LazyLock;

use promenade_syntax::Severity;
use promenade_syntax::diagnostic::{CODES, CodeRow};

use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs};
#[cfg(feature = "documents")]
use crate::lints::comments;
use crate::lints::{alerts, correctness, labels, matchers, metrics, profile, rule_files, style};

/// The lints on queries, sorted by code.
static OF_QUERIES: &[&Lint] = &[
    &correctness::rate_of_aggregate::LINT,
    &correctness::rate_of_rate::LINT,
    &correctness::rate_of_gauge::LINT,
    &correctness::rate_of_unnamed_counter::LINT,
    &correctness::delta_of_counter::LINT,
    &correctness::raw_counter::LINT,
    &correctness::counter_compared_with_constant::LINT,
    &correctness::quantile_out_of_range::LINT,
    &correctness::quantile_without_le::LINT,
    &correctness::quantile_of_raw_buckets::LINT,
    &correctness::quantile_of_no_buckets::LINT,
    &correctness::average_of_quantiles::LINT,
    &correctness::sum_of_equality::LINT,
    &correctness::count_of_bool::LINT,
    &correctness::set_operator_on_bool::LINT,
    &correctness::count_never_zero::LINT,
    &correctness::absent_label::LINT,
    &correctness::division_in_aggregate::LINT,
    &correctness::possibly_absent_operand::LINT,
    &correctness::mixed_units::LINT,
    &correctness::many_to_many::LINT,
    &correctness::same_operands::LINT,
    &correctness::limit_ratio_out_of_range::LINT,
    &correctness::label_replace_missing_group::LINT,
    &correctness::subquery_of_counter::LINT,
    &correctness::name_collision::LINT,
    &correctness::absent_of_several::LINT,
    &correctness::negative_rate::LINT,
    &correctness::unlabelled_operand::LINT,
    &matchers::regex_plain_string::LINT,
    &matchers::redundant_anchors::LINT,
    &matchers::matches_everything::LINT,
    &matchers::impossible_matchers::LINT,
    &matchers::redundant_matcher::LINT,
    &matchers::regex_with_equal_sign::LINT,
    &matchers::name_matcher::LINT,
    &matchers::value_in_parts::LINT,
    &matchers::bound_without_point::LINT,
    &style::useless_parentheses::LINT,
    &style::empty_grouping::LINT,
    &style::duplicate_label::LINT,
    &style::ignoring_nothing::LINT,
    &style::sort_without_effect::LINT,
    &style::zero_offset::LINT,
    &style::aggregate_of_one::LINT,
    &style::unary_plus::LINT,
    &style::mixed_set_operators::LINT,
    &alerts::bool_condition::LINT,
    &alerts::irate_in_rule::LINT,
    &rule_files::topk_in_rule::LINT,
    &labels::gone_label::LINT,
    &labels::never_matches::LINT,
    &labels::never_returns::LINT,
    &labels::unused_include::LINT,
    &profile::short_window::LINT,
    &profile::beyond_retention::LINT,
    &metrics::unknown_label::LINT,
    &metrics::unknown_value::LINT,
    &metrics::metric_type::LINT,
    &metrics::several_series::LINT,
    &metrics::misspelt_value::LINT,
];

/// The lints on files, sorted by code.
#[cfg(feature = "documents")]
static OF_FILES: &[&Lint] = &[
    &alerts::missing_for::LINT,
    &alerts::always_firing::LINT,
    &alerts::absent_without_for::LINT,
    &alerts::zero_for::LINT,
    &alerts::value_in_label::LINT,
    &alerts::value_not_humanized::LINT,
    &alerts::fragile_ratio::LINT,
    &alerts::missing_annotations::LINT,
    &alerts::template_query::LINT,
    &alerts::failing_template::LINT,
    &rule_files::invalid_rule_file::LINT,
    &rule_files::duplicate_rule::LINT,
    &rule_files::shadowed_rule::LINT,
    &rule_files::depends_on_later_rule::LINT,
    &rule_files::depends_on_other_group::LINT,
    &rule_files::unused_recording_rule::LINT,
    &rule_files::record_name_without_colon::LINT,
    &rule_files::record_name_parts::LINT,
    &rule_files::group_interval_too_long::LINT,
    &rule_files::recorded_already::LINT,
    &rule_files::empty_group::LINT,
    &rule_files::second_document::LINT,
    &rule_files::unusable_result::LINT,
    &rule_files::equal_after_labels::LINT,
    &rule_files::folded_comment::LINT,
    &rule_files::rule_policy::LINT,
    &comments::unused_ignore::LINT,
    &comments::malformed_comment::LINT,
    &labels::always_returns::LINT,
    &labels::gone_template_label::LINT,
    &profile::external_label_collision::LINT,
    &profile::unknown_external_label::LINT,
    &metrics::unknown_metric::LINT,
];

/// Without the feature `documents` there are only queries.
#[cfg(not(feature = "documents"))]
static OF_FILES: &[&Lint] = &[];

/// All lints, sorted by code.
static LINTS: LazyLock<Vec<&Lint>> = LazyLock::new(|| {
    let mut all: Vec<&Lint> = OF_QUERIES.iter().chain(OF_FILES).copied().collect();
    all.sort_by_key(|lint| lint.code);
    all
});

/// The diagnostics of syntax and types, as lints.
static DIAGNOSTICS: LazyLock<Vec<Lint>> = LazyLock::new(|| CODES.iter().map(of_diagnostic).collect());

/// All lints of the linter's own, sorted by code.
pub fn lints() -> impl Iterator<Item = &'static Lint> {
    LINTS.iter().copied()
}

/// The diagnostics of syntax and types, as lints that select and ignore like any other.
pub fn diagnostic_lints() -> impl Iterator<Item = &'static Lint> {
    DIAGNOSTICS.iter()
}

/// The lint of this code or name.
pub fn lint(name: &str) -> Option<&'static Lint> {
    lints().chain(diagnostic_lints()).find(|lint| lint.name == name || lint.code.eq_ignore_ascii_case(name))
}

fn of_diagnostic(row: &'static CodeRow) -> Lint {
    Lint {
        code: row.code,
        name: row.title,
        group: Group::Syntax,
        severity: Severity::Error,
        default: true,
        docs: LintDocs {
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
    use super::{diagnostic_lints, lints};

    #[test]
    fn codes_and_names_stand_for_one_rule_each() {
        let mut codes: Vec<&str> = lints().map(|lint| lint.code).collect();
        assert!(codes.is_sorted(), "{codes:?}");
        codes.extend(diagnostic_lints().map(|lint| lint.code));
        let mut names: Vec<&str> = lints().map(|lint| lint.name).collect();
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
