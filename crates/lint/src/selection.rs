//! Which rules run: by code, name, group, prefix of a code, or all.

use rustc_hash::FxHashSet;

use crate::definition::RuleDef;
use crate::error::LintError;
use crate::registry::{diagnostic_rules, rules};

/// The rules that run.
#[derive(Debug, Clone)]
pub struct Selection {
    codes: FxHashSet<&'static str>,
}

impl Default for Selection {
    /// The rules that are on by default.
    fn default() -> Self {
        Self { codes: all().filter(|rule| rule.default).map(|rule| rule.code).collect() }
    }
}

impl Selection {
    /// Starts with the defaults, or with what `select` names where it names anything; adds what `extend` names, and
    /// takes away what `ignore` names. Of several names for a rule the most exact one counts: a code or a name before a
    /// prefix, a prefix before a group, a group before `all`.
    ///
    /// # Errors
    /// Where nothing is called so.
    pub fn new<S: AsRef<str>>(select: &[S], extend: &[S], ignore: &[S]) -> Result<Self, LintError> {
        let (select, extend, ignore) = (parse_all(select)?, parse_all(extend)?, parse_all(ignore)?);
        let on = |rule: &RuleDef| {
            let wanted = exactness(&select, rule).max(exactness(&extend, rule));
            let unwanted = exactness(&ignore, rule);
            match (wanted, unwanted) {
                (None, None) => select.is_empty() && rule.default,
                (wanted, unwanted) => wanted > unwanted,
            }
        };
        Ok(Self { codes: all().filter(|rule| on(rule)).map(|rule| rule.code).collect() })
    }

    /// Every rule.
    pub fn all() -> Self {
        Self { codes: all().map(|rule| rule.code).collect() }
    }

    /// These rules and no other.
    pub fn only(rules: impl IntoIterator<Item = &'static RuleDef>) -> Self {
        Self { codes: rules.into_iter().map(|rule| rule.code).collect() }
    }

    /// Whether a rule runs.
    pub fn contains(&self, rule: &RuleDef) -> bool {
        self.codes.contains(rule.code)
    }
}

/// All rules, those of syntax and types included.
fn all() -> impl Iterator<Item = &'static RuleDef> {
    rules().chain(diagnostic_rules())
}

/// What names one or several rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    text: String,
    exactness: Exactness,
}

/// How exactly something names a rule, the vaguest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    All,
    Group,
    /// A prefix of a code, of so many bytes.
    Prefix(usize),
    Rule,
}

impl Selector {
    /// What `text` names: a code, a name, a group, a prefix of a code, or `all`. Case does not count.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        let is_code = |rule: &RuleDef| rule.code.eq_ignore_ascii_case(&lower);
        let exactness = if lower == "all" {
            Exactness::All
        } else if all().any(|rule| rule.name == lower || is_code(rule)) {
            Exactness::Rule
        } else if all().any(|rule| rule.group.name() == lower) {
            Exactness::Group
        } else if !lower.is_empty() && all().any(|rule| rule.code.to_ascii_lowercase().starts_with(&lower)) {
            Exactness::Prefix(lower.len())
        } else {
            return None;
        };
        Some(Self { text: lower, exactness })
    }

    /// Whether it names this rule.
    pub(crate) fn names(&self, rule: &RuleDef) -> bool {
        match self.exactness {
            Exactness::All => true,
            Exactness::Group => rule.group.name() == self.text,
            Exactness::Prefix(_) => rule.code.to_ascii_lowercase().starts_with(&self.text),
            Exactness::Rule => rule.name == self.text || rule.code.eq_ignore_ascii_case(&self.text),
        }
    }
}

fn parse_all<S: AsRef<str>>(texts: &[S]) -> Result<Vec<Selector>, LintError> {
    let parse = |text: &S| {
        Selector::parse(text.as_ref()).ok_or_else(|| LintError::UnknownRule { name: text.as_ref().to_owned() })
    };
    texts.iter().map(parse).collect()
}

/// How exactly the most exact of several selectors names a rule.
fn exactness(selectors: &[Selector], rule: &RuleDef) -> Option<Exactness> {
    selectors.iter().filter(|selector| selector.names(rule)).map(|selector| selector.exactness).max()
}
