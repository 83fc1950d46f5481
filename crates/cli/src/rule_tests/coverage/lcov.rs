//! Coverage as a tracefile of lcov: rules are functions, points are branches.
//!
//! Source: the man page of geninfo, "FILES".

use std::collections::BTreeMap;
use std::io::{self, Write};

use promenade::rules::coverage::RuleCoverage;

use super::Coverage;

pub(super) fn write(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    coverage.files().try_for_each(|(file, rules)| write_file(coverage, file, rules, out))
}

fn write_file(coverage: &Coverage, file: &str, rules: &[RuleCoverage], out: &mut dyn Write) -> io::Result<()> {
    // The points of each line, each with whether it is covered.
    let mut lines: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
    for rule in rules {
        for placed in rule.counted().map(|point| coverage.placed(rule, point)) {
            lines.entry(placed.line).or_default().push(placed.point.is_covered);
        }
    }
    writeln!(out, "TN:\nSF:{file}")?;
    write_rules(rules, out)?;
    let mut n_branches = (0, 0);
    for (line, points) in &lines {
        for (i, is_covered) in points.iter().enumerate() {
            writeln!(out, "BRDA:{line},0,{i},{}", u8::from(*is_covered))?;
            n_branches = (n_branches.0 + 1, n_branches.1 + usize::from(*is_covered));
        }
    }
    writeln!(out, "BRF:{}\nBRH:{}", n_branches.0, n_branches.1)?;
    let is_hit = |points: &[bool]| points.contains(&true);
    for (line, points) in &lines {
        writeln!(out, "DA:{line},{}", u8::from(is_hit(points)))?;
    }
    let n_hit = lines.values().filter(|points| is_hit(points)).count();
    writeln!(out, "LF:{}\nLH:{n_hit}\nend_of_record", lines.len())
}

fn write_rules(rules: &[RuleCoverage], out: &mut dyn Write) -> io::Result<()> {
    // Names are not unique, but names with lines are.
    let name = |rule: &RuleCoverage| format!("{}:{}", rule.name, rule.line);
    let counted: Vec<&RuleCoverage> = rules.iter().filter(|rule| rule.counted().next().is_some()).collect();
    let is_hit = |rule: &RuleCoverage| rule.counted().any(|point| point.is_covered);
    for rule in &counted {
        writeln!(out, "FN:{},{}", rule.line, name(rule))?;
    }
    for rule in &counted {
        writeln!(out, "FNDA:{},{}", u8::from(is_hit(rule)), name(rule))?;
    }
    writeln!(out, "FNF:{}\nFNH:{}", counted.len(), counted.iter().filter(|rule| is_hit(rule)).count())
}
