//! Reports of what unit tests cover: one file for each format.

mod github;
mod html;
mod json;
mod junit;
mod lcov;
mod text;

use std::io::{self, Write};

use promenade::rules::coverage::{CoverageReport, Point, RuleCoverage};

use super::sources::Sources;
use crate::args::CoverageFormat;

/// What tests cover, with the texts of the files of the rules.
pub(crate) struct Coverage {
    report: CoverageReport,
    sources: Sources,
}

/// A point with its place, to be written.
struct Placed<'a> {
    point: &'a Point,
    line: usize,
    column: usize,
    /// The text that it stands for, on one line.
    part: String,
}

impl Coverage {
    /// The coverage of all test files together. Files that several paths lead to are one.
    pub(crate) fn new(rules: impl IntoIterator<Item = RuleCoverage>) -> Self {
        let mut sources = Sources::default();
        let named: Vec<RuleCoverage> =
            rules.into_iter().map(|rule| RuleCoverage { file: sources.name(&rule.file), ..rule }).collect();
        let report = CoverageReport::of(named);
        report.rules.iter().for_each(|rule| sources.read(&rule.file));
        Self { report, sources }
    }

    /// The covered share of all points, in percent.
    pub(crate) fn percent(&self) -> f64 {
        self.report.percent()
    }

    /// Writes it in a format.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub(crate) fn write(&self, format: CoverageFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            CoverageFormat::Text => text::write(self, out),
            CoverageFormat::Json => json::write(self, out),
            CoverageFormat::Lcov => lcov::write(self, out),
            CoverageFormat::Html => html::write(self, out),
            CoverageFormat::Junit => junit::write(self, out),
            CoverageFormat::Github => github::write(self, out),
        }
    }

    /// The files with their rules, in order.
    fn files(&self) -> impl Iterator<Item = (&str, &[RuleCoverage])> {
        self.report.rules.chunk_by(|a, b| a.file == b.file).map(|rules| (rules[0].file.as_str(), rules))
    }

    fn placed<'a>(&self, rule: &RuleCoverage, point: &'a Point) -> Placed<'a> {
        let (line, column) = self.sources.position(&rule.file, point.range.start);
        Placed { point, line, column, part: self.sources.part(&rule.file, point.range) }
    }

    /// What is missing of a rule, in the order of its text.
    fn missing<'a>(&self, rule: &'a RuleCoverage) -> Vec<Placed<'a>> {
        let mut missing: Vec<_> = rule.missing().map(|point| self.placed(rule, point)).collect();
        missing.sort_by_key(|placed| (placed.line, placed.column));
        missing
    }

    /// How much is covered: `7 of 9 points (77.8%), 1 of 2 rules in full`.
    fn summary(&self) -> String {
        let rules = &self.report.rules;
        let n_full = rules.iter().filter(|rule| rule.missing().next().is_none()).count();
        format!(
            "{} of {} points ({}), {n_full} of {} rules in full",
            self.report.n_covered(),
            self.report.n_points(),
            percent(self.percent()),
            rules.len()
        )
    }
}

impl Placed<'_> {
    fn message(&self) -> String {
        self.point.kind.missing(&self.part)
    }
}

/// A percentage with one digit, rounded down so that only what is whole reads 100%.
pub(crate) fn percent(value: f64) -> String {
    format!("{:.1}%", (value * 10.0).floor() / 10.0)
}
