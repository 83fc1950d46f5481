//! The other commands, and help.

use crate::common::{run, show, shown};
use insta::assert_snapshot;

#[test]
fn explain_prints_plans() {
    assert_snapshot!(show("explain 'sum by (job) (rate(up[5m])) + 1 * 2' --time 60"), @"
    at 60
      binary +: vector
        aggregate sum by (job): vector
          call rate: vector
            select up[5m]: matrix
        number 2: scalar
    scan up from -239.999 to 60 for rate
    ");
    assert_snapshot!(show("explain 'sum by (job) (rate(up[5m])) + 1 * 2' --time 60 --unoptimized"), @"
    at 60
      binary +: vector
        aggregate sum by (job): vector
          call rate: vector
            select up[5m]: matrix
        step-invariant: scalar
          binary *: scalar
            number 1: scalar
            number 2: scalar
    scan up from -239.999 to 60 for rate
    ");
    assert_snapshot!(show("explain 'up' --start 0 --end 60 --step 15s --lookback 1m"), @"
    from 0 to 60 every 15s
      select up: vector
    scan up from -59.999 to 60
    ");
    assert_snapshot!(show("explain 'up['"), @"
    --- stderr
    [PQL006] Error: `[` is never closed, expected `]`
       ╭─[ query:1:4 ]
       │
     1 │ up[
       │   ┬│
       │   │╰─ expected `]`
       │   │
       │   ╰── opened here
       │
       │ Help: insert `]`: up[]
    ───╯
    --- exit code Some(1)
    ");
}

#[test]
fn completions_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = run(&format!("completions {shell}"));
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("enable-feature"), "{shell}");
    }
    assert_eq!(run("completions dos").status.code(), Some(2));
}

#[test]
fn version_and_help() {
    assert_eq!(show("--version"), format!("promenade {}\n", env!("CARGO_PKG_VERSION")));
    assert_snapshot!(show("--help"), @"
    Command line of Promenade

    Usage: promenade [OPTIONS] <COMMAND>

    Commands:
      query        Evaluate a query over files
      explain      Show how a query is evaluated
      completions  Print the completions of a shell
      help         Print this message or the help of the given subcommand(s)

    Options:
          --color <WHEN>
              When to use colours; with auto NO_COLOR is honoured

              Possible values:
              - auto:   On a terminal
              - always: Always
              - never:  Never
              
              [default: auto]

      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version
    ");
    assert_snapshot!(show("query --help"), @r#"
    Evaluate a query over files

    Usage: promenade query [OPTIONS] <EXPR>

    Arguments:
      <EXPR>
              The PromQL expression

    Options:
          --color <WHEN>
              When to use colours; with auto NO_COLOR is honoured

              Possible values:
              - auto:   On a terminal
              - always: Always
              - never:  Never
              
              [default: auto]

      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Data:
      -d, --data <PATH>...
              Files, or directories with all files below them (hidden ones left
              out); `-` is the standard input

          --scrape-time <TIME>
              When samples without a timestamp were taken [default: with the newest
              sample that has one, else when the query is evaluated]

    Time (RFC 3339, Unix seconds, or `now`):
      -t, --time <TIME>
              Evaluate at one time [default: that of the newest sample]

          --start <TIME>
              Evaluate over a range from here [default: the oldest sample]

          --end <TIME>
              ... up to here [default: the newest sample]

          --step <DURATION>
              ... each so much, such as 15s or 1h30m; a number is in seconds
              [default: a 250th of the range]

    Language:
          --lookback <DURATION>
              How long a sample stays visible to an instant selector
              
              [default: 5m]

          --enable-feature <NAME>
              Feature flags under Prometheus's names, separated by commas
              
              [possible values: promql-experimental-functions,
              promql-extended-range-selectors, promql-binop-fill-modifiers,
              promql-delayed-name-removal, use-start-timestamps,
              type-and-unit-labels, promql-per-step-stats, promql-duration-expr]

    Limits:
          --max-samples <N>
              The most samples that the query may read
              
              [default: 50000000]

          --timeout <DURATION>
              How long the query may take once the data is loaded
              
              [default: 2m]

          --threads <N>
              How many threads to use [default: one for each core]

      -o, --output <FORMAT>
              How to write the result [default: chart for a range on a terminal,
              else table]

              Possible values:
              - table: Aligned columns: labels, time and value
              - json:  The answer of Prometheus's HTTP API
              - csv:   A row a sample, with a header
              - chart: Lines over time, or bars where the query has one time
              - arrow: An Arrow IPC stream

    Examples:
      What a target exposes most series of:
        curl -s localhost:9100/metrics | promenade query 'topk(5, count by
        (__name__) ({__name__=~".+"}))' --data -

      The 99th percentile from classic buckets, at the newest sample:
        promenade query 'histogram_quantile(0.99, sum by (le)
        (http_request_duration_seconds_bucket))' --data metrics/

      A rate over all of the recorded time, as a chart on a terminal:
        promenade query 'sum by (job) (rate(http_requests_total[5m]))' --data
        export.jsonl --step 1m

      The same as CSV between two times:
        promenade query 'rate(http_requests_total[5m])' --data export.jsonl \
          --start 2026-06-26T10:00:00Z --end 2026-06-26T11:00:00Z --step 15s
          --output csv

    Exit codes: 0 there is an answer, 1 the query or the data is at fault, 2 the
    arguments are.
    "#);
    let bare = run("");
    assert_eq!(bare.status.code(), Some(2));
    assert!(shown(&bare).contains("Usage: promenade"));
}
