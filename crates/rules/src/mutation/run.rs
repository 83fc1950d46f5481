//! Runs the tests of a file on changed rules.

use promenade_model::{Features, FileRange};

use super::edits::{Mutant, mutants};
use super::outcome::{MutantOutcome, MutantReport};
use super::slice::Rules;
use crate::coverage::ignored;
use crate::load::rule_documents;
use crate::reads::RuleOutput;
use crate::unit_tests::{RuleFiles, RuleTest, TestFile, TestOptions, load_rules, test_passes};
use crate::{RuleGroup, RuleQuery};

/// Changes each rule of a test file and runs the tests that may notice it, those of which `is_wanted` says so by their name.
/// Tests that fail without a change are left out, so that nothing is said where the rules cannot be loaded.
pub fn mutate_test_file(
    file: &TestFile,
    files: &dyn RuleFiles,
    options: &TestOptions,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Vec<MutantReport> {
    let Some((names, groups)) = load_rules(file, files, options) else { return Vec::new() };
    let features = options.features;
    let passes = |test: &&RuleTest| is_wanted(&test.name) && test_passes(file, test, &groups, features);
    let tests = file.tests.iter().filter(passes).cloned().collect();
    let passing = TestFile { tests, ..file.clone() };
    let rules = Rules::new(&groups, features);
    let parts = |name: &String| {
        let text = files.text(name).unwrap_or_default();
        (name.clone(), rule_documents(name, &text).iter().flat_map(|found| ignored(found, "mutants")).collect())
    };
    let left_out: Vec<(String, Vec<FileRange>)> = names.iter().map(parts).collect();
    let run = Run { file: &passing, groups: &groups, rules: &rules, features, is_sliced: true };
    let mut reports = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        let file = &group.definition().file;
        let parts = left_out.iter().filter(|(name, _)| name == file).flat_map(|(_, parts)| parts);
        for (r, (definition, rule)) in group.rules().enumerate() {
            let output = RuleOutput::new(definition, rule.query().expr(), features);
            let run = Run { is_sliced: run.passes_sliced((g, r), &output), ..run };
            for mutant in mutants(definition, features) {
                let at = mutant.range.start;
                let is_ignored = parts.clone().any(|part| part.start <= at && at <= part.end);
                let outcome = if is_ignored { MutantOutcome::Unnoticed } else { run.outcome((g, r), &mutant) };
                let (file, rule) = (file.clone(), definition.name.clone());
                reports.push(MutantReport { file, rule, mutant, outcome, is_ignored });
            }
        }
    }
    reports
}

#[derive(Clone, Copy)]
struct Run<'a> {
    file: &'a TestFile,
    groups: &'a [RuleGroup],
    rules: &'a Rules,
    features: Features,
    /// Whether only what depends on the rule runs.
    is_sliced: bool,
}

impl Run<'_> {
    /// Whether the tests pass without a change where only what depends on a rule runs. They may not where rules share series
    /// in a way that is not seen from their labels; then all rules run.
    fn passes_sliced(&self, id: (usize, usize), output: &RuleOutput) -> bool {
        let slice = self.rules.slice(id, output);
        let tests = self.rules.tests(&slice, self.file, output, self.features);
        let groups = self.rules.groups(&slice, self.groups, None, self.features);
        groups.is_ok_and(|groups| tests.tests.iter().all(|test| test_passes(&tests, test, &groups, self.features)))
    }

    fn outcome(&self, id: (usize, usize), mutant: &Mutant) -> MutantOutcome {
        let features = self.features;
        let Ok(query) = RuleQuery::of_rule(&mutant.definition.expr, features) else { return MutantOutcome::Noticed };
        let output = RuleOutput::new(&mutant.definition, query.expr(), features);
        let mut slice = self.rules.slice(id, &output);
        let tests = self.rules.tests(&slice, self.file, &output, features);
        if tests.tests.is_empty() {
            return MutantOutcome::Unread;
        }
        if !self.is_sliced {
            slice = self.rules.whole();
        }
        let change = Some((id, &mutant.definition));
        let Ok(changed) = self.rules.groups(&slice, self.groups, change, features) else {
            return MutantOutcome::Noticed;
        };
        let fails = |test: &RuleTest| !test_passes(&tests, test, &changed, features);
        if tests.tests.iter().any(fails) { MutantOutcome::Noticed } else { MutantOutcome::Unnoticed }
    }
}
