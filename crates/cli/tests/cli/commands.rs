//! The other commands, and help.

use crate::common::{run, show, shown};
use insta::assert_snapshot;

#[test]
fn explain_prints_plans() {
    assert_snapshot!(show("explain 'sum by (job) (rate(up[5m])) + 1 * 2' --time 60"), @"
    at 1970-01-01T00:01:00Z
      binary +: vector
        aggregate sum by (job): vector
          merge equal rows: vector
            call rate: vector
              select up[5m]: matrix
        number 2: scalar
    scan up from 1969-12-31T23:56:00.001Z to 1970-01-01T00:01:00Z for rate
    pass constant-folding: one operation between numbers is a number
    ");
    assert_snapshot!(show("explain 'sum by (job) (rate(up[5m])) + 1 * 2' --time 60 --unoptimized"), @"
    at 1970-01-01T00:01:00Z
      binary +: vector
        aggregate sum by (job): vector
          merge equal rows: vector
            call rate: vector
              select up[5m]: matrix
        step-invariant: scalar
          binary *: scalar
            number 1: scalar
            number 2: scalar
    scan up from 1969-12-31T23:56:00.001Z to 1970-01-01T00:01:00Z for rate
    ");
    assert_snapshot!(show("explain 'up' --start 0 --end 60 --step 15s --lookback 1m"), @"
    from 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z every 15s
      select up: vector
    scan up from 1969-12-31T23:59:00.001Z to 1970-01-01T00:01:00Z
    ");
    assert_snapshot!(show("explain 'up['"), @"
    --- stderr
    error[PQL006]: `[` is never closed, expected `]`
     --> query:1:4
      |
    1 | up[
      |    ^
      |   - opened here

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

#[cfg(not(feature = "playground"))]
#[test]
fn a_program_without_the_page_says_how_to_get_one() {
    assert_snapshot!(show("playground --no-open"), @"
    --- stderr
    error: this program was built without the page
      help: in the sources, run `cargo xtask wasm`, `cargo xtask playground` and `cargo install --path crates/cli --features playground`
    --- exit code Some(2)
    ");
}

#[test]
fn version_and_help() {
    assert_eq!(show("--version"), format!("promenade {}\n", env!("CARGO_PKG_VERSION")));
    assert_snapshot!("help", show("--help"));
    assert_snapshot!("help_query", show("query --help"));
    assert_snapshot!("help_playground", show("playground --help"));
    assert_snapshot!("help_explain", show("explain -h"));
    let bare = run("");
    assert_eq!(bare.status.code(), Some(2));
    assert!(shown(&bare).contains("Usage: promenade"));
}
