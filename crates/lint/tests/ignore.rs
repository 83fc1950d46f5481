//! Comments that leave findings out, of our own and of pint.
#![allow(clippy::unwrap_used)] // test code

use promenade_documents::{Document, ReadOptions};
use promenade_lint::{Linter, Selection, Settings};

/// The codes that are found in a file, each with its line.
fn found(name: &str, text: &str, today: Option<&str>) -> Vec<(usize, &'static str)> {
    let selection = Selection::new::<&str>(&[], &[], &[]).unwrap();
    let linter = Linter::new(Settings::default().selection(selection).today(today.map(str::to_owned)));
    let document = Document::read(name, text, &ReadOptions::default());
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    linter.lint(&[document]).iter().map(|f| (line(f.diagnostic.range.start), f.lint.code)).collect()
}

/// Two alerts without `for`, on lines 4 and 7, with something on line 3, at the end of line 4, and on line 6.
fn alerts(line_3: &str, end_of_4: &str, line_6: &str) -> Vec<(usize, &'static str)> {
    let text = format!(
        "groups:\n- name: a\n  rules: {line_3}\n  - alert: A {end_of_4}\n    expr: up == 0\n  {line_6}\n  - alert: B\n    \
         expr: up == 0\n"
    );
    found("rules.yaml", &text, Some("2030-01-01"))
}

const BOTH: [(usize, &str); 2] = [(4, "PQL601"), (7, "PQL601")];

#[test]
fn comments_of_rule_files() {
    for (line_3, end_of_4, line_6, expected) in [
        ("", "", "", &BOTH[..]),
        // The line, what comes next, the file.
        ("", "# promenade: ignore missing-for", "", &BOTH[1..]),
        ("", "", "# promenade: ignore missing-for", &BOTH[..1]),
        ("", "", "# promenade: ignore PQL601 -- it may well be one sample", &BOTH[..1]),
        ("", "", "# promenade: ignore alerts", &BOTH[..1]),
        ("", "", "# promenade: ignore PQL6", &BOTH[..1]),
        ("", "", "# promenade: ignore", &BOTH[..1]),
        ("", "", "# promenade: ignore-file missing-for", &[]),
        ("", "", "# promenade: ignore-file", &[]),
        // What is not used, and what is not understood.
        ("", "", "# promenade: ignore missing-for, rate-of-gauge", &[(4, "PQL601"), (6, "PQL791")]),
        ("", "", "# promenade: ignore value-in-parts, missing-for", &BOTH[..1]),
        ("", "", "# promenade: ignore coverage, mutants", &BOTH),
        ("", "", "# promenade: ignore no-such-lint", &[(4, "PQL601"), (6, "PQL792"), (7, "PQL601")]),
        ("", "", "# promenade: ingore missing-for", &[(4, "PQL601"), (6, "PQL792"), (7, "PQL601")]),
        ("", "", "# promenade is a fine tool", &BOTH),
        // Those of pint.
        ("", "", "# pint disable rule/for", &BOTH[..1]),
        ("", "# pint disable rule/for", "", &BOTH[1..]),
        ("", "", "# pint file/disable rule/for", &[]),
        ("", "", "# pint disable promql/series(up)", &BOTH),
        ("", "", "# pint disable no/check", &[(4, "PQL601"), (6, "PQL792"), (7, "PQL601")]),
        ("", "", "# pint snooze 2029-12-31 rule/for", &BOTH),
        ("", "", "# pint snooze 2030-12-31T10:00:00Z rule/for", &BOTH[..1]),
        ("", "", "# pint file/snooze 2030-12-31 rule/for", &[]),
        ("", "# pint ignore/line", "", &BOTH[1..]),
        ("", "", "# pint ignore/next-line", &BOTH[..1]),
        ("# pint ignore/begin", "", "# pint ignore/end", &BOTH[1..]),
        ("# pint ignore/begin", "", "", &[]),
        ("", "", "# pint ignore/file", &BOTH[..1]),
        ("", "", "# it is too noisy # pint disable rule/for", &BOTH[..1]),
        ("", "", "#pint\tdisable rule/for", &BOTH[..1]),
        ("", "", "# pint disable rule/for # for now", &BOTH[..1]),
        ("", "", "# pint disabel rule/for", &[(4, "PQL601"), (6, "PQL792"), (7, "PQL601")]),
        ("", "", "# pint disable", &[(4, "PQL601"), (6, "PQL792"), (7, "PQL601")]),
        ("", "", "# pint snooze rule/for", &[(4, "PQL601"), (6, "PQL792"), (7, "PQL601")]),
        ("", "", "# pint snooze 2030-12-31", &[(4, "PQL601"), (6, "PQL792"), (7, "PQL601")]),
        ("", "", "# pint is a fine tool too", &BOTH),
        ("", "", "# pints are for beer", &BOTH),
        ("", "", "# pint rule/set promql/series min-age 1w", &BOTH),
        ("", "", "# pint rule/owner bob", &BOTH),
    ] {
        assert_eq!(alerts(line_3, end_of_4, line_6), expected, "{line_3} / {end_of_4} / {line_6}");
    }
}

