//! Some seven thousand real expressions, of rules, alerts and dashboards: they are read, printed, read again, planned.
#![allow(clippy::unwrap_used)] // test code

use std::path::Path;

use promenade::Features;
use promenade::plan::{LogicalPlan, Optimizer, PlanOptions, lower};
use promenade::semantic::{Options, TypedExpr, parse_and_check};
use promenade_tests::shared::{files, name, read, say};
use promenade_tests::{root, shared_dir};

/// What may stand for a variable that is neither in quotes nor a duration, in the order of trial.
const NAMES: [&str; 3] = ["x", "1", "5m"];

/// The expression with text in the place of variables, as a dashboard puts it in before the query is read: `5m` where a
/// duration stands, `.*` in quotes, and `name` elsewhere.
fn fill_in(expr: &str, name: &str) -> String {
    let (mut out, mut rest) = (String::new(), expr);
    let (mut quote, mut depth, mut is_comment) = (None, 0, false);
    while let Some(c) = rest.chars().next() {
        if let Some(length) = variable(rest).filter(|_| !is_comment) {
            let is_duration = depth > 0 || out.trim_end().to_ascii_lowercase().ends_with("offset");
            out += if quote.is_some() {
                ".*"
            } else if is_duration {
                "5m"
            } else {
                name
            };
            rest = &rest[length..];
            continue;
        }
        match (c, quote) {
            ('\n', _) => is_comment = false,
            ('\\', Some('"' | '\'')) => {
                out.push(c);
                rest = &rest[1..];
                let Some(escaped) = rest.chars().next() else { break };
                out.push(escaped);
                rest = &rest[escaped.len_utf8()..];
                continue;
            }
            (c, Some(q)) if c == q => quote = None,
            ('"' | '\'' | '`', None) if !is_comment => quote = Some(c),
            ('#', None) => is_comment = true,
            ('[', None) if !is_comment => depth += 1,
            (']', None) if !is_comment => depth -= 1,
            _ => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Length of the variable with which a text begins: `$x`, `${x}`, `${x:regex}`, `[[x]]`.
fn variable(text: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if let Some(rest) = text.strip_prefix("[[").filter(|rest| rest.starts_with(is_word)) {
        return Some(rest.find("]]")? + 4);
    }
    let rest = text.strip_prefix('$')?;
    if rest.starts_with('{') {
        return Some(rest.find('}')? + 2);
    }
    let is_name = rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
    is_name.then(|| 1 + rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
}

/// Reads, prints and reads again; gives what the type checker makes of it.
fn round_trip(text: &str, options: &Options) -> Result<TypedExpr, String> {
    let checked = parse_and_check(text, options);
    let expr = checked.expr.clone();
    let typed = checked.into_result().map_err(|errors| errors[0].message.clone())?;
    let printed = expr.to_string();
    let again = promenade::syntax::parse(&printed, &options.parse_options());
    assert!(again.expr.same_as(&expr), "{text}\nis printed as\n{printed}\nwhich is another tree");
    assert_eq!(again.expr.to_string(), printed, "{text}");
    Ok(typed)
}

/// Plans it at one time and at many. It may be refused, with a typed error.
fn plan(typed: &TypedExpr) -> Result<(), String> {
    for options in [PlanOptions::instant(3_600_000), PlanOptions::range(0, 3_600_000, 15_000)] {
        let plan = lower(typed, &options).map_err(|e| e.to_string())?;
        let optimized = Optimizer::default().optimize(plan);
        check_written(&optimized);
    }
    Ok(())
}

/// A plan is written and read back equal.
fn check_written(plan: &LogicalPlan) {
    let written = serde_json::to_value(plan).unwrap();
    let read: LogicalPlan = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(read.explain().to_string(), plan.explain().to_string());
    assert_eq!(serde_json::to_value(&read).unwrap(), written);
}

fn check(text: &str, options: &Options) -> Result<(), String> {
    let attempts = NAMES.map(|name| round_trip(&fill_in(text, name), options).and_then(|typed| plan(&typed)));
    let [first, rest @ ..] = attempts;
    rest.into_iter().fold(first, Result::or)
}

/// File, line and reason of each refused expression.
fn refused(folder: &Path) -> (usize, Vec<String>) {
    let options = Options::with_features(Features::default());
    let (mut n_all, mut refused) = (0, Vec::new());
    for path in files(folder, "jsonl") {
        for (i, line) in read(&path).lines().enumerate() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            n_all += 1;
            if let Err(reason) = check(entry["expr"].as_str().unwrap(), &options) {
                refused.push(format!("{}\t{}\t{}", name(&path), i + 1, reason.replace(['\n', '\t'], " ")));
            }
        }
    }
    (n_all, refused)
}

#[test]
fn real_expressions_are_read_printed_and_planned() {
    let Some(folder) = shared_dir("corpus") else { return };
    let (n_all, refused) = refused(&folder);
    say(&format!("corpus: {} of {n_all} expressions are accepted", n_all - refused.len()));
    assert_eq!(n_all, 6743);
    let table = root().join("testdata/conformance/corpus-refused.tsv");
    let text = format!("# file\tline\treason\n{}\n", refused.join("\n"));
    if std::env::var_os("UPDATE_CONFORMANCE").is_some() {
        std::fs::write(&table, &text).unwrap();
    }
    assert_eq!(text, read(&table), "UPDATE_CONFORMANCE=1 writes the table");
}

#[test]
fn variables_are_found() {
    let cases = [
        (r#"a{b=~"$c"}[$__rate_interval]"#, r#"a{b=~".*"}[5m]"#),
        (
            r#"topk by (${l:csv}) ([[k]], a{b="[[c]]"}[[[d]]:$e]) offset $f # it's $g"#,
            r#"topk by (x) (x, a{b=".*"}[5m:5m]) offset 5m # it's $g"#,
        ),
        (r#"label_replace(a, "b", "$1", 'c\'$d', `\$e`)"#, r#"label_replace(a, "b", "$1", 'c\'.*', `\.*`)"#),
    ];
    for (text, expected) in cases {
        assert_eq!(fill_in(text, "x"), expected);
    }
}
