//! Coverage as one page of HTML that needs no other file: each rule file with what is missing beside its lines.

use std::collections::BTreeMap;
use std::io::{self, Write};

use promenade::rules::coverage::RuleCoverage;

use super::{Coverage, percent};
use crate::report::xml::escape;

const STYLE: &str = "body{font:14px/1.5 system-ui,sans-serif;margin:2em auto;max-width:80em;padding:0 1em}\
table{border-collapse:collapse;width:100%}td,th{padding:0 .6em;text-align:left;vertical-align:top}\
td.n{text-align:right;color:#888;user-select:none}pre{margin:0;white-space:pre-wrap}\
tr.full{background:#e6f6e6}tr.part{background:#fff6d6}tr.none{background:#fde4e1}\
.missing{color:#a02010;font-size:.9em}@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}\
tr.full{background:#16301a}tr.part{background:#3a3214}tr.none{background:#42201c}.missing{color:#f0a090}}";

pub(super) fn write(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Coverage of rules</title>")?;
    writeln!(out, "<style>{STYLE}</style>\n<h1>Coverage of rules</h1>\n<p>{}</p>", escape(&coverage.summary()))?;
    write_overview(coverage, out)?;
    for (file, rules) in coverage.files() {
        writeln!(out, "<h2 id=\"{0}\">{0}</h2>", escape(file))?;
        write_lines(coverage, file, rules, out)?;
    }
    writeln!(out, "</html>")
}

fn write_overview(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<table>\n<tr><th>file<th>points<th>covered")?;
    for (file, rules) in coverage.files() {
        let points = || rules.iter().flat_map(RuleCoverage::counted);
        let (n_covered, n_points) = (points().filter(|point| point.is_covered).count(), points().count());
        let share = if n_points == 0 { 100.0 } else { n_covered as f64 * 100.0 / n_points as f64 };
        let name = escape(file);
        writeln!(out, "<tr><td><a href=\"#{name}\">{name}</a><td>{n_covered} of {n_points}<td>{}", percent(share))?;
    }
    writeln!(out, "</table>")
}

/// How many points a line has, how many of them are covered, and what is missing.
#[derive(Default)]
struct LineCoverage {
    n_points: usize,
    n_covered: usize,
    missing: Vec<String>,
}

fn write_lines(coverage: &Coverage, file: &str, rules: &[RuleCoverage], out: &mut dyn Write) -> io::Result<()> {
    let mut lines: BTreeMap<usize, LineCoverage> = BTreeMap::new();
    for rule in rules {
        for placed in rule.counted().map(|point| coverage.placed(rule, point)) {
            let line = lines.entry(placed.line).or_default();
            line.n_points += 1;
            line.n_covered += usize::from(placed.point.is_covered);
            line.missing.extend((!placed.point.is_covered).then(|| placed.message()));
        }
    }
    writeln!(out, "<table>")?;
    for (i, text) in coverage.sources.text(file).lines().enumerate() {
        let line = lines.remove(&(i + 1)).unwrap_or_default();
        let class = match (line.n_covered, line.n_points) {
            (_, 0) => "",
            (0, _) => " class=\"none\"",
            (n, all) if n == all => " class=\"full\"",
            _ => " class=\"part\"",
        };
        write!(out, "<tr{class}><td class=\"n\">{}<td><pre>{}</pre>", i + 1, escape(text))?;
        for missing in line.missing {
            write!(out, "<div class=\"missing\">{}</div>", escape(&missing))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "</table>")
}