#[test]
fn comments_of_pint_that_touch_no_rule_are_reported() {
    let text = "# pint disable rule/for\ngroups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n";
    assert_eq!(found("rules.yaml", text, None), [(1, "PQL792"), (5, "PQL601")]);
}

#[test]
fn comments_within_a_rule_hold_for_the_rule() {
    let text = "groups:\n- name: a\n  rules:\n  - alert: A\n    # promenade: ignore missing-for\n    expr: up == 0\n";
    assert_eq!(found("rules.yaml", text, None), []);
}

#[test]
fn comments_of_queries() {
    for (text, expected) in [
        ("rate(up[5m])", &[(1, "PQL303")][..]),
        ("rate(up[5m]) # promenade: ignore rate-of-gauge", &[]),
        ("# promenade: ignore rate-of-gauge\nrate(up[5m])\n+ rate(up[5m])", &[]),
        ("rate(up[5m])\n+\n# promenade: ignore rate-of-gauge\nrate(up[5m])", &[(1, "PQL303")]),
        ("# promenade: ignore-file rate-of-gauge\nrate(up[5m])", &[]),
        ("# promenade: ignore rate-of-rate\nrate(up[5m])", &[(1, "PQL791"), (2, "PQL303")]),
        // What the parser says can be ignored too.
        ("rat(up[5m]) # promenade: ignore PQL101", &[]),
    ] {
        assert_eq!(found("query.promql", text, None), expected, "{text}");
    }
}

#[test]
fn comments_within_block_scalars() {
    let text = "groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: |\n      # promenade: ignore rate-of-gauge\n      \
                rate(up[5m])\n";
    assert_eq!(found("rules.yaml", text, None), []);
    let text = text.replace("rate-of-gauge", "rate-of-rate");
    assert_eq!(found("rules.yaml", &text, None), [(6, "PQL791"), (7, "PQL303")]);
}

#[test]
fn lines_that_pint_leaves_out_need_not_be_yaml() {
    let text = "{% set job = \"a\" %} # pint ignore/line\ngroups:\n# pint ignore/next-line\n{% for x in y %}\n- name: a\n  \
                rules:\n  - record: a:b\n    expr: rate(up[5m])\n# pint ignore/begin\n{% endfor %}\n{% if %}\n# pint \
                ignore/end\n";
    assert_eq!(found("rules.yaml", text, None), [(8, "PQL303")]);
    let document = Document::read("rules.yaml", text, &ReadOptions::default());
    assert!(document.problems().is_empty(), "{:?}", document.problems());
}

#[test]
fn comments_may_carry_a_reason() {
    for reason in ["-- one sample is enough", "- one sample", "— one sample", "# one sample", "(one sample)"] {
        assert_eq!(alerts("", "", &format!("# promenade: ignore missing-for {reason}")), &BOTH[..1], "{reason}");
    }
}

#[test]
fn comments_of_markdown() {
    let block = "```promql\nrate(up[5m])\n```\n";
    for (before, between, expected) in [
        ("", "", &[(2, "PQL303"), (5, "PQL303")][..]),
        ("<!-- promenade: ignore rate-of-gauge -->\n", "", &[(6, "PQL303")]),
        ("<!-- promenade: ignore rate-of-gauge -- an example -->\n\n", "", &[(7, "PQL303")]),
        ("", "<!-- promenade: ignore -->\n", &[(2, "PQL303")]),
        ("<!-- promenade: ignore-file PQL303 -->\n", "", &[]),
        ("<!-- promenade: ignore rate-of-rate -->\n", "", &[(1, "PQL791"), (3, "PQL303"), (6, "PQL303")]),
        ("<!-- promenade: ingore rate-of-rate -->\n", "", &[(1, "PQL792"), (3, "PQL303"), (6, "PQL303")]),
    ] {
        let text = format!("{before}{block}{between}{block}");
        assert_eq!(found("page.md", &text, None), expected, "{text}");
    }
}

#[test]
fn comments_for_the_formatter_are_known() {
    assert_eq!(alerts("# promenade: fmt off", "", "# promenade: fmt on -- again"), BOTH);
}
