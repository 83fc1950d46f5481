//! The functions available in rule templates: Go's and those of Prometheus 3.16 (`template/template.go`).

use std::fmt;

use crate::eval::calls::{self, Exec, Value};

/// The origin of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `text/template`.
    Go,
    /// Prometheus.
    Prometheus,
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamType {
    /// A text.
    Text,
    /// Anything, as Go's `interface{}`.
    Any,
    /// Anything, as Go's `reflect.Value`.
    Reflect,
    /// The result of a query.
    Samples,
    /// An element of the result of a query.
    Sample,
    /// A duration.
    Duration,
}

impl ParamType {
    /// The name of the type in Go.
    pub const fn go_name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Any => "interface {}",
            Self::Reflect => "reflect.Value",
            Self::Samples => "template.queryResult",
            Self::Sample => "*template.sample",
            Self::Duration => "time.Duration",
        }
    }
}

/// The parameters of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Params {
    /// The required parameters.
    pub fixed: &'static [ParamType],
    /// The type of any number of further arguments.
    pub rest: Option<ParamType>,
}

impl Params {
    /// Exactly these parameters.
    pub(crate) const fn fixed(fixed: &'static [ParamType]) -> Self {
        Self { fixed, rest: None }
    }

    /// The type of the argument at a position.
    pub(crate) fn at(&self, i: usize) -> ParamType {
        self.fixed.get(i).copied().or(self.rest).unwrap_or(ParamType::Any)
    }
}

/// Why a call fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CallError {
    /// It fails, with this message.
    Message(String),
    /// The result of a query is not known yet.
    Missing(String),
}

/// A function that need not evaluate all its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logic {
    And,
    Or,
}

/// How a function is evaluated.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// Over the values of its arguments.
    Function(fn(&mut Exec<'_, '_>, &[Value]) -> Result<Value, CallError>),
    /// `and` and `or`.
    Logic(Logic),
    /// `call`, for which no value is a function.
    Call,
}

/// A function of templates.
#[derive(Clone, Copy)]
pub struct TemplateFunction {
    /// Its name.
    pub name: &'static str,
    /// Arguments and result, in the documentation's notation.
    pub signature: &'static str,
    /// Its origin.
    pub origin: Origin,
    /// Its parameters.
    pub params: Params,
    pub(crate) run: Run,
}

impl fmt::Debug for TemplateFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, self.signature)
    }
}

/// The function of this name.
pub fn find(name: &str) -> Option<&'static TemplateFunction> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// All functions.
pub fn all() -> &'static [TemplateFunction] {
    FUNCTIONS
}

const fn row(
    origin: Origin,
    name: &'static str,
    signature: &'static str,
    params: Params,
    run: Run,
) -> TemplateFunction {
    TemplateFunction { name, signature, origin, params, run }
}

type Fixed = &'static [ParamType];

const fn go(
    name: &'static str,
    signature: &'static str,
    fixed: Fixed,
    rest: Option<ParamType>,
    run: Run,
) -> TemplateFunction {
    row(Origin::Go, name, signature, Params { fixed, rest }, run)
}

const fn prometheus(
    name: &'static str,
    signature: &'static str,
    fixed: Fixed,
    rest: Option<ParamType>,
    run: Run,
) -> TemplateFunction {
    row(Origin::Prometheus, name, signature, Params { fixed, rest }, run)
}

use ParamType::{Any, Reflect, Sample, Samples, Text};

