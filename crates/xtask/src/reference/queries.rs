//! The recorded queries, asked again.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use promenade::{Engine, EngineOptions};
use promenade_testkit::differential::{Program, Recorded, Verdict, features_of};
use promenade_testkit::oracle::Query;
use promenade_testkit::{Script, load};
use serde_json::{Value, json};

use super::findings::Findings;

/// The sets of queries over each set of data, with the features that they are asked with.
const SETS: [(&str, &str); 3] = [("off", ""), ("all", "all"), ("smith", "all")];

/// Asks the queries of a folder of recorded answers.
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

/// How often a query that differs is asked again.
const N_AGAIN: usize = 20;

fn one_set(
    program: &Program,
    script: &Path,
    path: &Path,
    features: &str,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let storage = load::load_script(&Script::parse(&fs::read_to_string(script)?)?).map_err(anyhow::Error::msg)?;
    let options = EngineOptions { features: features_of(features)?, ..EngineOptions::default() };
    let recorded = Recorded { engine: &Engine::new(options), storage: &storage };
    let queries = fs::read_to_string(path)?;
    let queries = queries.lines().map(serde_json::from_str).collect::<Result<Vec<Query>, _>>()?;
    let script = script.display().to_string();
    let ask = |queries: &[&Query]| {
        let lines: Vec<_> = queries.iter().map(|query| json!(query).to_string()).collect();
        let answers = program.ask_all(&["answer", "-script", &script, "-features", features], &lines)?;
        ensure!(answers.len() == lines.len(), "{} answers to {} queries", answers.len(), lines.len());
        Ok(answers)
    };
    let answers = ask(&queries.iter().collect::<Vec<_>>())?;
    let differs =
        |(query, answer): &(&Query, &Value)| matches!(recorded.verdict(query, answer, &[]), Verdict::Differs { .. });
    let (differing, equal): (Vec<_>, Vec<_>) = queries.iter().zip(&answers).partition(differs);
    equal.iter().for_each(|(query, _)| findings.equal(&query.expr));
    let again: Vec<_> = differing.iter().flat_map(|(query, _)| [*query; N_AGAIN]).collect();
    for ((query, answer), again) in differing.iter().zip(ask(&again)?.chunks(N_AGAIN)) {
        match recorded.verdict(query, answer, again) {
            Verdict::Same { .. } | Verdict::Explained(_) => findings.explained(&query.expr),
            Verdict::Differs { difference, expected, actual } => {
                findings.differs(&query.expr, &difference, &expected, &actual);
            }
        }
    }
    Ok(())
}
