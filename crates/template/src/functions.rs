//! The functions that a rule's templates may call: Go's own and those of Prometheus 3.16 (`template/template.go`).

/// Who brings a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `text/template`.
    Go,
    /// Prometheus.
    Prometheus,
}

/// A function of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateFunction {
    /// Its name.
    pub name: &'static str,
    /// Its arguments and result, as the documentation writes them.
    pub signature: &'static str,
    /// Who brings it.
    pub origin: Origin,
}

/// The function of this name.
pub fn find(name: &str) -> Option<&'static TemplateFunction> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// All functions.
pub fn all() -> &'static [TemplateFunction] {
    FUNCTIONS
}

const fn go(name: &'static str, signature: &'static str) -> TemplateFunction {
    TemplateFunction { name, signature, origin: Origin::Go }
}

const fn prometheus(name: &'static str, signature: &'static str) -> TemplateFunction {
    TemplateFunction { name, signature, origin: Origin::Prometheus }
}

const FUNCTIONS: &[TemplateFunction] = &[
    go("and", "(any, ...any) any"),
    go("call", "(function, ...any) any"),
    go("eq", "(any, ...any) bool"),
    go("ge", "(any, any) bool"),
    go("gt", "(any, any) bool"),
    go("html", "(...any) string"),
    go("index", "(any, ...any) any"),
    go("js", "(...any) string"),
    go("le", "(any, any) bool"),
    go("len", "(any) int"),
    go("lt", "(any, any) bool"),
    go("ne", "(any, any) bool"),
    go("not", "(any) bool"),
    go("or", "(any, ...any) any"),
    go("print", "(...any) string"),
    go("printf", "(string, ...any) string"),
    go("println", "(...any) string"),
    go("slice", "(any, ...int) any"),
    go("urlquery", "(...any) string"),
    prometheus("args", "(...any) map[string]any"),
    prometheus("externalURL", "() string"),
    prometheus("first", "([]sample) sample"),
    prometheus("graphLink", "(expr string) string"),
    prometheus("humanize", "(number or string) string"),
    prometheus("humanize1024", "(number or string) string"),
    prometheus("humanizeDuration", "(number or string) string"),
    prometheus("humanizePercentage", "(number or string) string"),
    prometheus("humanizeTimestamp", "(number or string) string"),
    prometheus("label", "(name string, sample) string"),
    prometheus("match", "(pattern, text string) bool"),
    prometheus("now", "() float"),
    prometheus("parseDuration", "(string) float"),
    prometheus("pathPrefix", "() string"),
    prometheus("query", "(expr string) []sample"),
    prometheus("reReplaceAll", "(pattern, replacement, text string) string"),
    prometheus("safeHtml", "(string) string"),
    prometheus("sortByLabel", "(label string, []sample) []sample"),
    prometheus("stripDomain", "(string) string"),
    prometheus("stripPort", "(string) string"),
    prometheus("strvalue", "(sample) string"),
    prometheus("tableLink", "(expr string) string"),
    prometheus("title", "(string) string"),
    prometheus("toDuration", "(number or string) duration"),
    prometheus("toLower", "(string) string"),
    prometheus("toTime", "(number or string) time"),
    prometheus("toUpper", "(string) string"),
    prometheus("urlQueryEscape", "(string) string"),
    prometheus("value", "(sample) any"),
];
