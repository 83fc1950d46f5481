//! Rule files in memory, and runs of test files over them.
#![allow(dead_code, clippy::unwrap_used)] // each test uses a part

use promenade_rules::unit_tests::{FileReport, RuleFiles, TestFile, TestOptions, read_test_file, run_test_file};

/// Files by name.
pub(crate) struct Files<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl RuleFiles for Files<'_> {
    fn matching(&self, pattern: &str) -> Result<Vec<String>, String> {
        Ok(self.0.iter().filter(|(name, _)| *name == pattern).map(|(name, _)| (*name).to_owned()).collect())
    }

    fn text(&self, name: &str) -> Result<String, String> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "there is no such file".to_owned())
    }
}

/// A test file over `rules.yml` with these tests.
pub(crate) fn test_file(tests: &str) -> TestFile {
    read_test_file("test.yml", &format!("rule_files: [rules.yml]\ntests:\n{tests}")).unwrap()
}

/// What comes of tests of the rules of one group.
pub(crate) fn run(rules: &str, tests: &str, options: &TestOptions) -> FileReport {
    let rules = format!("groups:\n- name: g\n  rules:\n{rules}");
    run_test_file(&test_file(tests), &Files(&[("rules.yml", &rules)]), options, &|_| true)
}
