//! A short live comparison with generated queries over generated data.

use std::path::Path;

use promenade_testkit::differential::{Campaign, Options};
use promenade_testkit::generate::data::KINDS;

use super::findings::Findings;
use super::section::Section;

/// Data sets of each kind, each with different features.
const N_OF_KIND: usize = 2;

/// Generates and compares queries, kind by kind: data that one version cannot read does not stop the others.
pub(super) fn run(program: &Path, n_queries: usize, seed: u64) -> [Section; 2] {
    let (mut findings, mut unread) = (Findings::default(), Vec::new());
    for (kind, seed) in KINDS.iter().zip(seed..) {
        let kinds = vec![kind.name.to_owned()];
        let n_queries = n_queries.div_ceil(KINDS.len());
        let options = Options { n_queries, n_data_sets: N_OF_KIND, seed, kinds, ..Options::of(program.to_owned()) };
        match Campaign(options).run(&mut |_| ()) {
            Ok(report) => findings.add(&report),
            Err(error) => unread.push(format!("data of the kind {} cannot be compared: {error:#}", kind.name)),
        }
    }
    let [mut queries, words] = findings.sections("live comparison");
    queries.lines.splice(..0, unread);
    [queries, words]
}
