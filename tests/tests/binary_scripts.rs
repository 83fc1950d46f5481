//! Binary operators in Prometheus's test language.

use promenade::{EngineOptions, Features};
use promenade_testkit::{Runner, Script};

#[test]
fn binary_operators() {
    let script = Script::parse(include_str!("../../testdata/promqltest/binary.test")).unwrap();
    for delayed_name_removal in [false, true] {
        let features = Features { delayed_name_removal, ..Features::all() };
        let report = Runner::new(EngineOptions::default().features(features)).run(&script);
        let failures: Vec<String> = report.failures().map(|failure| format!("{failure:?}")).collect();
        assert!(failures.is_empty(), "{failures:#?}");
        assert_eq!(report.n_passed(), script.n_evals());
    }
}
