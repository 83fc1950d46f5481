//! Reports of unit tests as `JUnit` XML.

use std::path::Path;
use std::time::Duration;

use promenade::rules::unit_tests::TestReport;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Shown;

/// A file's name with its tests, each with the time that it took.
pub(crate) struct Suite<'a> {
    /// The file.
    pub(crate) name: &'a str,
    /// The tests.
    pub(crate) tests: &'a [TestReport],
    /// Why no test was run.
    pub(crate) error: Option<String>,
    /// What shows failures.
    pub(crate) shown: Shown<'a>,
    /// How long the file took.
    pub(crate) time: Duration,
}

/// Writes a file of results.
///
/// # Errors
/// Returns an error if it cannot be written.
pub(crate) fn write(path: &Path, suites: &[Suite<'_>]) -> anyhow::Result<()> {
    let mut report = Report::new("promenade test");
    report.add_test_suites(suites.iter().map(suite));
    std::fs::write(path, report.to_string()?)?;
    Ok(())
}

fn suite(of: &Suite<'_>) -> TestSuite {
    let mut suite = TestSuite::new(of.name);
    suite.set_time(of.time);
    if let Some(error) = &of.error {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(error.as_str());
        suite.add_test_case(TestCase::new(of.name, status));
    }
    for test in of.tests {
        let mut case = TestCase::new(test.name.as_str(), TestCaseStatus::success());
        if !test.failures.is_empty() {
            let texts: Vec<String> = test.failures.iter().map(|failure| of.shown.failure(test, failure)).collect();
            case.status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            case.status.set_message(texts.first().and_then(|text| text.lines().next()).unwrap_or_default());
            case.status.set_description(texts.concat());
        }
        suite.add_test_case(case);
    }
    suite
}
