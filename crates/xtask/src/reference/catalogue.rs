//! Compares the functions, aggregators and keywords of Prometheus with the catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use promenade::functions::{AggregatorDef, FunctionDef, Stability, Variadic, aggregators, functions};
use promenade::syntax::tokens;
use serde::Deserialize;

/// The language of a version, as printed by the program.
#[derive(Debug, Deserialize)]
struct Facts {
    functions: Vec<Function>,
    aggregators: Vec<Aggregator>,
    keywords: Vec<String>,
    /// Flags of parser and engine that are unknown to the program.
    options: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[allow(clippy::struct_excessive_bools)] // properties of a function
struct Function {
    name: String,
    args: Vec<String>,
    variadic: i64,
    returns: String,
    experimental: bool,
    at_unsafe: bool,
    anchored: bool,
    smoothed: bool,
}

#[derive(Debug, Deserialize)]
struct Aggregator {
    name: String,
    param: bool,
    experimental: bool,
}

/// The differences, one line each.
pub(super) fn differences(program: &Path) -> anyhow::Result<Vec<String>> {
    let output = Command::new(program).arg("catalogue").output().with_context(|| program.display().to_string())?;
    if !output.status.success() {
        bail!("{} catalogue: {}", program.display(), output.status);
    }
    let facts: Facts = serde_json::from_slice(&output.stdout)?;
    let our_functions = functions().map(|f| (f.name.to_owned(), ours(f))).collect();
    let our_aggregators = aggregators().map(|a| (a.name.to_owned(), our_aggregator(a))).collect();
    let mut all = compare("function", &theirs_functions(&facts), &our_functions);
    all.extend(compare("aggregator", &theirs_aggregators(&facts), &our_aggregators));
    let unknown = facts.keywords.iter().filter(|word| !is_keyword(word));
    all.extend(unknown.map(|word| format!("keyword {word}: Prometheus has it, we do not")));
    all.extend(facts.options.iter().map(|name| format!("option {name}: no feature sets it")));
    Ok(all)
}

type Rows = BTreeMap<String, String>;

fn compare(kind: &str, theirs: &Rows, ours: &Rows) -> Vec<String> {
    let names: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
    let line = |name: &String| match (theirs.get(name), ours.get(name)) {
        (Some(theirs), Some(ours)) if theirs == ours => None,
        (Some(theirs), Some(ours)) => Some(format!("{kind} {name}: Prometheus has {theirs}, we have {ours}")),
        (Some(theirs), None) => Some(format!("{kind} {name}: Prometheus has it, we do not: {theirs}")),
        (None, _) => Some(format!("{kind} {name}: we have it, Prometheus does not")),
    };
    names.into_iter().filter_map(line).collect()
}

fn theirs_functions(facts: &Facts) -> Rows {
    let row = |f: &Function| {
        let traits = [
            (f.experimental, "experimental"),
            (f.at_unsafe, "at-unsafe"),
            (f.anchored, "anchored"),
            (f.smoothed, "smoothed"),
        ];
        (f.name.clone(), signature(&f.args.join(", "), f.variadic, &f.returns, &traits))
    };
    facts.functions.iter().map(row).collect()
}

fn ours(f: &FunctionDef) -> String {
    let args: Vec<_> = f.signature.params.iter().map(|p| p.value_type.name()).collect();
    let variadic = match f.signature.variadic {
        Variadic::No => 0,
        Variadic::UpTo(n) => i64::try_from(n).unwrap_or(i64::MAX),
        Variadic::Any => -1,
    };
    let is_experimental = f.stability == Stability::Experimental;
    let traits = [
        (is_experimental, "experimental"),
        (f.behavior.at_unsafe, "at-unsafe"),
        (f.behavior.anchored, "anchored"),
        (f.behavior.smoothed, "smoothed"),
    ];
    signature(&args.join(", "), variadic, f.signature.returns.name(), &traits)
}

fn signature(args: &str, variadic: i64, returns: &str, traits: &[(bool, &str)]) -> String {
    let traits: Vec<_> = traits.iter().filter(|(holds, _)| *holds).map(|(_, name)| *name).collect();
    format!("({args}; variadic {variadic}) {returns} {}", traits.join(" ")).trim_end().to_owned()
}

fn theirs_aggregators(facts: &Facts) -> Rows {
    facts.aggregators.iter().map(|a| (a.name.clone(), aggregation(a.param, a.experimental))).collect()
}

fn our_aggregator(def: &AggregatorDef) -> String {
    aggregation(def.param.is_some(), def.stability == Stability::Experimental)
}

fn aggregation(has_param: bool, is_experimental: bool) -> String {
    format!(
        "{}{}",
        if has_param { "with a parameter" } else { "without a parameter" },
        if is_experimental { ", experimental" } else { "" }
    )
}

/// Whether the lexer treats a word as a keyword.
fn is_keyword(word: &str) -> bool {
    let places = [word.to_owned(), format!("a[{word}("), format!("a + {word} (0) b")];
    places.iter().any(|text| tokens(text).iter().any(|token| token.kind.is_keyword()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_known() {
        for word in ["offset", "fill", "step", "range", "max_of", "group_left", "unless", "anchored"] {
            assert!(is_keyword(word), "{word}");
        }
        assert!(!is_keyword("rate") && !is_keyword("between"));
    }

    #[test]
    fn rows_are_compared_by_name() {
        let rows = |rows: &[(&str, &str)]| rows.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let differing = compare(
            "function",
            &rows(&[("a", "1"), ("b", "1"), ("c", "1")]),
            &rows(&[("a", "1"), ("b", "2"), ("d", "1")]),
        );
        let expected = [
            "function b: Prometheus has 1, we have 2",
            "function c: Prometheus has it, we do not: 1",
            "function d: we have it, Prometheus does not",
        ];
        assert_eq!(differing, expected);
    }
}
