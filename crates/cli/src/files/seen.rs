//! What a run has read: files and queries, templates that were left out, files in which nothing was recognised.

use std::fmt::Write as _;

use promenade::documents::{Document, DocumentKind, ProblemKind};
use promenade::syntax::lines::Lines;

use super::Input;
use crate::report::counted;

/// Places that are named; more are counted only.
const MAX_NAMED: usize = 5;

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    n_files: usize,
    n_queries: usize,
    /// Where the templates stand that make files or queries.
    templates: Vec<String>,
    /// Files that somebody named and that hold nothing known.
    unrecognised: Vec<String>,
    /// Whether the settings of a file with one of these say that it is to fail.
    fails: bool,
}

impl Seen {
    /// Counts a file that was read.
    pub(crate) fn add(&mut self, input: &Input, document: &Document) {
        let n_queries = document.queries().len();
        self.n_files += usize::from(n_queries > 0);
        self.n_queries += n_queries;
        let n_before = self.templates.len() + self.unrecognised.len();
        self.templates.extend(templates(document));
        let is_known = document.kind() != DocumentKind::Other || !document.problems().is_empty();
        if input.file.is_named && !is_known {
            self.unrecognised.push(document.name().to_owned());
        }
        let is_left_out = self.templates.len() + self.unrecognised.len() > n_before;
        self.fails |= is_left_out && input.settings.config.fail_on_unread;
    }

    /// Adds what was read of other files.
    pub(crate) fn append(&mut self, other: Self) {
        self.n_files += other.n_files;
        self.n_queries += other.n_queries;
        self.templates.extend(other.templates);
        self.unrecognised.extend(other.unrecognised);
        self.fails |= other.fails;
    }

    /// Whether something was left out and that is to fail.
    pub(crate) fn fails(&self, is_strict: bool) -> bool {
        self.fails || is_strict && !(self.templates.is_empty() && self.unrecognised.is_empty())
    }

    /// Notes on what was left out, a line each.
    pub(crate) fn notes(&self) -> String {
        let mut notes = String::new();
        if let Some(first) = self.templates.first() {
            let n = self.templates.len();
            let place = if n == 1 { format!(", at {first}") } else { format!(", the first at {first}") };
            // Writing to a string cannot fail.
            let _ = writeln!(
                notes,
                "note: {} left out{place}; render templates and give the result",
                counted(n, "template")
            );
        }
        for name in self.unrecognised.iter().take(MAX_NAMED) {
            let _ = writeln!(notes, "warning: no queries recognised in {name}");
        }
        if self.unrecognised.len() > MAX_NAMED {
            let more = counted(self.unrecognised.len() - MAX_NAMED, "more file");
            let _ = writeln!(notes, "warning: no queries recognised in {more}");
        }
        if self.n_queries == 0 && self.unrecognised.is_empty() {
            notes.push_str("warning: no queries were read\n");
        }
        notes
    }

    /// How much was read, as a line; nothing where nothing was.
    pub(crate) fn amount(&self) -> String {
        let queries = if self.n_queries == 1 { "1 query".to_owned() } else { format!("{} queries", self.n_queries) };
        let is_any = self.n_queries > 0;
        if is_any { format!("{queries} in {} read\n", counted(self.n_files, "file")) } else { String::new() }
    }
}

/// Where templates stand in a file.
fn templates(document: &Document) -> Vec<String> {
    let found = document.problems().iter().filter(|problem| problem.kind == ProblemKind::Template);
    let lines = Lines::new(document.text());
    let place = |problem: &promenade::documents::Problem| {
        let at = lines.position(document.text(), problem.diagnostic.range.start);
        format!("{}:{}:{}", document.name(), at.line, at.column)
    };
    found.map(place).collect()
}
