//! Files that hold queries: rule files, dashboards, Markdown.

pub use promenade_documents::{
    Document, DocumentKind, EditError, EmbeddedQuery, FileRange, Layout, OffsetMap, Origin, Problem, ProblemKind,
    QueryIdx, ReadOptions,
};

/// Rule files and their check.
pub mod rules {
    pub use promenade_documents::rules::{
        CheckOptions, Checked, DuplicateRule, Group, Lints, NameScheme, Rule, RuleFile, RuleKind, RuleProblem,
        RuleProblemKind, Ruler, Spanned, Verdict, check, check_bytes, check_text,
    };
}
