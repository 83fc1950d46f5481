//! Documentation pages in Markdown, rendered from the definitions.

use std::fmt::Write;

use crate::coverage::{CoverageRow, Tool, coverage};
use crate::definition::{Example, FixDocs, Group, RuleDef, Severity};
use crate::registry::{rule, rules};

/// The page of a rule: a heading of the second level, what it finds, why, examples and fix.
pub fn rule_page(rule: &RuleDef) -> String {
    let docs = &rule.docs;
    let on = if rule.default { "on by default" } else { "off by default" };
    let mut page = format!("## {} `{}`\n\n", rule.code, rule.name);
    let _ = write!(page, "*{}, {}, {on}.* {}\n\n{}\n", rule.group, severity(rule.severity), docs.what, docs.why);
    page.push_str(&example(docs.example));
    if !docs.instead.is_empty() {
        let _ = write!(page, "\n{}\n", docs.instead);
    }
    page.push_str(&example(docs.better));
    match docs.fix {
        FixDocs::None => {}
        FixDocs::Safe(text) => drop(write!(page, "\nFix, safe: {text}\n")),
        FixDocs::Unsafe(text) => drop(write!(page, "\nFix, unsafe: {text}\n")),
    }
    page
}

/// The page of all rules, group by group.
pub fn rules_page() -> String {
    let mut page = String::from(
        "# Lint rules\n\nMade from the rules' definitions by `cargo xtask generate`. Each example is tested. A safe fix keeps \
         the result of the query, an unsafe one need not. What parser and type check say has its own pages in \
         [diagnostics](diagnostics.md).\n\n| code | name | group | severity | default | fix |\n|---|---|---|---|---|---|\n",
    );
    for rule in rules() {
        let fix = match rule.docs.fix {
            FixDocs::None => "",
            FixDocs::Safe(_) => "safe",
            FixDocs::Unsafe(_) => "unsafe",
        };
        let on = if rule.default { "on" } else { "off" };
        let (code, name) = (rule.code, rule.name);
        let link = format!("[{name}](#{}-{name})", code.to_lowercase());
        let _ = writeln!(page, "| {code} | {link} | {} | {} | {on} | {fix} |", rule.group, severity(rule.severity));
    }
    for group in Group::ALL {
        let mut rules = rules().filter(|rule| rule.group == group).peekable();
        if rules.peek().is_some() {
            let _ = write!(page, "\n# {}\n", group.title());
        }
        for rule in rules {
            let _ = write!(page, "\n{}", rule_page(rule));
        }
    }
    page
}

/// The page of what other tools check.
pub fn coverage_page() -> String {
    let mut page = String::from(
        "# What other linters check\n\nA row for each check, with our rules or the reason why there is none. A code that ends \
         in fewer digits stands for all codes that begin so. The comments of pint that disable a check leave out the \
         rules in its row.\n",
    );
    for (tool, title) in [
        (Tool::Pint, "pint"),
        (Tool::PromLens, "PromLens"),
        (Tool::Promtool, "promtool check rules --lint=all"),
        (Tool::Prometheus, "Annotations of Prometheus 3.16"),
    ] {
        let _ = write!(page, "\n## {title}\n\n| check | rules | note |\n|---|---|---|\n");
        for row in coverage().filter(|row| row.tool == tool) {
            let _ = writeln!(page, "| {} | {} | {} |", row.check, codes(row), row.note);
        }
    }
    page
}

fn codes(row: &CoverageRow) -> String {
    let named = |code: &str| match rule(code) {
        Some(rule) if rule.group != Group::Syntax => format!("{code} `{}`", rule.name),
        _ => code.to_owned(),
    };
    row.rules.iter().map(|code| named(code)).collect::<Vec<_>>().join(", ")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn example(example: Example) -> String {
    match example {
        Example::Query(text) => format!("\n```promql\n{text}\n```\n"),
        Example::Rules(text) => format!("\n```yaml\n{text}```\n"),
        Example::None => String::new(),
    }
}
