//! Groups differences between answers by the names used in queries and by the words of annotations and errors.

use std::collections::{BTreeMap, BTreeSet};

use promenade::Features;
use promenade::semantic::{Options, parse_and_check};
use promenade::syntax::ast::{Expr, ExprKind, walk};
use promenade_testkit::differential::{Class, Difference, Report};
use serde_json::Value;

use super::section::Section;
use super::words::Words;

/// Queries with their results.
#[derive(Debug, Default)]
pub(super) struct Findings {
    n_equal: usize,
    n_explained: usize,
    /// The number of queries that use a name.
    uses: BTreeMap<String, usize>,
    differing: Vec<Found>,
    words: Words,
}

/// A query that differs.
#[derive(Debug)]
struct Found {
    names: BTreeSet<String>,
    line: String,
}

impl Findings {
    pub(super) fn equal(&mut self, expr: &str) {
        self.n_equal += 1;
        self.count(expr);
    }

    pub(super) fn explained(&mut self, expr: &str) {
        self.n_explained += 1;
        self.count(expr);
    }

    pub(super) fn differs(&mut self, expr: &str, difference: &Difference, expected: &Value, actual: &Value) {
        let refusal = refusal("Prometheus", expected, actual).or_else(|| refusal("Promenade", actual, expected));
        let names = self.count(expr);
        if refusal.is_none() && matches!(difference.class, Class::Annotations | Class::Error) {
            self.words.take(expr, expected, actual);
        }
        let names = refusal.map_or(names, |name| BTreeSet::from([name]));
        let text: String = difference.text.chars().take(200).collect();
        self.differing.push(Found { names, line: format!("{}: {expr}  {text}", difference.class) });
    }

    /// Adds the differing queries of a live comparison; the use of names in other queries is unknown.
    pub(super) fn add(&mut self, report: &Report) {
        let n_explained: usize = report.explained.values().sum();
        self.n_explained += n_explained;
        self.n_equal += report.n_queries - report.cases.len() - n_explained;
        for failure in &report.cases {
            self.differs(&failure.case.query.expr, &failure.difference, &failure.expected, &failure.actual);
        }
    }

    fn count(&mut self, expr: &str) -> BTreeSet<String> {
        let names = names(expr);
        for name in &names {
            *self.uses.entry(name.clone()).or_default() += 1;
        }
        names
    }

    /// The differing queries in groups, then the words.
    pub(super) fn sections(mut self, title: &'static str) -> [Section; 2] {
        let (n_equal, n_explained, n_differing) = (self.n_equal, self.n_explained, self.differing.len());
        let summary = format!("{n_equal} equal, {n_explained} explained, {n_differing} differ");
        let words = std::mem::take(&mut self.words).section();
        [Section { title, summary, lines: self.groups() }, words]
    }

    /// Groups queries by a common name: the name with the highest share of differing queries comes first.
    fn groups(mut self) -> Vec<String> {
        let mut lines = Vec::new();
        while !self.differing.is_empty() {
            let (name, n_uses) = self.most_suspect();
            let (mut of_it, rest) =
                self.differing.into_iter().partition::<Vec<_>, _>(|found| found.names.contains(&name));
            self.differing = rest;
            of_it.sort_by_key(|found| found.line.len());
            let n = of_it.len();
            let of = if n_uses > n { format!(" of {n_uses} that have it") } else { String::new() };
            lines.push(format!("{name}: {n}{of}"));
            lines.extend(of_it.iter().take(3).map(|found| format!("  {}", found.line)));
        }
        lines
    }

    fn most_suspect(&self) -> (String, usize) {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        self.differing.iter().flat_map(|found| &found.names).for_each(|name| *counts.entry(name).or_default() += 1);
        let share = |name: &String, n: usize| n as f64 / self.uses.get(name).copied().unwrap_or(n).max(1) as f64;
        // Small samples are unreliable: each name counts as having one more equal query.
        let weight = |name: &String, n: usize| share(name, n) * n as f64 / (n as f64 + 1.0);
        let first = counts.iter().max_by(|a, b| weight(a.0, *a.1).total_cmp(&weight(b.0, *b.1)));
        first.map(|(name, _)| ((*name).clone(), self.uses.get(*name).copied().unwrap_or_default())).unwrap_or_default()
    }
}

/// Why one side rejects a query that the other accepts.
fn refusal(side: &str, answer: &Value, other: &Value) -> Option<String> {
    let error = answer["error"].as_str().filter(|_| answer["kind"] == "parse" && other["kind"] != "parse")?;
    let (_, error) = error.rsplit_once("parse error: ").unwrap_or(("", error));
    let (first, _) = error.split_once(" (and ").unwrap_or((error, ""));
    Some(format!("refused by {side}, {first}"))
}

/// The names in a query: functions, aggregators, operators, modifiers; `a selector` if there are none.
fn names(expr: &str) -> BTreeSet<String> {
    let tree = parse_and_check(expr, &Options::with_features(Features::all())).expr;
    let mut names = BTreeSet::new();
    walk(&tree, &mut |node, _| {
        names.extend(names_of(node));
        true
    });
    if names.is_empty() {
        names.insert("a selector".to_owned());
    }
    names
}

fn names_of(node: &Expr) -> Vec<String> {
    match &node.kind {
        ExprKind::Call(call) => vec![call.function.text.clone()],
        ExprKind::Aggregate(aggregate) => vec![aggregate.op.text.to_lowercase()],
        ExprKind::Subquery(_) => vec!["a subquery".to_owned()],
        ExprKind::Unary(_) => vec!["a sign".to_owned()],
        ExprKind::Binary(binary) => {
            let fill = &binary.matching.fill_values;
            let fills = fill.lhs.is_some() || fill.rhs.is_some();
            let mut names = vec![format!("operator {}", binary.op)];
            names.extend(fills.then(|| "fill".to_owned()));
            names
        }
        ExprKind::Vector(selector) => modifiers(selector.anchored, selector.smoothed),
        ExprKind::Matrix(matrix) => modifiers(matrix.selector.anchored, matrix.selector.smoothed),
        _ => Vec::new(),
    }
}

fn modifiers(anchored: bool, smoothed: bool) -> Vec<String> {
    let all = [(anchored, "anchored"), (smoothed, "smoothed")];
    all.into_iter().filter(|(is_on, _)| *is_on).map(|(_, name)| name.to_owned()).collect()
}
