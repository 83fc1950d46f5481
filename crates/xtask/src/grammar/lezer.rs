//! The Lezer grammar: functions in the order of lezer-promql's node ids, and the tables of names for its tokenizer.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{names, section};

/// The function before whose node the node of names is numbered.
const FIRST: &str = "AbsentOverTime";

pub(super) fn files(folder: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let nodes = fs::read_to_string(folder.join("nodes.txt"))?;
    let nodes: Vec<&str> = nodes.lines().collect();
    let path = folder.join("promql.grammar");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let functions = functions(&nodes);
    let text = section::replace(&text, "names of functions", &alternatives(&functions))?;
    let text = section::replace(&text, "functions", &rules(&functions))?;
    Ok(vec![(path, text), (folder.join("words.js"), words(&nodes)?)])
}

/// Node and name of each function with a node, in the order of nodes. Other functions are `Identifier`s.
fn functions<'a>(nodes: &[&'a str]) -> Vec<(&'a str, &'static str)> {
    let names = names::functions();
    let found = nodes.iter().filter_map(|node| {
        let name = names.iter().find(|name| is_node_of(node, name))?;
        Some((*node, *name))
    });
    found.collect()
}

/// Whether a node is that of a name: `CountOverTime` and `count_over_time`.
fn is_node_of(node: &str, name: &str) -> bool {
    name.replace('_', "").eq_ignore_ascii_case(node)
}

fn alternatives(functions: &[(&str, &str)]) -> Vec<String> {
    let mut words: Vec<String> = functions.iter().map(|(node, _)| (*node).to_owned()).collect();
    let at = words.iter().position(|node| node == FIRST).map_or(0, |index| index + 1);
    words.insert(at, "Identifier".to_owned());
    section::wrap(&words, " | ", "", "")
        .into_iter()
        .enumerate()
        .map(|(index, line)| if index == 0 { line } else { format!("  {line}") })
        .collect()
}

fn rules(functions: &[(&str, &str)]) -> Vec<String> {
    let rule = |(node, name): &(&str, &str)| format!("{node} {{ @specialize<functionName, \"{name}\"> }}");
    functions.iter().map(rule).collect()
}

/// The names of functions and aggregators with their nodes.
fn words(nodes: &[&str]) -> anyhow::Result<String> {
    let mut text = String::from("// Generated from the catalogue by cargo xtask generate.\n");
    text.push_str(
        "\n/** Functions and their nodes; those without one are Identifier nodes. */\nexport const functions = [\n",
    );
    for name in names::functions() {
        match nodes.iter().find(|node| is_node_of(node, name)) {
            Some(node) => writeln!(text, "  [\"{name}\", \"{node}\"],")?,
            None => writeln!(text, "  [\"{name}\", null],")?,
        }
    }
    text.push_str("];\n\n/** Aggregators and their nodes. */\nexport const aggregators = [\n");
    for name in names::aggregators() {
        let node = nodes.iter().find(|node| is_node_of(node, name));
        let node = node.with_context(|| format!("lezer-promql has no node for the aggregator {name}"))?;
        writeln!(text, "  [\"{name}\", \"{node}\"],")?;
    }
    text.push_str("];\n");
    Ok(text)
}
