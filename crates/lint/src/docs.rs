//! Documentation pages in Markdown, rendered from the definitions.

use std::fmt::Write;

use crate::coverage::{CoverageRow, Tool, coverage};
use crate::definition::{Example, FixDocs, Group, Lint, Severity};
use crate::registry::{lint, lints};

/// The page of a lint: a heading of the second level, what it finds, why, examples and fix.
pub fn lint_page(lint: &Lint) -> String {
    let docs = &lint.docs;
    let on = if lint.default { "on by default" } else { "off by default" };
    let mut page = format!("## {} `{}`\n\n", lint.code, lint.name);
    let _ = write!(page, "*{}, {}, {on}.* {}\n\n{}\n", lint.group, severity(lint.severity), docs.what, docs.why);
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

/// The page of all lints, group by group.
pub fn lints_page() -> String {
    let mut page = String::from(
        "# Lints\n\nGenerated from the definitions of the lints by `cargo xtask generate`. Each example is tested. A safe \
         fix keeps the result of the query; an unsafe fix may change it. The errors of parser and type check are on the \
         page [diagnostics](diagnostics.md).\n\n| code | name | group | severity | default | fix |\n|---|---|---|---|---|---|\n",
    );
    for lint in lints() {
        let fix = match lint.docs.fix {
            FixDocs::None => "",
            FixDocs::Safe(_) => "safe",
            FixDocs::Unsafe(_) => "unsafe",
        };
        let on = if lint.default { "on" } else { "off" };
        let (code, name) = (lint.code, lint.name);
        let link = format!("[{name}](#{}-{name})", code.to_lowercase());
        let _ = writeln!(page, "| {code} | {link} | {} | {} | {on} | {fix} |", lint.group, severity(lint.severity));
    }
    for group in Group::ALL {
        let mut lints = lints().filter(|lint| lint.group == group).peekable();
        if lints.peek().is_some() {
            let _ = write!(page, "\n# {}\n", group.title());
        }
        for lint in lints {
            let _ = write!(page, "\n{}", lint_page(lint));
        }
    }
    page
}

/// The page of what other tools check.
pub fn coverage_page() -> String {
    let mut page = String::from(
        "# What other linters check\n\nOne row for each check, with the lints that cover it or the reason why there is none. \
         A prefix such as `PQL0` stands for all codes that start with it. A comment that disables a check of pint also \
         disables the lints in its row.\n",
    );
    for (tool, title) in [
        (Tool::Pint, "pint"),
        (Tool::PromLens, "PromLens"),
        (Tool::Promtool, "promtool check rules --lint=all"),
        (Tool::Prometheus, "Annotations of Prometheus 3.16"),
    ] {
        let _ = write!(page, "\n## {title}\n\n| check | lints | note |\n|---|---|---|\n");
        for row in coverage().filter(|row| row.tool == tool) {
            let _ = writeln!(page, "| {} | {} | {} |", row.check, codes(row), row.note);
        }
    }
    page
}

fn codes(row: &CoverageRow) -> String {
    let named = |code: &str| match lint(code) {
        Some(lint) if lint.group != Group::Syntax => format!("{code} `{}`", lint.name),
        _ => code.to_owned(),
    };
    row.lints.iter().map(|code| named(code)).collect::<Vec<_>>().join(", ")
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
