//! A short live comparison: drawn queries over drawn data.

use std::path::PathBuf;

use promenade_testkit::differential::{Campaign, Options, Report};

use super::findings::Findings;

/// Sets of data: each kind twice, with other features.
const N_DATA_SETS: usize = 44;

/// Draws queries and compares.
pub(super) fn run(program: PathBuf, n_queries: usize, seed: u64) -> anyhow::Result<(Report, Findings)> {
    let options = Options { n_queries, n_data_sets: N_DATA_SETS, seed, n_shrunk: 0, ..Options::of(program) };
    let report = Campaign(options).run(&mut |_| ())?;
    let mut findings = Findings::default();
    for failure in &report.cases {
        findings.differs(&failure.case.query.expr, &failure.difference, &failure.expected, &failure.actual);
    }
    Ok((report, findings))
}
