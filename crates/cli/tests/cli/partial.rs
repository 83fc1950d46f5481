//! Files of which some are at fault: they are named, and the others count.

use crate::common::{Tree, run_with_input, shown};
use insta::assert_snapshot;

fn files() -> Tree {
    let many = "broken line\n".repeat(20);
    Tree::new(&[("a.prom", "up 1\n"), ("b.prom", "down{x=1} 2\nup 5\n"), ("c.prom", "load 3\n"), ("many.prom", &many)])
}

#[test]
fn a_file_that_is_at_fault_is_left_out() {
    let tree = files();
    assert_snapshot!(tree.show("query '{__name__=~\".+\"}' -d a.prom b.prom c.prom"), @"
    __name__  value
    load          3
    up            1
    --- stderr
    error: b.prom:1:8: expected a label value in double quotes, found `1}`
    note: files with errors are left out; the other files count
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("query 'up' -d a.prom many.prom b.prom"), @"
    __name__  value
    up            1
    --- stderr
    error: many.prom:1:8: expected a number, `NaN`, `+Inf` or `-Inf`, found `line`
    error: many.prom:2:8: expected a number, `NaN`, `+Inf` or `-Inf`, found `line`
    error: many.prom:3:8: expected a number, `NaN`, `+Inf` or `-Inf`, found `line`
    error: many.prom: 17 more errors like these
    error: b.prom:1:8: expected a label value in double quotes, found `1}`
    note: files with errors are left out; the other files count
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("query 'up' -d ."), @"
    __name__  value
    up            1
    --- stderr
    note: not metrics, left out: ./many.prom
    error: ./b.prom:1:8: expected a label value in double quotes, found `1}`
      help: if it holds no metrics, name the files that do instead of the directory
    note: files with errors are left out; the other files count
    --- exit code Some(1)
    ");
    assert!(tree.show("snapshot -d a.prom b.prom").ends_with("--- exit code Some(1)"));
}

#[test]
fn without_another_file_there_is_no_answer() {
    let tree = files();
    assert_snapshot!(tree.show("query up -d b.prom"), @"
    --- stderr
    error: b.prom:1:8: expected a label value in double quotes, found `1}`
    --- exit code Some(1)
    ");
    assert_snapshot!(tree.show("query up -d b.prom missing.prom a.prom"), @"
    --- stderr
    error: missing.prom: there is no such file or directory
      help: check the path after --data
    --- exit code Some(1)
    ");
}

#[test]
fn an_empty_standard_input_is_named() {
    assert_snapshot!(shown(&run_with_input("query up -d -", "")), @"
    --- stderr
    error: <stdin>: the standard input is empty
      help: check the command before the pipe: it wrote nothing
    --- exit code Some(1)
    ");
    assert_snapshot!(shown(&run_with_input("query up -d -", "# nothing\n")), @r#"
    --- stderr
    error: <stdin>: there are no samples in 1 file
      help: give metrics text such as `up{job="node"} 1`, OpenMetrics text or JSON lines
    --- exit code Some(1)
    "#);
}
