//! Runs the recorded queries again.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use promenade::{Engine, EngineOptions};
use promenade_testkit::differential::{Program, Recorded, Verdict, features_of};
use promenade_testkit::oracle::Query;
use promenade_testkit::{Script, load};
use serde_json::{Value, json};

use super::findings::Findings;

/// The sets of queries over each data set, with their features.
const SETS: [(&str, &str); 3] = [("off", ""), ("all", "all"), ("smith", "all")];

/// Runs the queries of a folder of recorded answers.
pub(super) fn ask(program: &Program, folder: &Path) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    for script in super::files(folder, "test")? {
        let data = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (set, features) in SETS {
            let path = folder.join(format!("{data}.{set}.jsonl"));
            if path.exists() {
                one_set(program, &script, &path, features, &mut findings)
                    .with_context(|| path.display().to_string())?;
            }
        }
    }
    Ok(findings)
}

/// How often a differing query is repeated.
const N_AGAIN: usize = 20;

/// A data set, and the engine that answers queries over it.
struct Set<'a> {
    program: &'a Program,
    script: String,
    features: &'a str,
    recorded: Recorded<'a>,
}

fn one_set(
    program: &Program,
    script: &Path,
    path: &Path,
    features: &str,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let storage = load::load_script(&Script::parse(&fs::read_to_string(script)?)?).map_err(anyhow::Error::msg)?;
    let engine = Engine::new(EngineOptions::default().features(features_of(features)?));
    let recorded = Recorded { engine: &engine, storage: &storage };
    let queries = fs::read_to_string(path)?;
    let queries = queries.lines().map(serde_json::from_str).collect::<Result<Vec<Query>, _>>()?;
    Set { program, script: script.display().to_string(), features, recorded }.compare(&queries, findings)
}

impl Set<'_> {
    fn compare(&self, queries: &[Query], findings: &mut Findings) -> anyhow::Result<()> {
        let answers = self.ask(queries)?;
        let mut differing = Vec::new();
        for (query, answer) in queries.iter().zip(answers) {
            match self.recorded.verdict(query, &answer, &[]) {
                Verdict::Same { .. } => findings.equal(&query.expr),
                Verdict::Explained(_) => findings.explained(&query.expr),
                Verdict::Differs { .. } => differing.push((query, answer)),
            }
        }
        let again: Vec<_> = differing.iter().flat_map(|(query, _)| vec![(*query).clone(); N_AGAIN]).collect();
        let again = self.ask(&again)?;
        for ((query, answer), again) in differing.iter().zip(again.chunks(N_AGAIN)) {
            match self.recorded.verdict(query, answer, again) {
                Verdict::Differs { difference, expected, actual } => {
                    findings.differs(&query.expr, &difference, &expected, &actual);
                }
                _ => findings.explained(&query.expr),
            }
        }
        Ok(())
    }

    fn ask(&self, queries: &[Query]) -> anyhow::Result<Vec<Value>> {
        let lines: Vec<_> = queries.iter().map(|query| json!(query).to_string()).collect();
        let args = ["answer", "-script", &self.script, "-features", self.features];
        let answers = self.program.ask_all(&args, &lines)?;
        ensure!(answers.len() == lines.len(), "{} answers to {} queries", answers.len(), lines.len());
        Ok(answers)
    }
}
