//! Errors of templates, in Go's words.

use std::ops::Range;

use promenade_go::strconv::quote_go;

/// Why a text is not a template, and where. Its message is that of Go's `text/template`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template: {name}:{line}: {kind}")]
pub struct TemplateError {
    /// The name of the template.
    pub name: String,
    /// The line that Go names: that of the last token it has read, counted from one.
    pub line: usize,
    /// What is wrong.
    pub kind: ErrorKind,
    /// The bytes of the text that are meant.
    pub range: Range<usize>,
}

impl TemplateError {
    /// The suggested name, if a defined name is similar.
    pub fn suggestion(&self) -> Option<&str> {
        match &self.kind {
            ErrorKind::UndefinedFunction { meant, .. } | ErrorKind::UndefinedVariable { meant, .. } => meant.as_deref(),
            _ => None,
        }
    }
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text cannot be cut into tokens; with the place where the action began, where that is on another line.
    #[error("{message}{started}")]
    Token {
        /// What the lexer says.
        message: String,
        /// Where the action began, or nothing.
        started: String,
    },
    /// A token stands where it cannot.
    #[error("unexpected {found} in {context}")]
    Unexpected {
        /// The token, as Go shows it.
        found: String,
        /// What was being read.
        context: String,
    },
    /// `{{end}}` or `{{else}}` without what it belongs to.
    #[error("unexpected {found}")]
    Stray {
        /// The action.
        found: &'static str,
    },
    /// A second `{{else}}`.
    #[error("expected end; found {found}")]
    ExpectedEnd {
        /// The action that stands in its place.
        found: &'static str,
    },
    /// The text ends where `{{end}}` is missing.
    #[error("unexpected EOF")]
    UnexpectedEnd,
    /// No such function.
    #[error("function {} not defined", quote_go(.name))]
    UndefinedFunction {
        /// The name.
        name: String,
        /// A function with a name like it.
        meant: Option<String>,
    },
    /// No such variable.
    #[error("undefined variable {}", quote_go(.name))]
    UndefinedVariable {
        /// The name, with its `$`.
        name: String,
        /// A variable with a name like it.
        meant: Option<String>,
    },
    /// A field of a constant.
    #[error("unexpected . after term {}", quote_go(.0))]
    FieldOfConstant(String),
    /// A constant behind a `|`.
    #[error("non executable command in pipeline stage {0}")]
    NotExecutable(usize),
    /// An action, a parenthesis or a clause without a value.
    #[error("missing value for {0}")]
    MissingValue(&'static str),
    /// `{{break}}` or `{{continue}}` outside of a loop.
    #[error("{{{{{0}}}}} outside {{{{range}}}}")]
    OutsideRange(&'static str),
    /// A list of variables where one may stand.
    #[error("too many declarations in {0}")]
    TooManyDeclarations(&'static str),
    /// `range $a, ` without a second variable.
    #[error("range can only initialize variables")]
    RangeDeclaration,
    /// A constant that is written wrongly.
    #[error("{0}")]
    Constant(String),
    /// Two templates of one name.
    #[error("template: multiple definition of template {}", quote_go(.0))]
    DefinedTwice(String),
    /// Parentheses, or actions within actions, are too deep.
    #[error("max expression depth exceeded")]
    TooDeep,
}
