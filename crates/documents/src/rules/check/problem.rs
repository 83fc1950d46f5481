//! Something that is wrong with a rule file.

use promenade_model::value::SourceRange;
use promenade_syntax::Diagnostic;

use super::Ruler;
use crate::offsets::OffsetMap;
use promenade_model::FileRange;

/// Something that is wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// Which kind of mistake it is.
    pub kind: RuleProblemKind,
    /// Where it is and what is wrong, in promtool's words, without group, rule and place. It has no code.
    pub diagnostic: Diagnostic<FileRange>,
    /// What promtool says of it as a whole.
    pub promtool: String,
    /// For queries and templates: the offsets in the decoded value.
    pub inner: Option<SourceRange>,
    /// The decoded value that `inner` speaks of.
    pub(crate) value: String,
    /// The program that knows a field that Prometheus does not.
    pub other_ruler: Option<Ruler>,
    /// The diagnostics of the query, whose ranges are those of its text.
    pub query_diagnostics: Vec<Diagnostic>,
}

/// The kinds of mistakes in a rule file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RuleProblemKind {
    /// It is not YAML, or YAML that does not hold together.
    Yaml,
    /// A field that does not exist.
    UnknownField,
    /// `groups` of a resource beside its `spec`, where nobody reads them.
    OutsideSpec,
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
    pub(crate) fn new(kind: RuleProblemKind, message: String, range: FileRange) -> Self {
        RuleProblem {
            kind,
            promtool: message.clone(),
            diagnostic: Diagnostic::error("", range, message),
            inner: None,
            value: String::new(),
            other_ruler: None,
            query_diagnostics: Vec::new(),
        }
    }

    /// The problem of a file that stands as a text in another one.
    pub(crate) fn moved(mut self, outer: &OffsetMap) -> Self {
        let moved = |range: FileRange| outer.to_source(range.bytes());
        let diagnostic = &mut self.diagnostic;
        diagnostic.range = moved(diagnostic.range);
        diagnostic.labels.iter_mut().for_each(|label| label.range = moved(label.range));
        let edits = diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|edit| edit.range = moved(edit.range));
        self
    }
}
