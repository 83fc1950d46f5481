//! Many rule files over many sets of data.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use promenade::Features;
use promenade::rules::RuleOptions;
use serde_json::Value;

use super::compare::{rounds_differ, without_own_words};
use super::shrink::{RuleCase, shrink};
use crate::generate::Vocabulary;
use crate::generate::data::{DataSet, KINDS};
use crate::generate::rules;
use crate::oracle::{Rounds, evaluate_rules};
use crate::{Script, load};

/// Compares rule files.
#[derive(Debug, Clone)]
pub struct RuleCampaign {
    /// The oracle's program.
    pub program: PathBuf,
    /// How many rule files.
    pub n_files: usize,
    /// The first seed; each file has the next one.
    pub seed: u64,
    /// Differing files that are made small.
    pub n_shrunk: usize,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct RuleReport {
    /// Files that were compared.
    pub n_files: usize,
    /// Files that both refuse.
    pub n_refused: usize,
    /// Files of which Prometheus says something else each time.
    pub n_explained: usize,
    /// Files that differ.
    pub failures: Vec<RuleFailure>,
}

/// A file that differs.
#[derive(Debug, Clone)]
pub struct RuleFailure {
    /// The file and its data.
    pub case: RuleCase,
    /// What differs.
    pub difference: String,
}

/// What came of one file.
enum Outcome {
    Same { is_refused: bool },
    Explained,
    Differs(String),
}

/// What an evaluation says: rounds, or why the file is refused.
type Said = Result<Vec<Value>, String>;

const INTERVAL_MS: i64 = 60_000;
const UNTIL_MS: i64 = 45 * 60_000;

impl RuleCampaign {
    /// Draws data and rule files and compares. `progress` hears of each difference.
    ///
    /// # Errors
    /// Returns an error if the oracle cannot be run.
    pub fn run(&self, progress: &mut dyn FnMut(&str)) -> anyhow::Result<RuleReport> {
        let folder = std::env::temp_dir().join(format!("promenade-rules-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let report = self.run_in(&folder, progress);
        // Failures leave nothing to do.
        let _ = std::fs::remove_dir_all(&folder);
        report
    }

    fn run_in(&self, folder: &Path, progress: &mut dyn FnMut(&str)) -> anyhow::Result<RuleReport> {
        let mut report = RuleReport::default();
        for i in 0..self.n_files {
            let case = draw(i, self.seed.wrapping_add(i as u64))?;
            report.n_files += 1;
            match self.compare(&case, folder)? {
                Outcome::Same { is_refused } => report.n_refused += usize::from(is_refused),
                Outcome::Explained => report.n_explained += 1,
                Outcome::Differs(difference) => {
                    progress(&format!("{} differs: {difference}", case.data.name));
                    report.failures.push(RuleFailure { case, difference });
                }
            }
        }
        for failure in report.failures.iter_mut().take(self.n_shrunk) {
            *failure = self.shrunk(failure, folder);
        }
        Ok(report)
    }

    fn compare(&self, case: &RuleCase, folder: &Path) -> anyhow::Result<Outcome> {
        let expected = self.ask(case, folder)?;
        let actual = evaluate(case)?;
        let Some(difference) = difference(&expected, &actual) else {
            return Ok(Outcome::Same { is_refused: expected.is_err() });
        };
        for _ in 0..3 {
            if self::difference(&expected, &self.ask(case, folder)?).is_some() {
                return Ok(Outcome::Explained);
            }
        }
        Ok(Outcome::Differs(difference))
    }

    fn shrunk(&self, failure: &RuleFailure, folder: &Path) -> RuleFailure {
        let mut last = failure.clone();
        shrink(failure.case.clone(), &mut |case| match self.compare(case, folder) {
            Ok(Outcome::Differs(difference)) => {
                last = RuleFailure { case: case.clone(), difference };
                true
            }
            _ => false,
        });
        last
    }

    /// What Prometheus says of a file.
    fn ask(&self, case: &RuleCase, folder: &Path) -> anyhow::Result<Said> {
        std::fs::write(folder.join("data.test"), case.data.to_string())?;
        std::fs::write(folder.join("rules.yml"), case.rules.to_string())?;
        let mut command = Command::new(&self.program);
        command.current_dir(folder).args(["rules", "-script", "data.test", "-until", "45m", "-features", "all"]);
        command.args(["-external-labels", "zone=eu,replica=1", "-external-url", "http://prom.example/p", "rules.yml"]);
        let output = command.output().with_context(|| self.program.display().to_string())?;
        if !output.status.success() {
            let error = String::from_utf8_lossy(&output.stderr).trim().trim_start_matches("oracle: ").to_owned();
            return Ok(Err(error));
        }
        let text = String::from_utf8(output.stdout)?;
        let lines = text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect::<anyhow::Result<_>>()?;
        Ok(Ok(lines))
    }
}

/// A rule file over data of one `load` command, as the oracle takes it.
fn draw(i: usize, seed: u64) -> anyhow::Result<RuleCase> {
    let mut data = KINDS[i % KINDS.len()].draw(seed);
    data.loads.truncate(1);
    for block in &mut data.loads {
        block.with_nhcb = false;
        block.series.iter_mut().for_each(|series| series.starts.clear());
    }
    let storage = load::load_script(&script(&data)?).map_err(anyhow::Error::msg)?;
    let rules = rules::draw(&Vocabulary::of(&storage), seed);
    Ok(RuleCase { data, rules })
}

fn script(data: &DataSet) -> anyhow::Result<Script> {
    Ok(Script::parse(&data.to_string())?)
}

fn evaluate(case: &RuleCase) -> anyhow::Result<Said> {
    let mut options = RuleOptions::default()
        .features(Features::all())
        .external_labels([("replica", "1"), ("zone", "eu")].map(|(n, v)| (n.to_owned(), v.to_owned())).into())
        .external_url("http://prom.example/p".to_owned());
    options.exec.max_samples = 10_000;
    let script = script(&case.data)?;
    let rounds = Rounds { script: &script, interval_ms: INTERVAL_MS, until_ms: UNTIL_MS, options };
    Ok(evaluate_rules("rules.yml", &case.rules.to_string(), &rounds))
}

fn difference(expected: &Said, actual: &Said) -> Option<String> {
    match (expected, actual) {
        (Ok(expected), Ok(actual)) => rounds_differ(expected, actual),
        (Err(expected), Err(actual)) => {
            let is_same = without_own_words(expected) == without_own_words(actual);
            (!is_same).then(|| format!("expected {expected}\n  actual   {actual}"))
        }
        (Err(error), Ok(_)) => Some(format!("only Prometheus refuses it: {error}")),
        (Ok(_), Err(error)) => Some(format!("only Promenade refuses it: {error}")),
    }
}
