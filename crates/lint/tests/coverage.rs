//! What the table of other tools' checks says holds.
#![allow(clippy::unwrap_used)] // test code

use promenade_lint::coverage::coverage;
use promenade_lint::registry::{diagnostic_lints, lints};

#[test]
fn each_check_has_lints_or_a_reason() {
    for row in coverage() {
        assert!(!row.lints.is_empty() || !row.note.is_empty(), "{}", row.check);
        for code in row.lints {
            let names_some = lints().chain(diagnostic_lints()).any(|lint| lint.code.starts_with(code));
            assert!(names_some, "{}: there is no lint {code}", row.check);
        }
    }
}
