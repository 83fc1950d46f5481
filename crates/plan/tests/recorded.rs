//! Which queries have a plan, against what Prometheus made of them, and that printed queries have the same plan.

use std::fs;
use std::path::PathBuf;

use promenade_model::Features;
use promenade_plan::{PlanOptions, lower};
use promenade_semantic::{Options, parse_and_check};
use serde_json::Value;

#[test]
#[ignore = "needs recorded answers: RECORDED_DIR is the folder with their files"]
fn queries_have_a_plan_where_prometheus_has_one() {
    let mut n_queries = 0;
    let mut wrong = Vec::new();
    for (path, features) in recorded_files() {
        for line in fs::read_to_string(path).expect("the file can be read").lines() {
            let answer: Value = serde_json::from_str(line).expect("a line is JSON");
            n_queries += 1;
            wrong.extend(fault(&answer, features));
        }
    }
    assert!(n_queries > 0, "no recorded answers");
    assert!(wrong.is_empty(), "{} of {n_queries}:\n{}", wrong.len(), wrong.join("\n"));
}

fn recorded_files() -> Vec<(PathBuf, Features)> {
    let folder = PathBuf::from(std::env::var_os("RECORDED_DIR").expect("RECORDED_DIR is set"));
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let files = paths.filter_map(|path| {
        let name = path.file_name()?.to_str()?;
        let features = if name.ends_with(".off.jsonl") { Features::default() } else { Features::all() };
        (path.extension()? == "jsonl" && name != "parse.jsonl").then(|| (path.clone(), features))
    });
    files.collect()
}

/// What is wrong with the plan of a query, where anything is.
fn fault(answer: &Value, features: Features) -> Option<String> {
    let query = answer["expr"].as_str()?;
    let plan = plan(query, answer, features);
    match (&plan, answer["kind"].as_str()) {
        (Err(_), Some("parse")) => None,
        (Err(error), _) => Some(format!("{query}\n    no plan: {error}")),
        (Ok(_), Some("parse")) => Some(format!("{query}\n    a plan, but {}", answer["error"])),
        (Ok((printed, text)), _) => match self::plan(printed, answer, features) {
            Ok((_, again)) if again == *text => None,
            Ok((_, again)) => Some(format!("{query}\n{text}\nprinted {printed}\n{again}")),
            Err(error) => Some(format!("{query}\n    printed as {printed}: {error}")),
        },
    }
}

/// The query as printed, and its plan as text; or why there is none, unless Prometheus finds that in evaluation.
fn plan(query: &str, answer: &Value, features: Features) -> Result<(String, String), String> {
    let checked = parse_and_check(query, &Options::with_features(features));
    let Some(typed) = checked.typed else { return Err(format!("{:?}", checked.diagnostics)) };
    let time = |field: &str| answer[field].as_i64();
    let options = match (time("start"), time("end"), time("step")) {
        (Some(start_ms), Some(end_ms), Some(step_ms)) => PlanOptions::range(start_ms, end_ms, step_ms),
        _ => PlanOptions::instant(time("time").unwrap_or(0)),
    };
    let text = match lower(&typed, &options.with_features(features)) {
        Ok(plan) => plan.explain().to_string(),
        Err(error) if error.is_execution() && answer["kind"] == "execution" => error.to_string(),
        Err(error) => return Err(error.to_string()),
    };
    Ok((checked.expr.to_string(), text))
}
