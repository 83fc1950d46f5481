//! Parses the recorded expressions again.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use promenade::{Engine, EngineOptions};
use promenade_testkit::differential::{Program, features_of};
use promenade_testkit::oracle::{Expression, essence, parse};
use serde_json::json;

use super::section::Section;

/// The features that expressions are parsed with.
const FEATURES: &str = "all";

/// Parses the expressions of a folder of recorded answers; returns a line for each difference, the shortest first.
pub(super) fn ask(program: &Program, folder: &Path) -> anyhow::Result<Section> {
    let path = folder.join("parse.jsonl");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let expressions = text.lines().map(serde_json::from_str).collect::<Result<Vec<Expression>, _>>()?;
    let lines: Vec<_> = expressions.iter().map(|expression| json!(expression).to_string()).collect();
    let replies = program.ask_all(&["parse", "-features", FEATURES], &lines)?;
    ensure!(replies.len() == expressions.len(), "{} replies to {} expressions", replies.len(), expressions.len());
    let options = EngineOptions::default().features(features_of(FEATURES)?);
    let engine = Engine::new(options);
    let mut differing = Vec::new();
    for (expression, reply) in expressions.into_iter().zip(replies) {
        let (theirs, ours) = (essence(&reply), essence(&json!(parse(&engine, expression.clone()))));
        if theirs != ours {
            differing.push(format!("{}  {} / {}", expression.expr, shown(&theirs), shown(&ours)));
        }
    }
    differing.sort_by_key(String::len);
    let summary = format!("{} of {} expressions are equal", lines.len() - differing.len(), lines.len());
    Ok(Section { title: "recorded parses", summary, lines: differing })
}

fn shown([is_refused, place, value_type, printed]: &[serde_json::Value; 4]) -> String {
    if is_refused == true { format!("error at {place}") } else { format!("{value_type} {printed}") }
}
