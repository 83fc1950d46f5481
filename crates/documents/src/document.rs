//! A file that was read.

use promenade_syntax::Variables;

use crate::containers::{self, CodeBlock, Nested};
use crate::json::Json;
use crate::kind::DocumentKind;
use crate::problem::{Problem, ProblemKind};
use crate::query::{EmbeddedQuery, QueryIdx};
use crate::rules::RuleFile;
use crate::yaml::{Comment, Yaml};
use promenade_model::FileRange;

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ReadOptions {
    /// The kind of the file. Where it is not given, the name's ending and the content tell.
    pub kind: Option<DocumentKind>,
    /// Whether queries outside of dashboards may hold variables too. Those of dashboards always may.
    pub variables: Variables,
}

promenade_model::setters!(ReadOptions {
    kind: Option<DocumentKind>,
    variables: Variables,
});

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    text: String,
    pub(crate) kind: DocumentKind,
    pub(crate) queries: Vec<EmbeddedQuery>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) rule_files: Vec<RuleFile>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) source: Source,
}

/// What the text was read as.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// Nothing.
    None,
    /// One query: the part of the file that it is, without a byte order mark.
    Whole,
    /// YAML, with the documents that stand within it.
    Yaml(Yaml, Vec<Nested>),
    /// JSON.
    Json(Json),
    /// Markdown: its code blocks of PromQL.
    Markdown(Vec<CodeBlock>),
}

impl Document {
    /// Reads a file. A text without a name, or named `-` or `<stdin>`, is a query where it is neither YAML nor JSON. What cannot be
    /// handled is among the [`Document::problems`]; nothing fails.
    pub fn read(name: &str, text: &str, options: &ReadOptions) -> Self {
        let mut document = Self::empty(name, text.to_owned());
        containers::read(&mut document, options);
        document
    }

    /// Reads a file that may not be UTF-8.
    pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::read(name, text, options),
            Err(error) => Self::not_utf8(name, bytes, error.valid_up_to(), options),
        }
    }

    fn not_utf8(name: &str, bytes: &[u8], at: usize, options: &ReadOptions) -> Self {
        let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
        let message = if is_utf16 {
            "the file is UTF-16, and only UTF-8 can be read".to_owned()
        } else {
            format!("the file is not UTF-8: byte {at} begins no character")
        };
        let mut document = Self::empty(name, String::from_utf8_lossy(&bytes[..at]).into_owned());
        if options.kind.is_some() || DocumentKind::of_name(name) != Some(DocumentKind::Other) {
            document.problems.push(Problem::new(ProblemKind::Encoding, FileRange::at(at), message));
        }
        document
    }

    fn empty(name: &str, text: String) -> Self {
        Self {
            name: name.to_owned(),
            text,
            kind: DocumentKind::Other,
            queries: Vec::new(),
            problems: Vec::new(),
            rule_files: Vec::new(),
            comments: Vec::new(),
            source: Source::None,
        }
    }

    /// The name that it was read under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text that was read. Of a file that is not UTF-8, what comes before the first wrong byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What kind of file it is.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// Its queries, in the order of the text.
    pub fn queries(&self) -> &[EmbeddedQuery] {
        &self.queries
    }

    /// A query by its index.
    pub fn query(&self, idx: QueryIdx) -> Option<&EmbeddedQuery> {
        self.queries.get(idx.0)
    }

    /// Why the file, or a part of it, cannot be handled, in the order of the text.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The rules: one entry for each YAML document that holds groups, in the order of the text.
    pub fn rule_files(&self) -> &[RuleFile] {
        &self.rule_files
    }

    /// The comments of a file of YAML, and those of Markdown that are lines of HTML, in the order of the text.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The tree of a file of YAML: what stands before the first mistake.
    pub fn yaml(&self) -> Option<&Yaml> {
        match &self.source {
            Source::Yaml(tree, _) => Some(tree),
            _ => None,
        }
    }

    /// The documents that stand as texts in it.
    pub(crate) fn nested(&self) -> &[Nested] {
        match &self.source {
            Source::Yaml(_, nested) => nested,
            _ => &[],
        }
    }

    /// Where documents of YAML begin that Prometheus does not read: those after the first of a rule file, unless they are
    /// empty. Of files that stand as texts in this one too.
    pub fn ignored_documents(&self) -> Vec<FileRange> {
        let mut ignored = Vec::new();
        if let (Source::Yaml(tree, _), DocumentKind::RuleFile) = (&self.source, self.kind) {
            let later = tree.documents().skip(1).filter(|root| !root.is_null());
            ignored.extend(later.map(|root| {
                let first = root.pairs().and_then(|mut pairs| pairs.next());
                first.map_or(root, |(key, _)| key).range()
            }));
        }
        for Nested { offsets, document, .. } in self.nested() {
            ignored.extend(document.ignored_documents().into_iter().map(|range| offsets.to_source(range.bytes())));
        }
        ignored
    }

    pub(crate) fn problem(&mut self, kind: ProblemKind, range: FileRange, message: impl Into<String>) {
        self.problems.push(Problem::new(kind, range, message));
    }
}
