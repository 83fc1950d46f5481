//! What promtool makes of a rule file as a whole.

use std::fmt::Write as _;

use super::check::{Checked, DuplicateRule};

/// Which lints promtool runs over the rules of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lints {
    /// `duplicate-rules`: rules with the same name and labels.
    pub duplicate_rules: bool,
}

impl Lints {
    /// Reads promtool's setting, names with commas between them, and gives the names that it does not know.
    pub fn parse(setting: &str) -> (Self, Vec<String>) {
        let mut lints = Lints { duplicate_rules: false };
        let mut unknown = Vec::new();
        for name in setting.split(',').filter(|_| !setting.is_empty()) {
            match name {
                "all" | "duplicate-rules" => lints.duplicate_rules = true,
                "none" => {}
                _ => unknown.push(name.to_owned()),
            }
        }
        (lints, unknown)
    }
}

/// What promtool makes of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Prometheus takes it; so many rules are in it.
    Accepted(usize),
    /// Prometheus takes it, but a lint does not.
    Lint(String),
    /// Prometheus refuses it, for each of these.
    Refused(Vec<String>),
}

impl Checked {
    /// What promtool makes of the file.
    pub fn verdict(&self, lints: Lints) -> Verdict {
        if !self.is_valid() {
            Verdict::Refused(self.errors.clone())
        } else if lints.duplicate_rules && !self.duplicates.is_empty() {
            Verdict::Lint(duplicates_message(&self.duplicates))
        } else {
            Verdict::Accepted(self.n_rules)
        }
    }
}

fn duplicates_message(duplicates: &[DuplicateRule]) -> String {
    let mut message = format!("lint error {} duplicate rule(s) found.\n", duplicates.len());
    for duplicate in duplicates {
        // Writing to a string cannot fail.
        let _ = write!(message, "{duplicate}");
    }
    message + "Might cause inconsistency while recording expressions"
}
