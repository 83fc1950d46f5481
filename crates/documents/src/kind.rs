//! What kind of file a file is, by its name.

/// What kind of file a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DocumentKind {
    /// One query and nothing else.
    Query,
    /// Prometheus's rule file: YAML with `groups` at the top.
    RuleFile,
    /// Kubernetes resources, of which those of kind `PrometheusRule` hold rules, and config maps rules and dashboards.
    PrometheusRule,
    /// Unit tests of rules, as `promtool test rules` reads them.
    UnitTests,
    /// Grafana's dashboard, or one of its library panels, as JSON.
    Dashboard,
    /// Markdown, of which the code blocks marked `promql` are read.
    Markdown,
    /// Nothing that holds queries.
    Other,
}

/// How a text is written, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Query,
    Yaml,
    Json,
    Markdown,
    Jsonnet,
    /// The name says that it holds something else.
    Foreign,
    /// The name says nothing.
    Unknown,
}

impl Format {
    /// By the ending of the file's name.
    pub(crate) fn of_name(name: &str) -> Self {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let Some((_, ending)) = file.rsplit_once('.') else { return Self::Unknown };
        match ending.to_ascii_lowercase().as_str() {
            "promql" => Self::Query,
            "yaml" | "yml" | "rules" | "rule" => Self::Yaml,
            "json" => Self::Json,
            "md" | "markdown" => Self::Markdown,
            "jsonnet" | "libsonnet" => Self::Jsonnet,
            _ => Self::Foreign,
        }
    }

    pub(crate) fn of_kind(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::Query => Self::Query,
            DocumentKind::RuleFile | DocumentKind::PrometheusRule | DocumentKind::UnitTests => Self::Yaml,
            DocumentKind::Dashboard => Self::Json,
            DocumentKind::Markdown => Self::Markdown,
            DocumentKind::Other => Self::Foreign,
        }
    }
}

impl DocumentKind {
    /// The kind that the ending of a name stands for; `None` if the ending leaves more than one, or says nothing: what
    /// YAML and JSON hold is detected from their content.
    pub fn of_name(name: &str) -> Option<Self> {
        match Format::of_name(name) {
            Format::Query => Some(Self::Query),
            Format::Markdown => Some(Self::Markdown),
            Format::Foreign => Some(Self::Other),
            Format::Yaml | Format::Json | Format::Jsonnet | Format::Unknown => None,
        }
    }
}
