//! What codes mean, and the manual pages.

use crate::common::{run, show};
use insta::assert_snapshot;

#[test]
fn codes_are_explained() {
    assert_snapshot!("explain_code", show("explain-code PQL105"));
    assert_eq!(show("explain-code pql105"), show("explain-code PQL105"));
    assert_snapshot!(show("explain-code PQL106 --color never"), @"
    PQL106: bool modifier missing or misplaced

    `bool` turns a comparison from a filter into a value of 0 or 1. Between two
    scalars there is nothing to filter, so `bool` is required; on other operators it
    has no meaning.

    Example:

    error[PQL106]: a comparison of two scalars gives 0 or 1 and must say so: write `> bool`
     --> example:1:3
      |
    1 | 1 > 2
      |   ^
      = help: add `bool`: 1 > bool 2

    Add `bool` after the comparison operator, or remove it from an operator that is
    not a comparison.

    Fixed:

        1 > bool 2
    ");
}

#[test]
fn all_codes_are_listed_and_each_has_its_page() {
    let list = show("explain-code");
    let codes: Vec<&str> = list.lines().filter_map(|line| line.split("  ").next()).collect();
    assert!(codes.len() >= 36, "{list}");
    for code in codes {
        let page = show(&format!("explain-code {code}"));
        assert!(
            page.starts_with(code)
                && (page.contains("Fixed:") || page.contains("Example:") || page.contains("Group "))
                && !page.contains("exit code"),
            "{page}"
        );
    }
}

#[test]
fn codes_that_do_not_exist() {
    assert_snapshot!(show("explain-code PQL060"), @"
    --- stderr
    error: there is no code or lint `PQL060`
      help: did you mean `PQL006`? `promenade explain-code` lists all
    --- exit code Some(2)
    ");
    assert_snapshot!(show("explain-code nonsense"), @"
    --- stderr
    error: there is no code or lint `nonsense`
      help: `promenade explain-code` lists all
    --- exit code Some(2)
    ");
}

#[test]
fn manual_pages() {
    let page = show("man");
    assert!(page.contains(".TH promenade 1") && page.contains("explain\\-code"), "{page}");
    let output = run("man explain-code");
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && page.contains("SH SYNOPSIS"), "{page}");
    assert_snapshot!(show("man nonsense"), @"
    --- stderr
    error: there is no command `nonsense`
      help: use one of query, explain, fmt, lint, check-rules, test, backtest, snapshot, playground, tsdb, explain-code, config, completions, man, help
    --- exit code Some(2)
    ");
}
