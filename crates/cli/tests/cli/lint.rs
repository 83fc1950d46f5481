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
    2 queries in 2 files read
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
    1 query in 1 file read
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
    error[PQL105]: argument 1 of `rate` must be a range vector, but this is an instant vector
     --> <stdin>:2:2
      |
    1 | rate(
    2 |     sum(x)
      |     ^^^^^^
    3 | )

    --- stderr
    1 error in 1 of 1 file
    1 query in 1 file read
    --- exit code Some(1)
    ");
}

#[test]
fn clean_files_end_well() {
    let tree = Tree::new(&[("a.promql", "sum(up)\n")]);
    assert_snapshot!(tree.show("lint"), @"
    --- stderr
    1 file checked, nothing found
    1 query in 1 file read
    ");
    assert_snapshot!(tree.show("lint empty"), @"
    --- stderr
    error: empty: there is no such file or folder
    0 files checked, nothing found in what can be read
    warning: no queries were read
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
    1 query in 1 file read
    --- exit code Some(1)
    ");
}

#[test]
fn rules_are_selected_and_ignored() {
    let tree = Tree::new(&[("a.promql", "foo(1)"), ("b.promql", "rate(up)")]);
    assert_snapshot!(tree.show("lint -o concise"), @"
    a.promql:1:1: error PQL101 there is no function `foo`
    b.promql:1:6: error PQL105 argument 1 of `rate` must be a range vector, but this is an instant vector
    --- stderr
    2 errors in 2 of 2 files; 1 fixable with --fix --unsafe-fixes
    2 queries in 2 files read
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("lint -o concise --select PQL101"), @"
    a.promql:1:1: error PQL101 there is no function `foo`
    --- stderr
    1 error in 1 of 2 files
    2 queries in 2 files read
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("lint -o concise --ignore PQL101,PQL105"), @"
    --- stderr
    2 files checked, nothing found
    2 queries in 2 files read
    ");
    assert_snapshot!(tree.show("lint --select rate-of-nothing"), @"
    --- stderr
    error: no lint, group or prefix of a code is called `rate-of-nothing`
      help: `promenade explain-code` lists all lints
    --- exit code Some(2)
    ");
    tree.write("promenade.toml", "[lint.per-file-ignores]\n\"a.*\" = [\"syntax\"]\n");
    assert_snapshot!(tree.show("lint -o concise"), @"
    b.promql:1:6: error PQL105 argument 1 of `rate` must be a range vector, but this is an instant vector
    --- stderr
    1 error in 1 of 2 files; 1 fixable with --fix --unsafe-fixes
    2 queries in 2 files read
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
    2 queries in 2 files read
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
    2 queries in 2 files read
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
    2 queries in 1 file read
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("lint --select syntax --fix --unsafe-fixes -o concise"), @"
    rules.yml:9:11: error PQL101 there is no function `foo`
    --- stderr
    1 finding fixed
    1 error in 1 of 1 file
    2 queries in 1 file read
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

#[test]
fn what_is_left_out_is_told() {
    let helm = "groups:\n{{- if .Values.x }}\n- name: a\n{{- end }}\n";
    let rules = "groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: sum(up)\n";
    let other = "kind: VMRule\napiVersion: v1\nspec: {}\n";
    let tree = Tree::new(&[
        ("chart/a.yaml", helm),
        ("chart/b.yaml", helm),
        ("good.yaml", rules),
        ("vm.yaml", other),
        ("a.txt", "up"),
    ]);
    for (arguments, words, fails) in [
        ("lint", "note: 2 templates left out, the first at chart/a.yaml:2:1;", false),
        ("lint", "1 query in 1 file read", false),
        ("lint --fail-on-unread", "note: 2 templates left out", true),
        ("lint good.yaml --fail-on-unread", "1 file checked, nothing found", false),
        ("lint chart", "warning: no queries were read", false),
        ("lint vm.yaml a.txt", "warning: no queries recognised in vm.yaml", false),
        ("lint vm.yaml a.txt", "warning: no queries recognised in a.txt", false),
        ("lint vm.yaml --fail-on-unread", "warning: no queries recognised in vm.yaml", true),
        ("fmt --check good.yaml vm.yaml --fail-on-unread", "warning: no queries recognised in vm.yaml", true),
    ] {
        let shown = tree.show(arguments);
        assert!(shown.contains(words), "{arguments}: {shown}");
        assert_eq!(shown.contains("exit code"), fails, "{arguments}: {shown}");
    }
    let strict = Tree::new(&[("promenade.toml", "fail-on-unread = true\n"), ("vm.yaml", other), ("rules.yaml", rules)]);
    assert!(strict.show("lint vm.yaml").contains("exit code"));
    assert!(!strict.show("lint").contains("exit code"));
}

#[test]
fn the_profile_says_which_rules_belong_together_and_who_evaluates_them() {
    let rules = "groups:\n- name: a\n  source_tenants: [x]\n  rules:\n  - record: a:b\n    expr: sum(up)\n";
    let files = [("dev/a.yaml", rules), ("prod/a.yaml", rules), ("prod/b.yaml", rules)];
    let with = |settings: &'static str| {
        Tree::new(&[&[("promenade.toml", settings)], &files[..]].concat()).show("lint -o concise")
    };
    let alone = with("");
    assert!(alone.contains("PQL700") && !alone.contains("PQL701"), "{alone}");
    let together = with("[profile]\nruler = \"mimir\"\nrule_files = [\"prod/*.yaml\"]\n");
    assert!(!together.contains("PQL700"), "{together}");
    assert!(together.contains("prod/b.yaml:5:13: warning PQL701 `a:b` is there already, in prod/a.yaml"), "{together}");
    assert!(!together.contains("dev/a.yaml"), "{together}");
    let wrong = with("[profile]\nruler = \"mirmir\"\n");
    assert!(wrong.contains("`profile.ruler` is `mirmir`") && wrong.contains("vmalert"), "{wrong}");
}

#[test]
fn only_changed_lines_are_reported_since_a_revision() {
    let rules = |window: &str| {
        let rule = |name: &str| format!("  - record: {name}\n    expr: rate(up[{window}])\n");
        format!("groups:\n- name: a\n  rules:\n{}{}", rule("a:b"), rule("c:d"))
    };
    let tree = Tree::new(&[("a.yaml", &rules("5m")), ("b.yaml", &rules("5m").replace("name: a", "name: b"))]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"];
        let mut command = std::process::Command::new("git");
        let output = command.current_dir(tree.path("")).args(identity).args(arguments).output().expect("git is there");
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    let found = || tree.show("lint --select PQL303 -o concise --since main");
    assert!(found().contains("nothing found"), "{}", found());
    tree.write("a.yaml", rules("5m").replacen("rate(up[5m])\n  - record", "rate(up[9m])\n  - record", 1));
    tree.write("new.yaml", rules("5m").replace("name: a", "name: c"));
    let found = found();
    let places: Vec<&str> =
        found.lines().filter_map(|line| line.split_once(": warning PQL303").map(|(place, _)| place)).collect();
    assert_eq!(places, ["a.yaml:5:16", "new.yaml:5:16", "new.yaml:7:16"], "{found}");
    let wrong = tree.show("lint --since nowhere");
    assert!(wrong.contains("git merge-base nowhere HEAD") && wrong.contains("exit code Some(2)"), "{wrong}");
}

#[test]
fn the_policy_is_set_in_the_settings() {
    let rules = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n    for: 5m\n";
    let with =
        |settings: &'static str| Tree::new(&[("promenade.toml", settings), ("a.yaml", rules)]).show("lint -o concise");
    let found = with("[lint.policy]\nalert-labels = [\"severity\"]\n");
    assert!(found.contains("a.yaml:4:12: warning PQL716 the rule `A` has no label `severity`"), "{found}");
    let wrong = with("[lint.policy]\nalert-names = \"(\"\n");
    assert!(wrong.contains("`lint.policy.alert-names` is `(`"), "{wrong}");
}
