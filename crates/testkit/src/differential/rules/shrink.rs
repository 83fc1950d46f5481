//! The smallest rule file, over the smallest data, that still differs.

use crate::differential::shrink::smaller_queries;
use crate::generate::data::DataSet;
use crate::generate::rules::RuleFileText;
use crate::oracle::Query;

/// A rule file over some data.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleCase {
    /// The data.
    pub data: DataSet,
    /// The rules.
    pub rules: RuleFileText,
}

/// Cases that are tried at most, as each starts a process.
const MAX_TRIES: usize = 600;

/// The smallest case found for which `fails` says yes, as it must for `case`.
pub(super) fn shrink(case: RuleCase, fails: &mut dyn FnMut(&RuleCase) -> bool) -> RuleCase {
    let mut n_tries = 0;
    let mut still_fails = |case: &RuleCase| {
        n_tries += 1;
        n_tries <= MAX_TRIES && fails(case)
    };
    let mut smallest = case;
    while let Some(smaller) = smaller(&smallest).into_iter().find(|case| still_fails(case)) {
        smallest = smaller;
    }
    smallest
}

/// The same case with one thing less, the largest things first.
fn smaller(case: &RuleCase) -> Vec<RuleCase> {
    let with_rules = |rules| RuleCase { data: case.data.clone(), rules };
    let mut all: Vec<RuleCase> = fewer_rules(&case.rules).into_iter().map(with_rules).collect();
    for (load, block) in case.data.loads.iter().enumerate() {
        for series in 0..block.series.len() {
            let mut data = case.data.clone();
            data.loads[load].series.remove(series);
            all.push(RuleCase { data, rules: case.rules.clone() });
        }
    }
    all.extend(smaller_expressions(&case.rules).into_iter().map(with_rules));
    all
}

fn fewer_rules(rules: &RuleFileText) -> Vec<RuleFileText> {
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut RuleFileText)| {
        let mut changed = rules.clone();
        change(&mut changed);
        all.push(changed);
    };
    for (g, group) in rules.groups.iter().enumerate() {
        with(&|file| drop(file.groups.remove(g)));
        (0..group.rules.len()).for_each(|r| with(&|file| drop(file.groups[g].rules.remove(r))));
        (1..group.settings.len()).for_each(|s| with(&|file| drop(file.groups[g].settings.remove(s))));
        for (r, rule) in group.rules.iter().enumerate() {
            (0..rule.fields.len()).for_each(|f| with(&|file| drop(file.groups[g].rules[r].fields.remove(f))));
        }
    }
    all
}

fn smaller_expressions(rules: &RuleFileText) -> Vec<RuleFileText> {
    let mut all = Vec::new();
    for (g, group) in rules.groups.iter().enumerate() {
        for (r, rule) in group.rules.iter().enumerate() {
            for query in smaller_queries(&Query { expr: rule.expr.clone(), ..Query::default() }) {
                let mut changed = rules.clone();
                changed.groups[g].rules[r].expr = query.expr;
                all.push(changed);
            }
        }
    }
    all
}
