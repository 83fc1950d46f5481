//! Which lints run: by code, name, group, prefix of a code, or all.

use rustc_hash::FxHashSet;

use crate::definition::Lint;
use crate::error::LintError;
use crate::registry::{diagnostic_lints, lints};

/// The lints that run.
#[derive(Debug, Clone)]
pub struct Selection {
    codes: FxHashSet<&'static str>,
}

impl Default for Selection {
    /// The lints that are on by default.
    fn default() -> Self {
        Self { codes: all().filter(|lint| lint.default).map(|lint| lint.code).collect() }
    }
}

impl Selection {
    /// Starts with the defaults, or with what `select` names where it names anything; adds what `extend` names, and
    /// takes away what `ignore` names. Of several names for a lint the most exact one counts: a code or a name before a
    /// prefix, a prefix before a group, a group before `all`.
    ///
    /// # Errors
    /// Returns an error if nothing is called so.
    pub fn new<S: AsRef<str>>(select: &[S], extend: &[S], ignore: &[S]) -> Result<Self, LintError> {
        let (select, extend, ignore) = (parse_all(select)?, parse_all(extend)?, parse_all(ignore)?);
        let on = |lint: &Lint| {
            let wanted = exactness(&select, lint).max(exactness(&extend, lint));
            let unwanted = exactness(&ignore, lint);
            match (wanted, unwanted) {
                (None, None) => select.is_empty() && lint.default,
                (wanted, unwanted) => wanted > unwanted,
            }
        };
        Ok(Self { codes: all().filter(|lint| on(lint)).map(|lint| lint.code).collect() })
    }

    /// Every lint.
    pub fn all() -> Self {
        Self { codes: all().map(|lint| lint.code).collect() }
    }

    /// These lints and no other.
    pub fn only(lints: impl IntoIterator<Item = &'static Lint>) -> Self {
        Self { codes: lints.into_iter().map(|lint| lint.code).collect() }
    }

    /// Whether a lint runs.
    pub fn contains(&self, lint: &Lint) -> bool {
        self.codes.contains(lint.code)
    }
}

/// All lints, those of syntax and types included.
fn all() -> impl Iterator<Item = &'static Lint> {
    lints().chain(diagnostic_lints())
}

/// What names one or several lints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    text: String,
    exactness: Exactness,
}

/// How exactly something names a lint, the vaguest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    All,
    Group,
    /// A prefix of a code, of so many bytes.
    Prefix(usize),
    Lint,
}

impl Selector {
    /// What `text` names: a code, a name, a group, a prefix of a code, or `all`. Case does not count.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let is_code = |lint: &Lint| lint.code.eq_ignore_ascii_case(&lower);
        let exactness = if lower == "all" {
            Exactness::All
        } else if all().any(|lint| lint.name == lower || is_code(lint)) {
            Exactness::Lint
        } else if all().any(|lint| lint.group.name() == lower) {
            Exactness::Group
        } else if !lower.is_empty() && all().any(|lint| lint.code.to_ascii_lowercase().starts_with(&lower)) {
            Exactness::Prefix(lower.len())
        } else {
            return None;
        };
        Some(Self { text: lower, exactness })
    }

    /// Whether it names this lint.
    pub(crate) fn names(&self, lint: &Lint) -> bool {
        match self.exactness {
            Exactness::All => true,
            Exactness::Group => lint.group.name() == self.text,
            Exactness::Prefix(_) => lint.code.to_ascii_lowercase().starts_with(&self.text),
            Exactness::Lint => lint.name == self.text || lint.code.eq_ignore_ascii_case(&self.text),
        }
    }
}

fn parse_all<S: AsRef<str>>(texts: &[S]) -> Result<Vec<Selector>, LintError> {
    let parse = |text: &S| {
        Selector::parse(text.as_ref()).ok_or_else(|| LintError::UnknownLint { name: text.as_ref().to_owned() })
    };
    texts.iter().map(parse).collect()
}

/// How exactly the most exact of several selectors names a lint.
fn exactness(selectors: &[Selector], lint: &Lint) -> Option<Exactness> {
    selectors.iter().filter(|selector| selector.names(lint)).map(|selector| selector.exactness).max()
}
