//! Files that hold queries: rule files, dashboards, Markdown.

pub use promenade_documents::{
    Document, DocumentKind, EditError, EmbeddedQuery, Layout, OffsetMap, Origin, Problem, ProblemKind, QueryIdx,
    ReadOptions,
};

/// Rule files and their check.
pub mod rules {
    pub use promenade_documents::rules::{
        CheckOptions, Checked, DuplicateRule, Group, Lints, NameScheme, ProblemFix, ProblemKind, Rule, RuleFile,
        RuleKind, RuleProblem, Spanned, Verdict, check, check_bytes, check_text,
    };
}