const FUNCTIONS: &[TemplateFunction] = &[
    go("and", "(any, ...any) any", &[Reflect], Some(Reflect), Run::Logic(Logic::And)),
    go("call", "(function, ...any) any", &[Reflect], Some(Reflect), Run::Call),
    go("eq", "(any, ...any) bool", &[Reflect], Some(Reflect), Run::Function(calls::eq)),
    go("ge", "(any, any) bool", &[Reflect, Reflect], None, Run::Function(calls::ge)),
    go("gt", "(any, any) bool", &[Reflect, Reflect], None, Run::Function(calls::gt)),
    go("html", "(...any) string", &[], Some(Any), Run::Function(calls::html)),
    go("index", "(any, ...any) any", &[Reflect], Some(Reflect), Run::Function(calls::index)),
    go("js", "(...any) string", &[], Some(Any), Run::Function(calls::js)),
    go("le", "(any, any) bool", &[Reflect, Reflect], None, Run::Function(calls::le)),
    go("len", "(any) int", &[Reflect], None, Run::Function(calls::len)),
    go("lt", "(any, any) bool", &[Reflect, Reflect], None, Run::Function(calls::lt)),
    go("ne", "(any, any) bool", &[Reflect, Reflect], None, Run::Function(calls::ne)),
    go("not", "(any) bool", &[Reflect], None, Run::Function(calls::not)),
    go("or", "(any, ...any) any", &[Reflect], Some(Reflect), Run::Logic(Logic::Or)),
    go("print", "(...any) string", &[], Some(Any), Run::Function(calls::print)),
    go("printf", "(string, ...any) string", &[Text], Some(Any), Run::Function(calls::printf)),
    go("println", "(...any) string", &[], Some(Any), Run::Function(calls::println)),
    go("slice", "(any, ...int) any", &[Reflect], Some(Reflect), Run::Function(calls::slice)),
    go("urlquery", "(...any) string", &[], Some(Any), Run::Function(calls::urlquery)),
    prometheus("args", "(...any) map[string]any", &[], Some(Any), Run::Function(calls::args)),
    prometheus("externalURL", "() string", &[], None, Run::Function(calls::external_url)),
    prometheus("first", "([]sample) sample", &[Samples], None, Run::Function(calls::first)),
    prometheus("graphLink", "(expr string) string", &[Text], None, Run::Function(calls::graph_link)),
    prometheus("humanize", "(number or string) string", &[Any], None, Run::Function(calls::humanize)),
    prometheus("humanize1024", "(number or string) string", &[Any], None, Run::Function(calls::humanize_1024)),
    prometheus("humanizeDuration", "(number or string) string", &[Any], None, Run::Function(calls::humanize_duration)),
    prometheus(
        "humanizePercentage",
        "(number or string) string",
        &[Any],
        None,
        Run::Function(calls::humanize_percentage),
    ),
    prometheus(
        "humanizeTimestamp",
        "(number or string) string",
        &[Any],
        None,
        Run::Function(calls::humanize_timestamp),
    ),
    prometheus("label", "(name string, sample) string", &[Text, Sample], None, Run::Function(calls::label)),
    prometheus("match", "(pattern, text string) bool", &[Text, Text], None, Run::Function(calls::matches)),
    prometheus("now", "() float", &[], None, Run::Function(calls::now)),
    prometheus("parseDuration", "(string) float", &[Text], None, Run::Function(calls::parse_duration)),
    prometheus("pathPrefix", "() string", &[], None, Run::Function(calls::path_prefix)),
    prometheus("query", "(expr string) []sample", &[Text], None, Run::Function(calls::query)),
    prometheus(
        "reReplaceAll",
        "(pattern, replacement, text string) string",
        &[Text, Text, Text],
        None,
        Run::Function(calls::re_replace_all),
    ),
    prometheus("safeHtml", "(string) string", &[Text], None, Run::Function(calls::safe_html)),
    prometheus(
        "sortByLabel",
        "(label string, []sample) []sample",
        &[Text, Samples],
        None,
        Run::Function(calls::sort_by_label),
    ),
    prometheus("stripDomain", "(string) string", &[Text], None, Run::Function(calls::strip_domain)),
    prometheus("stripPort", "(string) string", &[Text], None, Run::Function(calls::strip_port)),
    prometheus("strvalue", "(sample) string", &[Sample], None, Run::Function(calls::strvalue)),
    prometheus("tableLink", "(expr string) string", &[Text], None, Run::Function(calls::table_link)),
    prometheus("title", "(string) string", &[Text], None, Run::Function(calls::title)),
    prometheus("toDuration", "(number or string) duration", &[Any], None, Run::Function(calls::to_duration)),
    prometheus("toLower", "(string) string", &[Text], None, Run::Function(calls::to_lower)),
    prometheus("toTime", "(number or string) time", &[Any], None, Run::Function(calls::to_time)),
    prometheus("toUpper", "(string) string", &[Text], None, Run::Function(calls::to_upper)),
    prometheus("urlQueryEscape", "(string) string", &[Text], None, Run::Function(calls::url_query_escape)),
    prometheus("value", "(sample) any", &[Sample], None, Run::Function(calls::value)),
];
