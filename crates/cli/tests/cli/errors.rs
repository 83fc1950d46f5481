//! What is said where there is no answer, or something to remark about it.

use std::io::Read;
use std::process::Stdio;

use crate::common::{promenade, run, show, shown};
use insta::assert_snapshot;

#[test]
fn mistakes_in_the_query_are_shown_at_their_places() {
    assert_snapshot!(show("query 'sum by (job (up)' -d cluster"), @"
    --- stderr
    error[PQL001]: unexpected `(` in grouping labels, expected `,` or `)`
     --> query:1:13
      |
    1 | sum by (job (up)
      |             ^
      = help: insert `)`: sum by (job) (up)

    --- exit code Some(1)
    ");
    assert_snapshot!(show("query 'rate(up) + foo(1)' -d cluster"), @"
    --- stderr
    error[PQL101]: there is no function `foo`
     --> query:1:12
      |
    1 | rate(up) + foo(1)
      |            ^^^

    error[PQL105]: argument 1 of `rate` must be a range vector, but this is an instant vector
     --> query:1:6
      |
    1 | rate(up) + foo(1)
      |      ^^
      = help: add a range: rate(up[5m]) + foo(1)

    --- exit code Some(1)
    ");
    assert_snapshot!(show("query '1 + max_of(1, 2)'"), @"
    --- stderr
    error[PQL103]: the function `max_of` is experimental: enable the feature `promql-experimental-functions`
     --> query:1:5
      |
    1 | 1 + max_of(1, 2)
      |     ^^^^^^

    --- exit code Some(1)
    ");
}

#[test]
fn a_wrong_query_is_refused_before_anything_is_read() {
    let output = show("query 'up +' -d missing.prom");
    assert!(output.contains("PQL001") && !output.contains("missing.prom"), "{output}");
}

#[test]
fn mistakes_of_evaluation() {
    assert_snapshot!(show("query 'node_info * on () node_info' -d cluster"), @r#"
    --- stderr
    error: found duplicate series for the match group {} on the right hand-side of the operation: [{__name__="node_info", kernel="6.12", node="b", zone="eu-2"}, {__name__="node_info", kernel="6.18", node="a", zone="eu-1"}];many-to-many matching not allowed: matching labels must be unique on one side
     --> query:1:11
      |
    1 | node_info * on () node_info
      |           ^

    --- exit code Some(1)
    "#);
    assert_snapshot!(show("query 'up[5m]' -d cluster --step 1m"), @r#"
    --- stderr
    error: invalid expression type "range vector" for range query, must be Scalar or instant Vector
      help: put a function around it that gives one value at each step, such as rate(...), or evaluate it at one time with --time
    --- exit code Some(1)
    "#);
    assert_snapshot!(show("query 'sum(http_requests_total)' -d export.jsonl --step 30s --max-samples 10"), @"
    --- stderr
    error: query processing would load too many samples into memory in query execution: max_samples is 10
      help: select fewer series or a shorter range, or raise the limit with --max-samples
    --- exit code Some(1)
    ");
    assert_snapshot!(show("query http_requests_total -d export.jsonl --step 1s --max-bytes 1000"), @"
    --- stderr
    error: query needs more than its 1000 bytes of memory: narrow its selectors or its time range, or raise the limit
      help: select fewer series or a shorter range, or raise the limit with --max-bytes
    --- exit code Some(1)
    ");
    assert_snapshot!(show("query 'sum(http_requests_total)' -d export.jsonl --timeout 0"), @"
    --- stderr
    error: query timed out in expression evaluation: timeout is 0ns
      help: select fewer series or a shorter range, or raise the limit with --timeout
    --- exit code Some(1)
    ");
}

#[test]
fn warnings_and_infos_are_shown_at_their_places() {
    assert_snapshot!(show("query 'quantile(2, queue_length) + sum(rate(queue_length[5m]))' -d export.jsonl"), @r#"
    value
     +Inf
    --- stderr
    warning: quantile value should be between 0 and 1, got 2
     --> query:1:10
      |
    1 | quantile(2, queue_length) + sum(rate(queue_length[5m]))
      |          ^

    info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "queue_length"
     --> query:1:38
      |
    1 | quantile(2, queue_length) + sum(rate(queue_length[5m]))
      |                                      ^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn mistakes_in_the_data_have_line_and_column() {
    assert_snapshot!(show("query up -d broken"), @"
    --- stderr
    error: broken/metrics.prom:2:12: expected a label name or `}`, found `1`
      help: if it holds no metrics, name the files that do instead of the directory
    error: broken/metrics.prom:3:5: expected a number, `NaN`, `+Inf` or `-Inf`, found `(up)`
      help: hexadecimal floats and underscores are not allowed here
    --- exit code Some(1)
    ");
    assert_snapshot!(show("query up -d broken/metrics.prom"), @"
    --- stderr
    error: broken/metrics.prom:2:12: expected a label name or `}`, found `1`
    error: broken/metrics.prom:3:5: expected a number, `NaN`, `+Inf` or `-Inf`, found `(up)`
      help: hexadecimal floats and underscores are not allowed here
    --- exit code Some(1)
    ");
}

#[test]
fn paths_that_cannot_be_read() {
    let directory = tempfile::tempdir().unwrap();
    assert_snapshot!(show("query up -d missing.prom cluster nowhere"), @"
    --- stderr
    error: missing.prom: there is no such file or directory
      help: check the path after --data
    error: nowhere: there is no such file or directory
    --- exit code Some(1)
    ");
    let path = directory.path().display().to_string();
    let empty = shown(&promenade().args(["query", "up", "-d", &path]).output().unwrap()).replace(&path, "EMPTY");
    assert_snapshot!(empty, @"
    --- stderr
    error: EMPTY: the directory has no files
      help: name a directory or files that hold metrics
    --- exit code Some(1)
    ");
    std::fs::write(directory.path().join("notes.prom"), "# just words\n").unwrap();
    let without = shown(&promenade().args(["query", "up", "-d", &path]).output().unwrap()).replace(&path, "WORDS");
    assert_snapshot!(without, @r#"
    --- stderr
    error: WORDS: there are no samples in 1 file
      help: give metrics text such as `up{job="node"} 1`, OpenMetrics text or JSON lines
    --- exit code Some(1)
    "#);
    std::fs::create_dir(directory.path().join("chunks")).unwrap();
    std::fs::write(directory.path().join("meta.json"), "{}").unwrap();
    let block = shown(&promenade().args(["query", "up", "-d", &path]).output().unwrap()).replace(&path, "BLOCK");
    assert_snapshot!(block, @"
    --- stderr
    error: BLOCK: this is a single block of a Prometheus server
      help: give the data directory that the block lies in
    --- exit code Some(1)
    ");
}

#[test]
fn files_that_are_not_text() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("metrics.prom.gz");
    std::fs::write(&path, b"\x1f\x8b\x08\0\0").unwrap();
    let path = path.display().to_string();
    let truncated = shown(&promenade().args(["query", "up", "-d", &path]).output().unwrap()).replace(&path, "FILE");
    assert_snapshot!(truncated, @"
    --- stderr
    error: FILE: it cannot be read: unexpected end of file
    --- exit code Some(1)
    ");
    assert_snapshot!(show("query up -d mixed/picture.png"), @"
    --- stderr
    error: mixed/picture.png: it is not text
      help: give metrics text, OpenMetrics text, JSON lines or an Arrow file
    --- exit code Some(1)
    ");
}

#[test]
fn arguments_that_do_not_fit() {
    assert_snapshot!(show("query up"), @"
    --- stderr
    error: the query reads series, but there is no data
      help: name files or directories of metrics with --data PATH, or pipe metrics in with --data -
    --- exit code Some(2)
    ");
    assert_snapshot!(show("query 1 --time tomorrow"), @"
    --- stderr
    error: invalid value 'tomorrow' for '--time <TIME>': give RFC 3339 (2026-06-26T10:15:00Z), Unix seconds (1782468900 or 1782468900.5), `now`, or a duration before now (-1h, now-1h)

    For more information, try '--help'.
    --- exit code Some(2)
    ");
    assert_snapshot!(show("query 1 --step 0"), @"
    --- stderr
    error: invalid value '0' for '--step <DURATION>': the step must be at least 1ms

    For more information, try '--help'.
    --- exit code Some(2)
    ");
    assert_snapshot!(show("query 1 --start 10 --end 5"), @"
    --- stderr
    error: the range ends at 1970-01-01T00:00:05Z, before it starts at 1970-01-01T00:00:10Z
      help: swap --start and --end
    --- exit code Some(2)
    ");
    assert_snapshot!(show("query 1 --time 1 --step 5s"), @"
    --- stderr
    error: the argument '--time <TIME>' cannot be used with '--step <DURATION>'

    Usage: promenade query [OPTIONS] <EXPR>

    For more information, try '--help'.
    --- exit code Some(2)
    ");
    assert_snapshot!(show("query 1 --enable-feature promql-experimental,promql-duration-expr"), @"
    --- stderr
    error: invalid value 'promql-experimental' for '--enable-feature <NAME>'
      [possible values: promql-experimental-functions, promql-binop-fill-modifiers, promql-delayed-name-removal, use-start-timestamps, type-and-unit-labels, promql-per-step-stats, promql-unquoted-utf8-names]

      tip: a similar value exists: 'promql-experimental-functions'

    For more information, try '--help'.
    --- exit code Some(2)
    ");
    assert_snapshot!(show("query 1 --threads 0"), @"
    --- stderr
    error: invalid value '0' for '--threads <N>': 0 is not in 1..=65535

    For more information, try '--help'.
    --- exit code Some(2)
    ");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = promenade()
        .args(["query", "vector(1)", "--start", "0", "--end", "100000", "--step", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(shown(&output), "");
}

#[test]
fn colours_come_only_where_asked_for() {
    let colored = run("query 'up +' --color always");
    assert!(colored.stderr.contains(&0x1b));
    assert!(!run("query 'up +'").stderr.contains(&0x1b));
}

#[test]
fn flags_that_do_not_exist_are_named() {
    assert_snapshot!(show("query --outputt json up"), @"
    --- stderr
    error: unexpected argument '--outputt' found

      tip: a similar argument exists: '--output'

    For more information, try '--help'.
    --- exit code Some(2)
    ");
    assert_snapshot!(show("explain --unoptimised up"), @"
    --- stderr
    error: unexpected argument '--unoptimised' found

      tip: a similar argument exists: '--unoptimized'

    For more information, try '--help'.
    --- exit code Some(2)
    ");
    assert_snapshot!(show("query '-vector(1)' --output=csv --time 1"), @"
    timestamp,value
    1970-01-01T00:00:01Z,-1
    ");
}

#[test]
fn a_query_in_place_of_a_path() {
    assert_snapshot!(show("fmt 'sum(up)'"), @"
    --- stderr
    error: sum(up): there is no such file or folder
      help: to read a query, pipe it in: echo 'sum(up)' | promenade fmt -
    0 of 0 files changed
    warning: no queries were read
    --- exit code Some(1)
    ");
    assert_snapshot!(show("lint 'up{job=\"a\"}'"), @r#"
    --- stderr
    error: up{job="a"}: there is no such file or folder
      help: to read a query, pipe it in: echo 'up{job="a"}' | promenade fmt -
    0 files checked, nothing found in what can be read
    warning: no queries were read
    --- exit code Some(1)
    "#);
}

#[test]
fn a_missing_path_has_one_exit_code() {
    for command in
        ["query up -d", "snapshot -d", "fmt", "lint", "check-rules", "test", "tsdb list", "explain up --cost -d"]
    {
        let output = run(&format!("{command} missing.yml"));
        assert_eq!(output.status.code(), Some(1), "{command}");
    }
    assert_eq!(run("format --check missing.yml").status.code(), Some(1));
    assert_eq!(run("check missing.yml").status.code(), Some(1));
}

#[test]
fn a_variable_of_a_dashboard_gets_advice_that_can_be_followed() {
    assert_snapshot!(show("query 'up{job=\"$job\"} + rate(x[$__rate_interval])' -d cluster"), @r#"
    --- stderr
    error[PQL002]: `$__rate_interval` is a variable of Grafana, which must be filled in before the query is read
     --> query:1:25
      |
    1 | up{job="$job"} + rate(x[$__rate_interval])
      |                         ^
      = note: put a value in its place; `promenade fmt` and `lint` read Grafana's variables with `--grafana`

    --- exit code Some(1)
    "#);
}
