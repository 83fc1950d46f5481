//! What the table of other tools' checks says holds.
#![allow(clippy::unwrap_used)] // they are tests

use promenade_lint::coverage::coverage;
use promenade_lint::registry::{diagnostic_rules, rules};

#[test]
fn each_check_has_rules_or_a_reason() {
    for row in coverage() {
        assert!(!row.rules.is_empty() || !row.note.is_empty(), "{}", row.check);
        for code in row.rules {
            let names_some = rules().chain(diagnostic_rules()).any(|rule| rule.code.starts_with(code));
            assert!(names_some, "{}: there is no rule {code}", row.check);
        }
    }
}
