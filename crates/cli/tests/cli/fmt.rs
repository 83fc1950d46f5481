//! `promenade fmt`: what it writes, what it leaves, and how it ends.

use crate::common::{Tree, run_with_input, shown};
use insta::assert_snapshot;

const UGLY: &str = "sum(rate(x [5m]))by(job)\n";
const NEAT: &str = "sum by (job) (rate(x[5m]))\n";

#[test]
fn the_standard_input_is_formatted() {
    assert_eq!(shown(&run_with_input("fmt -", UGLY)), NEAT);
    assert_eq!(shown(&run_with_input("fmt -", NEAT)), NEAT);
    assert_eq!(shown(&run_with_input("fmt - --grouping after", UGLY)), "sum(rate(x[5m])) by (job)\n");
    assert_eq!(shown(&run_with_input("fmt - --normalize", ".5 * inf")), "0.5 * Inf");
    assert_snapshot!(shown(&run_with_input("fmt - --width 20", UGLY)), @"
    sum by (job) (
      rate(x[5m])
    )
    ");
    assert_eq!(shown(&run_with_input("fmt - --check", NEAT)), "");
    assert_eq!(run_with_input("fmt - --check", UGLY).status.code(), Some(1));
    assert_snapshot!(shown(&run_with_input("fmt - --diff", UGLY)), @"
    --- <stdin>
    +++ <stdin>
    @@ -1 +1 @@
    -sum(rate(x [5m]))by(job)
    +sum by (job) (rate(x[5m]))
    --- exit code Some(1)
    ");
}

#[test]
fn names_lose_quotes_that_the_server_does_not_need() {
    let query = "sum by (\"service.name\", \"job\") (http.requests{\"équipe\"=\"a\"})\n";
    let tree = Tree::new(&[("a.promql", query)]);
    tree.run("fmt");
    assert_eq!(tree.read("a.promql"), query);
    tree.run("fmt --normalize");
    assert_eq!(tree.read("a.promql"), "sum by (\"service.name\", job) (http.requests{\"équipe\"=\"a\"})\n");
    tree.write("promenade.toml", "[profile]\nfeatures = [\"promql-unquoted-utf8-names\", \"promql-duration-expr\"]\n");
    tree.run("fmt --normalize");
    assert_eq!(tree.read("a.promql"), "sum by (service.name, job) (http.requests{équipe=\"a\"})\n");
}

#[test]
fn what_is_not_understood_comes_back_as_it_was() {
    assert_snapshot!(shown(&run_with_input("fmt -", "sum by (job (up)")), @"
    sum by (job (up)--- stderr
    error: <stdin>:1:13: PQL001 unexpected `(` in grouping labels, expected `,` or `)`
    --- exit code Some(2)
    ");
}

#[test]
fn files_are_written_only_where_they_change() {
    let tree = Tree::new(&[("a.promql", UGLY), ("sub/b.promql", NEAT), ("sub/c.promql", "up +")]);
    let before = std::fs::metadata(tree.path("sub/b.promql")).unwrap().modified().unwrap();
    assert_snapshot!(tree.show("fmt"), @"
    --- stderr
    error: sub/c.promql:1:5: PQL001 unexpected end of input, expected an expression
    1 of 3 files changed
    --- exit code Some(2)
    ");
    assert_eq!(tree.read("a.promql"), NEAT);
    assert_eq!(tree.read("sub/c.promql"), "up +");
    assert_eq!(std::fs::metadata(tree.path("sub/b.promql")).unwrap().modified().unwrap(), before);
    assert_snapshot!(tree.show("fmt a.promql sub/b.promql"), @"
    --- stderr
    0 of 2 files changed
    ");
}

#[test]
fn check_and_diff_write_nothing() {
    let tree = Tree::new(&[("a.promql", UGLY), ("b.promql", NEAT)]);
    assert_snapshot!(tree.show("fmt --check"), @"
    --- stderr
    note: a.promql would change
    1 of 2 files would change
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("fmt --diff a.promql"), @"
    --- a.promql
    +++ a.promql
    @@ -1 +1 @@
    -sum(rate(x [5m]))by(job)
    +sum by (job) (rate(x[5m]))
    --- stderr
    1 of 1 file would change
    --- exit code Some(1)
    ");
    assert_eq!(tree.read("a.promql"), UGLY);
    assert!(tree.show("fmt --diff --color always").contains("\u{1b}[32m+sum by"));
}

#[test]
fn folders_are_searched_as_git_sees_them() {
    let tree = Tree::new(&[
        (".gitignore", "build/\n*.gen.promql\n"),
        ("build/a.promql", UGLY),
        ("b.gen.promql", UGLY),
        (".hidden/c.promql", UGLY),
        ("notes.txt", UGLY),
        ("d.promql", UGLY),
    ]);
    assert_snapshot!(tree.show("fmt --check"), @"
    --- stderr
    note: d.promql would change
    1 of 1 file would change
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("fmt --check ."), @"
    --- stderr
    note: d.promql would change
    1 of 1 file would change
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("fmt --check build/a.promql .hidden/c.promql build/a.promql"), @"
    --- stderr
    note: .hidden/c.promql would change
    note: build/a.promql would change
    2 of 2 files would change
    --- exit code Some(1)
    ");
}

#[test]
fn paths_that_lead_nowhere_do_not_stop_the_others() {
    let tree = Tree::new(&[("a.promql", UGLY)]);
    tree.write("b.promql", b"\xff\xfe");
    assert_snapshot!(tree.show("fmt missing.promql a.promql b.promql"), @"
    --- stderr
    error: missing.promql: there is no such file or folder
    error: b.promql:1: it is not UTF-8
    1 of 2 files changed
    --- exit code Some(2)
    ");
    assert_eq!(tree.read("a.promql"), NEAT);
    assert_snapshot!(tree.show("fmt - a.promql"), @"
    --- stderr
    error: the standard input cannot be combined with files
      help: give either `-` or paths
    --- exit code Some(2)
    ");
    assert_snapshot!(tree.show("fmt a.promql --stdin-filename b.yml"), @"
    --- stderr
    error: --stdin-filename names the standard input
      help: add `-` to read it
    --- exit code Some(2)
    ");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let tree = Tree::new(&[("a.promql", UGLY)]);
    std::fs::set_permissions(tree.path("a.promql"), std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.promql", tree.path("link.promql")).unwrap();
    assert_eq!(tree.run("fmt link.promql").status.code(), Some(0));
    assert_eq!(tree.read("a.promql"), NEAT);
    assert!(std::fs::symlink_metadata(tree.path("link.promql")).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(tree.path("a.promql")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_dir(tree.path("")).unwrap().count(), 2, "nothing is left behind");
}

#[cfg(unix)]
#[test]
fn files_that_may_not_be_written_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let tree = Tree::new(&[("a.promql", UGLY), ("b.promql", UGLY)]);
    std::fs::set_permissions(tree.path("a.promql"), std::fs::Permissions::from_mode(0o444)).unwrap();
    assert_snapshot!(tree.show("fmt"), @"
    --- stderr
    error: a.promql: it cannot be written: it is read-only
    1 of 2 files changed
    --- exit code Some(2)
    ");
    assert_eq!((tree.read("a.promql").as_str(), tree.read("b.promql").as_str()), (UGLY, NEAT));
}

const RULES: &str = "\
# who: node team
groups:
- name: node   # the machines
  rules:
  - record: job:up:sum
    expr:   'sum(up)by(job)'
  - alert: Down
    annotations: {summary: \"{{ $labels.job }} is down\"}
    expr: |
      sum(up)by(job)==0   # none is left
    for: 5m
";

#[test]
fn rule_files_change_in_their_queries_only() {
    let tree = Tree::new(&[("rules.yml", RULES)]);
    assert_snapshot!(tree.show("fmt --diff"), @r#"
    --- rules.yml
    +++ rules.yml
    @@ -3,9 +3,9 @@
     - name: node   # the machines
       rules:
       - record: job:up:sum
    -    expr:   'sum(up)by(job)'
    +    expr:   'sum by (job) (up)'
       - alert: Down
         annotations: {summary: "{{ $labels.job }} is down"}
         expr: |
    -      sum(up)by(job)==0   # none is left
    +      sum by (job) (up) == 0 # none is left
         for: 5m
    --- stderr
    1 of 1 file would change
    --- exit code Some(1)
    "#);
    assert_eq!(tree.run("fmt").status.code(), Some(0));
    assert_eq!(tree.run("fmt --check").status.code(), Some(0));
    let expected = RULES
        .replace("'sum(up)by(job)'", "'sum by (job) (up)'")
        .replace("sum(up)by(job)==0   #", "sum by (job) (up) == 0 #");
    assert_eq!(tree.read("rules.yml").replace("  # none", " # none"), expected);
}

#[test]
fn line_ends_stay() {
    let tree = Tree::new(&[("rules.yml", &RULES.replace('\n', "\r\n"))]);
    assert_eq!(tree.run("fmt").status.code(), Some(0));
    let after = tree.read("rules.yml");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    assert!(after.contains("'sum by (job) (up)'\r\n"), "{after}");
}

#[test]
fn dashboards_keep_their_variables_and_their_layout() {
    let dashboard = r#"{"panels": [{"title": "CPU", "datasource": {"type": "prometheus"},
  "targets":[ {"expr": "sum(rate(cpu{job=~\"$job\"}[$__rate_interval]))by(mode)", "refId":"A"}]}],
 "schemaVersion": 39, "title": "Nodes"}
"#;
    let tree = Tree::new(&[("nodes.json", dashboard)]);
    assert_eq!(tree.show("fmt"), "--- stderr\n1 of 1 file changed\n");
    let before = r#"sum(rate(cpu{job=~\"$job\"}[$__rate_interval]))by(mode)"#;
    let after = r#"sum by (mode) (rate(cpu{job=~\"$job\"}[$__rate_interval]))"#;
    assert_eq!(tree.read("nodes.json"), dashboard.replace(before, after));
}

#[test]
fn markdown_blocks_are_formatted() {
    let page = "# Up\n\n```promql\nsum(up)by(job)\n```\n\n```\nsum(up)by(job)\n```\n";
    let tree = Tree::new(&[("page.md", page)]);
    assert_eq!(tree.run("fmt").status.code(), Some(0));
    assert_eq!(tree.read("page.md"), page.replacen("sum(up)by(job)", "sum by (job) (up)", 1));
}

#[test]
fn files_that_cannot_be_handled_are_named_and_the_others_go_on() {
    let tree = Tree::new(&[
        ("a.yml", RULES),
        ("broken.yml", "groups:\n- name: [a\n  rules:\n"),
        ("helm.yaml", "groups:\n{{- range .Values.groups }}\n- name: {{ . }}\n{{- end }}\n"),
        ("other.yaml", "services:\n  web: {image: nginx}\n"),
        ("broken.json", "{\"panels\": ["),
        ("other.json", "{\"a\": 1}"),
    ]);
    assert_snapshot!(tree.show("fmt"), @"
    --- stderr
    error: broken.json:1:13: this is not JSON: the file ends, expected a value
    error: broken.yml:3:8: this is not YAML: did not find expected ',' or ']'
    1 of 6 files changed
    note: 1 template left out, at helm.yaml:2:1; render templates and give the result
    --- exit code Some(2)
    ");
    assert_ne!(tree.read("a.yml"), RULES);
    assert_snapshot!(tree.show("lint"), @"
    --- stderr
    error: broken.json:1:13: this is not JSON: the file ends, expected a value
    error: broken.yml:3:8: this is not YAML: did not find expected ',' or ']'
    6 files checked, nothing found in what can be read
    note: 1 template left out, at helm.yaml:2:1; render templates and give the result
    2 queries in 1 file read
    --- exit code Some(1)
    ");
}

#[test]
fn the_name_of_the_standard_input_says_what_it_is() {
    let tree = Tree::new(&[]);
    let formatted = tree.show_with_input("fmt - --stdin-filename rules.yml", RULES);
    assert!(formatted.starts_with("# who") && formatted.contains("'sum by (job) (up)'"), "{formatted}");
    assert_eq!(tree.show_with_input("fmt - --grafana", "sum(rate(x[$i]))by(job)"), "sum by (job) (rate(x[$i]))");
}
