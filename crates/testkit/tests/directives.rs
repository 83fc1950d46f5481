//! The language of scripts: a script for each directive, what each refuses, and expectations that do not hold.
#![allow(clippy::unwrap_used)] // test code

use std::fs;
use std::path::{Path, PathBuf};

use promenade_testkit::{EvalOutcome, Runner, Script};

fn scripts(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/directives").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// All evals of the scripts of a folder, each with its place.
fn evals(folder: &str) -> Vec<(String, EvalOutcome)> {
    let of_script = |path: PathBuf| {
        let script = Script::parse(&fs::read_to_string(&path).unwrap());
        let script = script.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let evals = Runner::default().run(&script).evals;
        evals.into_iter().map(move |eval| (format!("{}:{}: {}", path.display(), eval.line, eval.expr), eval))
    };
    scripts(folder).into_iter().flat_map(of_script).collect()
}

#[test]
fn expectations_that_hold_pass() {
    let evals = evals("passing");
    let failed: Vec<_> =
        evals.iter().filter_map(|(at, eval)| Some(format!("{at}: {}", eval.failure.as_ref()?))).collect();
    assert!(failed.is_empty() && evals.len() >= 50, "{} of {}: {failed:#?}", failed.len(), evals.len());
}

#[test]
fn expectations_that_do_not_hold_fail() {
    let evals = evals("failing");
    let passed: Vec<_> = evals.iter().filter(|(_, eval)| eval.failure.is_none()).map(|(at, _)| at).collect();
    assert!(passed.is_empty() && evals.len() >= 20, "{} of {}: {passed:#?}", passed.len(), evals.len());
}

#[test]
fn what_is_not_of_the_language_is_refused() {
    let cases = [
        ("reset", "load, clear or eval"),
        ("clearly", "load, clear or eval"),
        ("load", "step"),
        ("load_with_nhcbs 1m", "load[_with_nhcb]"),
        ("load 1m\n a 1 2 x", "x"),
        ("load 1m\n a@st -1s", "no line of samples"),
        ("load 1m\n a@st -1s\n a@st -1s\n a 1", "no line of samples"),
        ("load 1m\n a@st -1s\n b 1", "another series"),
        ("load 1m\n a@st -1s -1s\n a 1", "2 values"),
        ("load 1m\n a@st 1\n a 1", "invalid start timestamp"),
        ("load 1m\n a@st _x0\n a 1", "invalid start timestamp"),
        ("load 1m\n a@st 1s+1s\n a 1", "invalid start timestamp"),
        ("eval instant a", "at"),
        ("eval instant at a b", "duration"),
        ("eval soon at 0 a", "eval instant"),
        ("eval_later instant at 0 a", "eval instant"),
        ("eval_ordered range from 0 to 1m step 1m a", "eval instant"),
        ("eval range from 1m to 0 step 1m a", "before its start"),
        ("eval range from 0 to 1m a", "step"),
        ("eval instant at 0 a\n a 1 2", "expect range vector"),
        ("eval instant at 0 a\n expect range vector from 1m to 0s step 1s", "before its start"),
        ("eval instant at 0 a\n expect string a", "expected string"),
        ("eval instant at 0 a\n expect string", "expected string"),
        ("eval instant at 0 a\n expect nothing", "expect line"),
        ("eval instant at 0 a\n expect warn text:a", "expect line"),
        ("eval instant at 0 a\n expect warn msg:", "expect line"),
        ("eval instant at 0 a\n expect warn regex:(", "regular expression"),
        ("eval instant at 0 a\n expect warn\n expect no_warn", "exclude"),
        ("eval instant at 0 a\n expect no_info\n expect info msg:a", "exclude"),
        ("eval instant at 0 a\n expect fail\n expect fail msg:a", "several"),
        ("eval_fail instant at 0 a\n expected_fail_regexp (", "regular expression"),
        ("eval_fail instant at 0 a\n expected_fail_text a", "expected_fail_message"),
    ];
    for (text, expected) in cases {
        let error = Script::parse(text).map(|_| ()).unwrap_err();
        assert!(error.message.contains(expected), "{text:?}: {error}");
    }
}
