//! Something that is wrong with a rule file.

use promenade_model::value::SourceRange;
use promenade_syntax::Diagnostic;

/// Something that is wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// Which kind of mistake it is.
    pub kind: ProblemKind,
    /// What is wrong, in promtool's words, without group, rule and place.
    pub message: String,
    /// What promtool says of it as a whole.
    pub promtool: String,
    /// Where it stands in the file: the text that is wrong, or what lacks something.
    pub range: SourceRange,
    /// For queries and templates: the offsets in the decoded value.
    pub inner: Option<SourceRange>,
    /// The decoded value that `inner` speaks of.
    pub(crate) value: String,
    /// The diagnostics of a query.
    pub diagnostics: Vec<Diagnostic>,
    /// What else there is to know.
    pub help: Option<String>,
    /// A change that fixes it.
    pub fix: Option<ProblemFix>,
    /// Another place that belongs to it, with words on it.
    pub related: Option<(SourceRange, String)>,
}

/// A change of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemFix {
    /// What the change does, as an imperative.
    pub title: String,
    /// What is replaced.
    pub range: SourceRange,
    /// By what.
    pub text: String,
}

/// The kinds of mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ProblemKind {
    /// It is no YAML, or YAML that does not hold together.
    Yaml,
    /// A field that does not exist.
    UnknownField,
    /// A key that is there already.
    DuplicateKey,
    /// A list for a text, a text for a number, and so on.
    WrongType,
    /// No duration.
    Duration,
    /// A group without a name, or with the name of another.
    GroupName,
    /// Both or none of `record` and `alert`.
    RecordOrAlert,
    /// No expression.
    MissingExpr,
    /// An expression that is no PromQL.
    Expr,
    /// A field that recording rules do not have.
    FieldOfRecordingRule,
    /// What is recorded cannot be the name of a metric.
    RecordName,
    /// The name of a label.
    LabelName,
    /// The value of a label.
    LabelValue,
    /// The name of an annotation.
    AnnotationName,
    /// A label or an annotation that is no template.
    Template,
}

impl RuleProblem {
    pub(crate) fn new(kind: ProblemKind, message: String, range: SourceRange) -> Self {
        RuleProblem {
            kind,
            promtool: message.clone(),
            message,
            range,
            inner: None,
            value: String::new(),
            diagnostics: Vec::new(),
            help: None,
            fix: None,
            related: None,
        }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
