//! Flags of `promenade lint`: what is read, written, ignored, and when it fails.

use crate::common::Tree;
use insta::assert_snapshot;

/// Files with findings of each severity, a rule file, a dashboard, and one without a query.
fn tree() -> Tree {
    Tree::new(&[
        ("prom/a.yml", "groups:\n- name: g\n  rules:\n  - record: job:x:sum\n    expr: sum(foo(1)) by (job)\n"),
        ("prom/b.yml", "groups:\n- name: h\n  rules:\n  - record: job:y:rate\n    expr: |\n      rate(\n        up)\n"),
        ("old/c.promql", "sum(up\n"),
        ("values.yaml", "image: nginx\n"),
    ])
}

#[test]
fn unsafe_fixes_are_shown_where_nothing_is_fixed() {
    let tree = tree();
    assert_snapshot!(tree.show("lint old --unsafe-fixes"), @"
    error[PQL006]: `(` is never closed, expected `)`
     --> old/c.promql:1:7
      |
    1 | sum(up
      |       ^
      |    - opened here
      = help: insert `)` (with --unsafe-fixes: the meaning may change): sum(up)

    --- stderr
    1 error in 1 of 1 file; 1 fixable with --fix --unsafe-fixes
    1 query in 1 file read
    --- exit code Some(1)
    ");
    assert_eq!(tree.read("old/c.promql"), "sum(up\n");
}

#[test]
fn quiet_is_findings_alone() {
    assert_snapshot!(tree().show("lint -q -o concise"), @"
    old/c.promql:1:7: error PQL006 `(` is never closed, expected `)`
    prom/a.yml:5:15: error PQL101 there is no function `foo`
    prom/b.yml:7:9: error PQL105 argument 1 of `rate` must be a range vector, but this is an instant vector
    --- exit code Some(1)
    ");
    assert_snapshot!(Tree::new(&[("a.promql", "up\n")]).show("lint --quiet"), @"");
}

#[test]
fn a_safe_fix_has_a_mark_in_the_concise_form() {
    let tree = Tree::new(&[("a.promql", "up{job=~\"a\"}\n")]);
    assert_snapshot!(tree.show("lint -o concise --select all"), @r#"
    a.promql:1:4: warning PQL401 [*] this regular expression matches "a" only
    --- stderr
    1 warning in 1 of 1 file; 1 fixable with --fix
    1 query in 1 file read
    --- exit code Some(1)
    "#);
}

#[test]
fn files_are_excluded_and_shown() {
    let tree = tree();
    assert_snapshot!(tree.show("lint --show-files"), @"
    old/c.promql
    prom/a.yml
    prom/b.yml
    values.yaml
    ");
    assert_snapshot!(tree.show("lint --show-files --exclude 'old,*.yaml'"), @"
    prom/a.yml
    prom/b.yml
    ");
    assert_snapshot!(tree.show("lint --show-files old/c.promql --exclude old/"), @"old/c.promql");
    assert_snapshot!(tree.show("lint --show-files old/c.promql --exclude old/ --force-exclude"), @"");
    assert_snapshot!(tree.show("fmt --check --exclude prom,old"), @"
    --- stderr
    0 of 1 file would change
    warning: no queries were read
    ");
}

#[test]
fn findings_go_into_a_file() {
    let tree = tree();
    assert_snapshot!(tree.show("lint old -o concise --output-file found.txt --color always"), @"
    --- stderr
    1 error in 1 of 1 file; 1 fixable with --fix --unsafe-fixes
    1 query in 1 file read
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.read("found.txt"), @"old/c.promql:1:7: error PQL006 `(` is never closed, expected `)`");
}

#[test]
fn settings_are_overridden() {
    let tree = tree();
    assert_snapshot!(tree.show("lint -o concise --config 'lint.ignore=[\"PQL101\", \"PQL105\"]'"), @"
    old/c.promql:1:7: error PQL006 `(` is never closed, expected `)`
    --- stderr
    1 error in 1 of 4 files; 1 fixable with --fix --unsafe-fixes
    3 queries in 3 files read
    --- exit code Some(1)
    ");
    tree.write("promenade.toml", "exclude = [\"old\"]\n[lint]\nignore = [\"PQL101\"]\nfail-on = \"info\"\n");
    assert_snapshot!(tree.show("config --config lint.fail-on=error --config format.width=80"), @r#"
    # TREE/promenade.toml
    exclude = ["old"]
    fail-on-unread = false

    [format]
    width = 80

    [lint]
    select = []
    extend-select = []
    ignore = ["PQL101"]
    fail-on = "error"

    [lint.per-file-ignores]

    [profile]
    features = []
    rule_files = []

    [profile.external_labels]
    "#);
    assert_snapshot!(tree.show("lint --config lint.fail-om=error"), @"
    --- stderr
    error: --config: unknown key `fail-om`
      help: did you mean `fail-on`?
    --- exit code Some(2)
    ");
    assert_snapshot!(tree.show("lint --config lint.fail-on=erorr"), @"
    --- stderr
    error: --config: unknown value `erorr`
      help: did you mean `error`?
    --- exit code Some(2)
    ");
    assert_snapshot!(tree.show("lint --config promenade.toml --isolated"), @"
    --- stderr
    error: --isolated ignores files of settings, but --config names one
      help: leave one out
    --- exit code Some(2)
    ");
    assert_snapshot!(tree.show("lint --config promenade.toml --config promenade.toml"), @"
    --- stderr
    error: --config names several files
      help: name one
    --- exit code Some(2)
    ");
}

#[test]
fn findings_are_ignored_by_new_comments() {
    let tree = tree();
    tree.write(
        "dash.json",
        r#"{"panels": [{"targets": [{"expr": "foo(1)"}], "type": "timeseries"}], "title": "t", "schemaVersion": 36}"#,
    );
    assert_snapshot!(tree.show("lint --add-ignore prom dash.json"), @"
    --- stderr
    2 findings ignored by new comments
    1 finding left: no comment can ignore them
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.read("prom/a.yml"), @"
    groups:
    - name: g
      rules:
      - record: job:x:sum
        # promenade: ignore PQL101
        expr: sum(foo(1)) by (job)
    ");
    assert_snapshot!(tree.read("prom/b.yml"), @"
    groups:
    - name: h
      rules:
      - record: job:y:rate
        expr: |
          rate(
            # promenade: ignore PQL105
            up)
    ");
    assert_snapshot!(tree.show("lint prom"), @"
    --- stderr
    2 files checked, nothing found
    2 queries in 2 files read
    ");
}

#[test]
fn findings_of_severity_info_do_not_fail() {
    let tree = Tree::new(&[("a.promql", "sum(((up)))\n")]);
    for (arguments, code) in [("--select all", 0), ("--select all --fail-on info", 1)] {
        let output = tree.run(&format!("lint {arguments}"));
        assert_eq!(output.status.code(), Some(code), "{arguments}: {}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("info["), "{arguments}");
    }
}

#[test]
fn a_file_without_queries_is_named() {
    let tree = tree();
    assert_snapshot!(tree.show("lint values.yaml"), @"
    --- stderr
    1 file checked, nothing found
    warning: no queries recognised in values.yaml
    ");
    assert_snapshot!(tree.show("lint values.yaml --fail-on-unread"), @"
    --- stderr
    1 file checked, nothing found
    warning: no queries recognised in values.yaml
    --- exit code Some(1)
    ");
    assert!(!tree.show("lint --ignore all").contains("recognised"), "only of files that are named");
}
