//! `promenade lint`: findings, fixes and exit codes.

use crate::common::{Tree, run_with_input, shown};
use insta::assert_snapshot;

#[test]
fn findings_have_carets_and_lines_around() {
    let tree = Tree::new(&[("a.promql", "sum(up)\n  # why\n  + foo(1)\n  / 2\n"), ("b.promql", "sum by (job (up)\n")]);
    assert_snapshot!(tree.show("lint"), @"
    error[PQL101]: there is no function `foo`
     --> a.promql:3:5
      |
    2 |   # why
    3 |   + foo(1)
      |     ^^^
    4 |   / 2

    error[PQL001]: unexpected `(` in grouping labels, expected `,` or `)`
     --> b.promql:1:13
      |
    1 | sum by (job (up)
      |             ^
      = help: insert `)` (with --unsafe-fixes: the meaning may change): sum by (job) (up)

    --- stderr
    2 errors in 2 of 2 files; 1 fixable with --fix --unsafe-fixes
    --- exit code Some(1)
    ");
    assert!(tree.show("lint --color always").contains("\u{1b}[1m\u{1b}[31m"));
}

#[test]
fn what_else_there_is_to_say_is_said() {
    assert_snapshot!(shown(&run_with_input("lint -", "rate(x[$__rate_interval])\n")), @"
    error[PQL002]: `$__rate_interval` is a variable of Grafana, which must be filled in before the query is read
     --> <stdin>:1:8
      |
    1 | rate(x[$__rate_interval])
      |        ^
      = note: put a value in its place; `promenade fmt` and `lint` read Grafana's variables with `--grafana`

    --- stderr
    1 error in 1 of 1 file
    --- exit code Some(1)
    ");
    let json = shown(&run_with_input("lint - --output-format json", "rate(x[$__interval])"));
    assert!(
        json.contains("\"help\": \"put a value in its place; `promenade fmt` and `lint` read Grafana's variables"),
        "{json}"
    );
}

#[test]
fn a_finding_may_span_lines() {
    assert_snapshot!(shown(&run_with_input("lint -", "rate(\n\tsum(x)\n)\n")), @"
    error[PQL105]: argument 1 of `rate` must be a range vector, but this is an instant vector, expected range vector
     --> <stdin>:2:2
      |
    1 | rate(
    2 |     sum(x)
      |     ^^^^^^
    3 | )

    --- stderr
    1 error in 1 of 1 file
    --- exit code Some(1)
    ");
}

#[test]
fn clean_files_end_well() {
    let tree = Tree::new(&[("a.promql", "sum(up)\n")]);
    assert_snapshot!(tree.show("lint"), @"
    --- stderr
    1 file checked, nothing found
    ");
    assert_snapshot!(tree.show("lint empty"), @"
    --- stderr
    error: empty: there is no such file or folder
    0 files checked, nothing found in what can be read
    --- exit code Some(1)
    ");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let query = format!("{} + foo(1) + {}", vec!["up"; 100].join(" + "), vec!["down"; 100].join(" + "));
    assert_snapshot!(shown(&run_with_input("lint -", &query)), @"
    error[PQL101]: there is no function `foo`
     --> <stdin>:1:501
      |
    1 | … up + up + up + up + up + up + up + up + up + up + foo(1) + down + down + down + down + down + down + down + down + down  …
      |                                                     ^^^

    --- stderr
    1 error in 1 of 1 file
    --- exit code Some(1)
    ");
}

#[test]
fn rules_are_selected_and_ignored() {
    let tree = Tree::new(&[("a.promql", "foo(1)"), ("b.promql", "rate(up)")]);
    assert_snapshot!(tree.show("lint -o concise"), @"
    a.promql:1:1: error PQL101 there is no function `foo`
    b.promql:1:6: error PQL105 argument 1 of `rate` must be a range vector, but this is an instant vector, expected range vector
    --- stderr
    2 errors in 2 of 2 files; 1 fixable with --fix --unsafe-fixes
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("lint -o concise --select PQL101"), @"
    a.promql:1:1: error PQL101 there is no function `foo`
    --- stderr
    1 error in 1 of 2 files
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("lint -o concise --ignore PQL101,PQL105"), @"
    --- stderr
    2 files checked, nothing found
    ");
    assert_snapshot!(tree.show("lint --select rate-of-nothing"), @"
    --- stderr
    error: no lint, group or prefix of a code is called `rate-of-nothing`
      help: `promenade explain-code` lists all lints
    --- exit code Some(2)
    ");
    tree.write("promenade.toml", "[lint.per-file-ignores]\n\"a.*\" = [\"syntax\"]\n");
    assert_snapshot!(tree.show("lint -o concise"), @"
    b.promql:1:6: error PQL105 argument 1 of `rate` must be a range vector, but this is an instant vector, expected range vector
    --- stderr
    1 error in 1 of 2 files; 1 fixable with --fix --unsafe-fixes
    --- exit code Some(1)
    ");
}

#[test]
fn exit_codes() {
    let tree = Tree::new(&[("a.promql", "foo(1)"), ("c.promql", "up")]);
    for (arguments, code) in [
        ("lint", 1),
        ("lint --exit-zero", 0),
        ("lint --fail-on error", 1),
        ("lint c.promql", 0),
        ("lint --diff", 0),
        ("lint missing.promql", 1),
        ("lint --exit-zero missing.promql", 1),
        ("lint --unsafe-fixes", 1),
        ("lint --enable-feature nothing", 2),
        ("lint --config missing.toml", 2),
    ] {
        assert_eq!(tree.run(arguments).status.code(), Some(code), "{arguments}");
    }
}

#[test]
fn fixes_are_made_where_asked_for() {
    let tree = Tree::new(&[("a.promql", "sum by (job (up)\n"), ("b.promql", "sum(up\n"), ("c.promql", "up\n")]);
    assert_snapshot!(tree.show("lint --diff b.promql"), @"
    --- stderr
    0 findings would be fixed
    ");
    assert_snapshot!(tree.show("lint --diff --unsafe-fixes b.promql"), @"
    --- b.promql
    +++ b.promql
    @@ -1 +1 @@
    -sum(up
    +sum(up)
    --- stderr
    1 finding would be fixed
    --- exit code Some(1)
    ");
    assert_eq!(tree.read("b.promql"), "sum(up\n");
    assert_snapshot!(tree.show("lint --fix --unsafe-fixes b.promql c.promql"), @"
    --- stderr
    1 finding fixed
    2 files checked, nothing found
    ");
    assert_eq!(tree.read("b.promql"), "sum(up)\n");
    assert_eq!(
        shown(&run_with_input("lint - --fix --unsafe-fixes", "sum(up")).lines().next(),
        Some("sum(up)--- stderr")
    );
}

#[test]
fn statistics_count() {
    let tree = Tree::new(&[("a.promql", "foo(1) + bar(1)"), ("b.promql", "rate(up)")]);
    assert_snapshot!(tree.show("lint --statistics"), @"
    2  PQL101  unknown function
    1  PQL105  wrong type [1 with a fix]
    --- stderr
    3 errors in 2 of 2 files; 1 fixable with --fix --unsafe-fixes
    --- exit code Some(1)
    ");
}

#[test]
fn features_are_those_of_the_arguments_and_of_the_profile() {
    let tree = Tree::new(&[("a.promql", "max_of(1, 2)\n")]);
    assert_eq!(tree.run("lint").status.code(), Some(1));
    assert_eq!(tree.run("lint --enable-feature promql-experimental-functions").status.code(), Some(0));
    tree.write("promenade.toml", "[profile]\nfeatures = [\"promql-experimental-functions\"]\n");
    assert_eq!(tree.run("lint").status.code(), Some(0));
}

const RULES: &str = "\
groups:
- name: node
  rules:
  - record: job:up:sum
    expr: sum(up) by (job
  - alert: Down
    expr: >-
      up == 0
      and foo(1)
";

#[test]
fn places_are_those_of_the_file() {
    let tree = Tree::new(&[("rules.yml", RULES)]);
    assert_snapshot!(tree.show("lint --select syntax"), @"
    error[PQL006]: `(` is never closed, expected `)`
     --> rules.yml:5:26
      |
    4 |   - record: job:up:sum
    5 |     expr: sum(up) by (job
      |                          ^
      |                      - opened here
    6 |   - alert: Down
      = help: insert `)` (with --unsafe-fixes: the meaning may change): sum(up) by (job)

    error[PQL101]: there is no function `foo`
     --> rules.yml:9:11
      |
    8 |       up == 0
    9 |       and foo(1)
      |           ^^^

    --- stderr
    2 errors in 1 of 1 file; 1 fixable with --fix --unsafe-fixes
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("lint --select syntax --fix --unsafe-fixes -o concise"), @"
    rules.yml:9:11: error PQL101 there is no function `foo`
    --- stderr
    1 finding fixed
    1 error in 1 of 1 file
    --- exit code Some(1)
    ");
    assert_eq!(tree.read("rules.yml"), RULES.replace("by (job\n", "by (job)\n"));
}

#[test]
fn the_standard_input_is_known_by_what_it_holds() {
    let rules = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: rate(sum(x)[5m:]) > 1\n    fr: 5m\n";
    let dashboard = r#"{"panels": [{"targets": [{"expr": "rate(sum(x)[5m:])"}]}]}"#;
    for (input, said) in [
        (rules, "<stdin>:5:11: error PQL301"),
        (rules, "<stdin>:6:5: error PQL700 field fr not found in type rulefmt.Rule; did you mean `for`?\n"),
        (dashboard, "<stdin>:1:36: error PQL301"),
        ("groups:\n- name: [\n", "error: <stdin>:2:9: this is not YAML"),
        ("rate(sum(x)[5m:])", "<stdin>:1:1: error PQL301"),
    ] {
        let output = shown(&run_with_input("lint - --output-format concise", input));
        assert!(output.contains(said) && output.contains("exit code Some(1)"), "{output}");
    }
    let rules = "groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: EXPR\n";
    let formatted = shown(&run_with_input("fmt -", &rules.replace("EXPR", "sum(x)by(y)")));
    assert_eq!(formatted, rules.replace("EXPR", "sum by (y) (x)"));
}
