//! The `TextMate` grammar: its rules with the names put in.

use super::names;

/// The rules, with `@NAME@` where alternatives of names stand.
const RULES: &str = include_str!("textmate.json");

pub(super) fn grammar() -> anyhow::Result<String> {
    let rows = [
        ("variable", VARIABLE.to_owned()),
        ("functions", alternatives(names::functions())),
        ("aggregators", alternatives(names::aggregators())),
        ("operators", names::operators(false).iter().map(|symbol| escaped(symbol)).collect::<Vec<_>>().join("|")),
        ("operatorWords", alternatives(names::operators(true))),
        ("grouping", alternatives(names::GROUPING.to_vec())),
        ("modifiers", alternatives(names::MODIFIERS.to_vec())),
        ("fills", alternatives(names::FILLS.to_vec())),
        ("durationFunctions", alternatives(names::DURATION_FUNCTIONS.to_vec())),
        ("numbers", alternatives(names::NUMBERS.to_vec())),
    ];
    let mut text = RULES.to_owned();
    for (name, alternatives) in rows {
        let quoted = serde_json::to_string(&alternatives)?;
        text = text.replace(&format!("@{name}@"), quoted.trim_matches('"'));
    }
    serde_json::from_str::<serde_json::Value>(&text)?;
    Ok(text)
}

/// A variable of Grafana.
const VARIABLE: &str = r"\$\w+|\$\{\w+(?:[.:][^}]+)?\}|\[\[\w+(?::\w+)?\]\]";

/// Names as alternatives of a regular expression, the longest first.
fn alternatives(mut names: Vec<&str>) -> String {
    names.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    names.join("|")
}

/// A symbol in which each character stands for itself.
fn escaped(symbol: &str) -> String {
    symbol.chars().map(|c| if "+*^".contains(c) { format!("\\{c}") } else { c.to_string() }).collect()
}
