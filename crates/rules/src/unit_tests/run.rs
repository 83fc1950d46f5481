//! Runs the tests of a file.

use promenade_model::Features;

use super::columns::Columns;
use super::doubts::Doubts;
use super::files::RuleFiles;
use super::load::{Loaded, load};
use super::model::{RuleTest, TestFile};
use super::report::{FileReport, TestReport, Warning};
use super::round::TestRun;
use crate::coverage::{FileCoverage, RuleCoverage, TestCoverage, ignored};
use crate::load::rule_documents;
use crate::{LoadOptions, RuleGroup};

/// How tests are run.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct TestOptions {
    /// Feature flags of the language.
    pub features: Features,
    /// Whether fields of rule files that Prometheus does not know are let pass.
    pub ignore_unknown_fields: bool,
    /// Whether reports have all series at the end of each test.
    pub keeps_series: bool,
    /// Whether reports say what of the rules is covered.
    pub coverage: bool,
}

promenade_model::setters!(TestOptions {
    features: Features,
    ignore_unknown_fields: bool,
    keeps_series: bool,
    coverage: bool,
});

/// Runs the tests of a file of which `is_wanted` says so by their name.
pub fn run_test_file(
    file: &TestFile,
    files: &dyn RuleFiles,
    options: &TestOptions,
    is_wanted: &dyn Fn(&str) -> bool,
) -> FileReport {
    let mut report = FileReport { file: file.name.clone(), ..FileReport::default() };
    let wanted: Vec<_> = file.tests.iter().enumerate().filter(|(_, test)| is_wanted(&test.name)).collect();
    if wanted.is_empty() && !options.coverage {
        return report;
    }
    let loaded = load(file, files, options.load_options(), &mut report.warnings);
    let groups = loaded.as_ref().map(|loaded| loaded.groups.as_slice());
    let mut coverage =
        groups.ok().filter(|_| options.coverage).map(|groups| FileCoverage::new(groups, options.features));
    let columns = groups.ok().filter(|_| !options.coverage).map(|groups| Columns::new(groups, options.features));
    let doubts = groups.ok().map(|groups| Doubts::new(groups, options.features));
    for (i, test) in wanted {
        let name = if test.name.is_empty() { format!("unnamed#{i}") } else { test.name.clone() };
        let n_expectations = test.alert_tests.len() + test.expression_tests.len();
        let mut of_test = TestReport { name, n_expectations, ..TestReport::default() };
        match &groups {
            Ok(groups) => {
                report.warnings.extend(doubts.iter().flat_map(|doubts| doubts.of(test)));
                let coverage = coverage.as_mut().map(TestCoverage::new);
                match TestRun::new(file, test, groups.to_vec(), options.features, coverage)
                    .map(|run| run.with_columns(columns.as_ref()))
                {
                    Ok(run) => finish(run, options, &mut of_test, &mut report.warnings),
                    Err(failure) => of_test.failures.push(failure),
                }
            }
            Err(failures) => of_test.failures.clone_from(failures),
        }
        report.tests.push(of_test);
    }
    if let (Some(coverage), Ok(loaded)) = (coverage, &loaded) {
        report.coverage = covered(coverage, loaded, files);
    }
    report
}

fn finish(mut run: TestRun<'_>, options: &TestOptions, report: &mut TestReport, warnings: &mut Vec<Warning>) {
    warnings.extend(run.late_times());
    report.failures = run.run();
    if options.keeps_series {
        report.stored = run.stored();
    }
    run.finish();
}

/// What is covered, without what comments leave out.
fn covered(coverage: FileCoverage, loaded: &Loaded, files: &dyn RuleFiles) -> Vec<RuleCoverage> {
    let mut rules = coverage.into_rules();
    for name in &loaded.names {
        // The file was read when its rules were loaded.
        let Ok(text) = files.text(name) else { continue };
        let parts: Vec<_> = rule_documents(name, &text).iter().flat_map(|found| ignored(found, "coverage")).collect();
        rules.iter_mut().filter(|rule| rule.file == *name).for_each(|rule| rule.ignore(&parts));
    }
    rules
}

impl TestOptions {
    fn load_options(&self) -> LoadOptions {
        LoadOptions { ignore_unknown_fields: self.ignore_unknown_fields, features: self.features }
    }
}

/// The names of the rule files of a test file, and their groups; none where they cannot be loaded.
pub(crate) fn load_rules(
    file: &TestFile,
    files: &dyn RuleFiles,
    options: &TestOptions,
) -> Option<(Vec<String>, Vec<RuleGroup>)> {
    let loaded = load(file, files, options.load_options(), &mut Vec::new()).ok()?;
    Some((loaded.names, loaded.groups))
}

/// Whether all expectations of a test hold.
pub(crate) fn test_passes(file: &TestFile, test: &RuleTest, groups: &[RuleGroup], features: Features) -> bool {
    TestRun::new(file, test, groups.to_vec(), features, None).is_ok_and(|mut run| run.run().is_empty())
}
