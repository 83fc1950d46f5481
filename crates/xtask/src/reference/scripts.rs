//! Runs the scripts of the module's sources.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use promenade_testkit::{Runner, Script};

use super::section::Section;

/// The folder of scripts in the sources.
const FOLDER: &str = "promql/promqltest/testdata";

/// Runs all scripts; returns a line for each failure, by file.
pub(super) fn run(sources: &Path) -> anyhow::Result<Section> {
    let (mut n_passed, mut n_evals, mut lines) = (0, 0, Vec::new());
    let folder = sources.join(FOLDER);
    let files = super::files(&folder, "test")?;
    ensure!(!files.is_empty(), "no scripts lie in {}", folder.display());
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let script = match Script::parse(&text) {
            Ok(script) => script,
            Err(error) => {
                let n_lost = text.lines().filter(|line| is_eval(line)).count();
                n_evals += n_lost;
                lines.push(format!("{name}: it cannot be read, and its {n_lost} evals fail: {error}"));
                continue;
            }
        };
        let report = Runner::default().run(&script);
        n_passed += report.n_passed();
        n_evals += report.evals.len();
        if report.n_passed() < report.evals.len() {
            lines.push(format!("{name}: {} of {} pass", report.n_passed(), report.evals.len()));
        }
        let why = |eval: &promenade_testkit::EvalOutcome| eval.failure.clone().unwrap_or_default();
        lines.extend(report.failures().map(|eval| format!("  {name}:{}: {}: {}", eval.line, eval.expr, why(eval))));
    }
    Ok(Section { title: "scripts", summary: format!("{n_passed} of {n_evals} evals pass"), lines })
}

fn is_eval(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| word == "eval" || word.starts_with("eval_"))
}
