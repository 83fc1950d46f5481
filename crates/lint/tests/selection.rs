//! Which lints run.
#![allow(clippy::unwrap_used)] // test code

use promenade_lint::registry::lint;
use promenade_lint::{LintError, Selection};

/// Whether these lints run: one that is on by default, one of its group that is off, a diagnostic, and an alert's.
fn runs(select: &[&str], extend: &[&str], ignore: &[&str]) -> [bool; 4] {
    let selection = Selection::new(select, extend, ignore).unwrap();
    ["rate-of-gauge", "average-of-quantiles", "PQL001", "missing-for"]
        .map(|name| selection.contains(lint(name).unwrap()))
}

#[test]
fn the_most_exact_name_counts() {
    for (select, extend, ignore, expected) in [
        (&[][..], &[][..], &[][..], [true, false, true, true]),
        (&["all"], &[], &[], [true, true, true, true]),
        (&["correctness"], &[], &[], [true, true, false, false]),
        (&["PQL3"], &[], &[], [true, true, false, false]),
        (&["pql303", "missing-for"], &[], &[], [true, false, false, true]),
        (&[], &["PQL312"], &[], [true, true, true, true]),
        (&[], &["all"], &["alerts"], [true, true, true, false]),
        (&[], &[], &["correctness"], [false, false, true, true]),
        (&["all"], &[], &["PQL3"], [false, false, true, true]),
        (&["all", "rate-of-gauge"], &[], &["correctness"], [true, false, true, true]),
        (&["alerts"], &[], &["PQL601"], [false, false, false, false]),
        (&["syntax"], &[], &[], [false, false, true, false]),
    ] {
        assert_eq!(runs(select, extend, ignore), expected, "{select:?} {extend:?} {ignore:?}");
    }
}

#[test]
fn what_names_nothing_is_an_error() {
    for name in ["", "PQL999", "no-such-lint", "PQ L3"] {
        let error = Selection::new(&[name], &[], &[]).unwrap_err();
        assert_eq!(error, LintError::UnknownLint { name: name.to_owned() });
    }
}
