//! Why a file, or a part of it, cannot be handled.

use std::fmt;

use promenade_syntax::Diagnostic;

use promenade_model::FileRange;

/// Something in a file that keeps queries in it from being handled. The other files, and what can be read of this one,
/// are not touched by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// Where it is and what is wrong. It has no code.
    pub diagnostic: Diagnostic<FileRange>,
}

/// The kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The file is not UTF-8.
    Encoding,
    /// The file is not YAML.
    Yaml,
    /// The file is not JSON.
    Json,
    /// The file is a template that makes YAML or JSON: of Helm, of Jinja, Jsonnet.
    Template,
    /// The file is well-formed, but not of the shape that its kind has.
    Shape,
    /// The places of a query's characters cannot be told.
    Position,
}

impl ProblemKind {
    /// A short name: `encoding`, `yaml`, `template`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Template => "template",
            Self::Shape => "shape",
            Self::Position => "position",
        }
    }
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, range: FileRange, message: impl Into<String>) -> Self {
        Self { kind, diagnostic: Diagnostic::error("", range, message) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}
