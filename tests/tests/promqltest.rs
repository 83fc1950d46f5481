//! Test scripts, Prometheus's and our own, with all the re-runs that Prometheus makes of each eval.
#![allow(clippy::unwrap_used)] // test code

use std::path::Path;

use promenade::EngineOptions;
use promenade_testkit::{Runner, Script};
use promenade_tests::shared::{files, name, read};
use promenade_tests::{Count, check_counts, root, shared_dir};

fn run(runner: &Runner, path: &Path) -> Count {
    let script = Script::parse(&read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let report = runner.run(&script);
    let failure = |e: &promenade_testkit::EvalOutcome| {
        format!("{}:{}: {}: {}", name(path), e.line, e.expr, e.failure.as_deref().unwrap_or_default())
    };
    Count {
        file: name(path),
        n_passed: report.n_passed(),
        n_explained: 0,
        n_total: report.evals.len(),
        failures: report.failures().map(failure).collect(),
    }
}

#[test]
fn scripts_of_prometheus() {
    let Some(folder) = shared_dir("v3.16/promqltest") else { return };
    let counts: Vec<Count> = files(&folder, "test").iter().map(|path| run(&Runner::default(), path)).collect();
    check_counts("promqltest.tsv", &counts);
}

#[test]
fn our_own_scripts_pass() {
    let folder = root().join("testdata/promqltest");
    let mut counts: Vec<Count> = files(&folder, "test").iter().map(|path| run(&Runner::default(), path)).collect();
    assert!(!counts.is_empty());
    let plain = Runner::new(EngineOptions::default());
    counts.extend(files(&folder.join("without_features"), "test").iter().map(|path| run(&plain, path)));
    let failures: Vec<_> = counts.iter().flat_map(|c| &c.failures).collect();
    assert!(failures.is_empty(), "{failures:#?}");
    check_counts("own.tsv", &counts);
}
