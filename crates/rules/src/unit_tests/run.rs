//! Runs the tests of a file.

use std::cell::OnceCell;

use promenade_model::Features;

use super::files::RuleFiles;
use super::model::{Placed, RuleTest, TestFile};
use super::report::{Failure, FailureKind, FileReport, TestReport, Warning};
use super::round::TestRun;
use crate::{LoadOptions, RuleGroup, load_groups};

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
}

promenade_model::setters!(TestOptions { features: Features, ignore_unknown_fields: bool, keeps_series: bool });

/// Runs the tests of a file of which `is_wanted` says so by their name.
pub fn run_test_file(
    file: &TestFile,
    files: &dyn RuleFiles,
    options: &TestOptions,
    is_wanted: &dyn Fn(&str) -> bool,
) -> FileReport {
    let mut report = FileReport { file: file.name.clone(), ..FileReport::default() };
    let groups = OnceCell::new();
    for (i, test) in file.tests.iter().enumerate().filter(|(_, test)| is_wanted(&test.name)) {
        let groups = groups.get_or_init(|| load(file, files, options, &mut report.warnings));
        let name = if test.name.is_empty() { format!("unnamed#{i}") } else { test.name.clone() };
        let n_expectations = test.alert_tests.len() + test.expression_tests.len();
        let mut of_test = TestReport { name, n_expectations, ..TestReport::default() };
        match groups {
            Ok(groups) => run(file, test, groups.clone(), options, &mut of_test, &mut report.warnings),
            Err(failures) => of_test.failures.clone_from(failures),
        }
        report.tests.push(of_test);
    }
    report
}

fn run(
    file: &TestFile,
    test: &RuleTest,
    groups: Vec<RuleGroup>,
    options: &TestOptions,
    report: &mut TestReport,
    warnings: &mut Vec<Warning>,
) {
    match TestRun::new(file, test, groups, options.features) {
        Ok(mut run) => {
            warnings.extend(run.late_times());
            report.failures = run.run();
            if options.keeps_series {
                report.stored = run.stored();
            }
        }
        Err(failure) => report.failures.push(failure),
    }
}

/// The groups of all rule files, in the order of their evaluation.
fn load(
    file: &TestFile,
    files: &dyn RuleFiles,
    options: &TestOptions,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<RuleGroup>, Vec<Failure>> {
    let load_options = LoadOptions { ignore_unknown_fields: options.ignore_unknown_fields, features: options.features };
    let mut groups = Vec::new();
    for pattern in &file.rule_files {
        let names = files.matching(&pattern.value).map_err(|message| vec![setup(pattern, message)])?;
        if names.is_empty() {
            let message = format!("no file matches `{}`", pattern.value);
            let help = Some("paths are relative to the folder of the test file".to_owned());
            warnings.push(Warning { range: pattern.range, message, help });
        }
        for name in names {
            let text = files.text(&name).map_err(|message| vec![setup(pattern, format!("{name}: {message}"))])?;
            let definitions = load_groups(&name, &text, &load_options)
                .map_err(|errors| errors.iter().map(|e| setup(pattern, e.to_string())).collect::<Vec<_>>())?;
            for definition in definitions {
                let group = RuleGroup::new(definition, options.features);
                groups.push(group.map_err(|error| vec![setup(pattern, format!("{name}: {error}"))])?);
            }
        }
    }
    // As in promtool, a group that the order does not name comes with the first that it names.
    let order = &file.group_eval_order;
    groups.sort_by_key(|group| order.iter().position(|name| name.value == group.definition().name).unwrap_or(0));
    Ok(groups)
}

fn setup(pattern: &Placed<String>, message: String) -> Failure {
    Failure { range: pattern.range, kind: FailureKind::Setup { message, help: None } }
}
