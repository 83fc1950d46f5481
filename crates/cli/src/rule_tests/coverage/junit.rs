//! Coverage as `JUnit` XML: a suite a file, a case a rule.

use std::io::{self, Write};

use promenade::rules::coverage::RuleCoverage;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Coverage;

pub(super) fn write(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("promenade test --coverage");
    for (file, rules) in coverage.files() {
        let mut suite = TestSuite::new(file);
        suite.add_test_cases(rules.iter().map(|rule| case(coverage, rule)));
        report.add_test_suite(suite);
    }
    report.serialize(&mut *out).map_err(io::Error::other)?;
    writeln!(out)
}

fn case(coverage: &Coverage, rule: &RuleCoverage) -> TestCase {
    let missing = coverage.missing(rule);
    let mut case = TestCase::new(format!("{} (line {})", rule.name, rule.line), TestCaseStatus::success());
    if let Some(first) = missing.first() {
        let lines: Vec<String> =
            missing.iter().map(|m| format!("{}:{}:{}: {}", rule.file, m.line, m.column, m.message())).collect();
        case.status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        case.status.set_message(first.message());
        case.status.set_description(lines.join("\n"));
    }
    case
}
