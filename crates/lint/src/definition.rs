//! The definition of a lint, from which checks, documentation and options are derived.

use std::fmt;

pub use promenade_syntax::Severity;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
#[cfg(feature = "documents")]
use crate::context::{DocumentContext, DocumentsContext, RuleContext};
use crate::finding::Report;

/// A lint: its code, name, documentation and check.
#[derive(Debug)]
pub struct Lint {
    /// The stable code, `PQL301` and so on.
    pub code: &'static str,
    /// The name in words and hyphens, as in `rate-of-gauge`.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// The severity of its findings by default.
    pub severity: Severity,
    /// Whether it is on by default.
    pub default: bool,
    /// Its documentation.
    pub docs: LintDocs,
    /// Its check.
    pub check: Check,
}

/// The documentation of a lint. The examples are tested.
#[derive(Debug, Clone, Copy)]
pub struct LintDocs {
    /// One sentence on what is found, which starts with a verb.
    pub what: &'static str,
    /// Why it is bad.
    pub why: &'static str,
    /// Text in which the lint finds something.
    pub example: Example,
    /// What to write instead, or when to leave it as it is.
    pub instead: &'static str,
    /// The example as it should be; nothing is found in it.
    pub better: Example,
    /// The kind of its fix.
    pub fix: FixDocs,
}

/// Text of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// A query.
    Query(&'static str),
    /// A rule file.
    Rules(&'static str),
    /// Examples do not apply: the lint needs more than a text, as its documentation says.
    None,
}

/// The kind of fix of a lint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixDocs {
    /// None.
    None,
    /// A fix that keeps the meaning.
    Safe(&'static str),
    /// A fix that may change the meaning.
    Unsafe(&'static str),
}

/// A group of lints, which can be selected by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The query is refused: syntax, names, types.
    Syntax,
    /// The query is accepted but does not do what is meant.
    Correctness,
    /// Matchers of selectors.
    Matchers,
    /// Simpler ways to say the same.
    Style,
    /// Alerting rules.
    Alerts,
    /// Recording rules, groups, and rules among each other.
    Rules,
    /// Labels that are gone, and joins.
    Labels,
    /// What does not fit the server that a profile describes.
    Profile,
    /// What does not fit the metrics that a snapshot lists.
    Metrics,
    /// Comments for the linter.
    Comments,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 10] = [
        Self::Syntax,
        Self::Correctness,
        Self::Matchers,
        Self::Style,
        Self::Alerts,
        Self::Rules,
        Self::Labels,
        Self::Profile,
        Self::Metrics,
        Self::Comments,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Correctness => "correctness",
            Self::Matchers => "matchers",
            Self::Style => "style",
            Self::Alerts => "alerts",
            Self::Rules => "rules",
            Self::Labels => "labels",
            Self::Profile => "profile",
            Self::Metrics => "metrics",
            Self::Comments => "comments",
        }
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Syntax => "Syntax and types",
            Self::Correctness => "Queries that do not do what is meant",
            Self::Matchers => "Matchers",
            Self::Style => "Simpler ways to say the same",
            Self::Alerts => "Alerting rules",
            Self::Rules => "Recording rules and groups",
            Self::Labels => "Labels and joins",
            Self::Profile => "The server of a profile",
            Self::Metrics => "The metrics of a snapshot",
            Self::Comments => "Comments to the linter",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a lint checks.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// One query, with the rule it belongs to where there is one. Asked of accepted queries only. Ranges are those of
    /// the query.
    Query(fn(&QueryContext<'_>, &mut Report<'_, SourceRange>)),
    /// One alerting or recording rule. Ranges are those of the file, as for all that follow.
    #[cfg(feature = "documents")]
    Rule(fn(&RuleContext<'_>, &mut Report<'_>)),
    /// The rules of one document.
    #[cfg(feature = "documents")]
    Document(fn(&DocumentContext<'_>, &mut Report<'_>)),
    /// All documents at once.
    #[cfg(feature = "documents")]
    Documents(fn(&DocumentsContext<'_>, &mut Report<'_>)),
    /// Raised by the linter itself.
    Linter,
}
