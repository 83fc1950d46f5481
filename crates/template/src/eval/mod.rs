//! Evaluation: expands a template with the data of an alert and the results of queries.
//!
//! Values have the same types as in Go, which determine what can be compared, called and printed. Errors have the words
//! of Go's `text/template` with the position of the evaluated node.

mod call;
mod exec;
mod fields;
mod functions;
mod pipeline;
mod print;
mod print_histogram;
mod printf;
mod probe;
mod show;
mod value;
mod walk;

/// What the table of functions names.
pub(crate) mod calls {
    pub(crate) use super::exec::Exec;
    pub(crate) use super::functions::*;
    pub(crate) use super::value::Value;
}

pub use self::probe::{ConstantQuery, Failure, Probed};

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use promenade_model::{FloatHistogram, TimestampMs};

use crate::{Options, TemplateError, parse};
use exec::{Exec, Stop};
use value::{Data, Sample, Value};

/// What Prometheus writes before a template of an alert.
const PRELUDE: &str =
    "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}";

/// The value of an alert or of an element of a query's result.
#[derive(Debug, Clone, PartialEq)]
pub enum AlertValue {
    /// A float.
    Float(f64),
    /// A native histogram.
    Histogram(FloatHistogram),
}

/// An element of the result of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct QuerySample {
    /// Its labels, the metric name among them.
    pub labels: BTreeMap<String, String>,
    /// Its value.
    pub value: AlertValue,
}

/// The data of a template.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertData {
    /// The labels of the alert: `$labels`.
    pub labels: BTreeMap<String, String>,
    /// The external labels of the server: `$externalLabels`.
    pub external_labels: BTreeMap<String, String>,
    /// The URL of the server: `$externalURL`.
    pub external_url: String,
    /// The URL that the functions `externalURL` and `pathPrefix` speak of. None where there is no server, as in promtool's
    /// unit tests of rules; there these functions fail.
    pub server_url: Option<String>,
    /// The value of the alert: `$value`.
    pub value: AlertValue,
    /// The time of the evaluation, which `now` returns and queries are evaluated at.
    pub time_ms: TimestampMs,
}

/// Limits of an expansion; Prometheus has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The maximum length of the text in bytes.
    pub max_bytes: usize,
    /// The maximum number of evaluated nodes.
    pub max_steps: usize,
}

impl Default for Limits {
    /// A mebibyte, and two million nodes.
    fn default() -> Self {
        Self { max_bytes: 1 << 20, max_steps: 2_000_000 }
    }
}

/// Why a template cannot be expanded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpandError {
    /// It does not parse.
    #[error("error parsing template {name}: {error}")]
    Parse {
        /// The name of the template.
        name: String,
        /// Why.
        error: Box<TemplateError>,
    },
    /// It fails during evaluation, in Go's words.
    #[error("error executing template {name}: {message}")]
    Execute {
        /// The name of the template.
        name: String,
        /// What went wrong, and where.
        message: String,
    },
}

/// Evaluates the queries of templates at the time of the template's data.
pub trait Queries {
    /// The result of an instant query.
    ///
    /// # Errors
    /// The message of the query's error.
    fn query(&mut self, expr: &str) -> Result<Vec<QuerySample>, String>;
}

impl<F: FnMut(&str) -> Result<Vec<QuerySample>, String>> Queries for F {
    fn query(&mut self, expr: &str) -> Result<Vec<QuerySample>, String> {
        self(expr)
    }
}

/// The results of queries that are known so far.
type Answers = BTreeMap<String, Result<Vec<QuerySample>, String>>;

/// A template of a label or an annotation of an alert.
#[derive(Debug, Clone)]
pub struct AlertTemplate {
    source: String,
    name: String,
    template: Result<crate::Template, TemplateError>,
}

impl AlertTemplate {
    /// Parses the template `text` of the alerting rule `alert`. As in Prometheus, an invalid text fails when it is
    /// expanded.
    pub fn new(alert: &str, text: &str) -> Self {
        let name = format!("__alert_{alert}");
        let source = format!("{PRELUDE}{text}");
        let template = parse(&source, &Options::named(&name));
        Self { source, name, template }
    }

    /// Expands the template.
    ///
    /// # Errors
    /// Returns an error if the template does not parse, or fails while it is evaluated.
    pub fn expand(&self, data: &AlertData, queries: &mut dyn Queries, limits: Limits) -> Result<String, ExpandError> {
        let mut ask = |expr: &str| Ok(queries.query(expr));
        self.run(data, &mut ask, limits).unwrap_or_else(|query| {
            let message = format!("the query {query} was not answered");
            Err(ExpandError::Execute { name: self.name.clone(), message })
        })
    }

    /// Expands the template with asynchronous queries: evaluates the template again with each missing result. Each
    /// query is run once.
    ///
    /// # Errors
    /// Same as [`Self::expand`].
    pub async fn expand_with<F>(&self, data: &AlertData, mut query: F, limits: Limits) -> Result<String, ExpandError>
    where
        F: AsyncFnMut(&str) -> Result<Vec<QuerySample>, String>,
    {
        let mut answers = Answers::new();
        loop {
            let mut known = |expr: &str| answers.get(expr).cloned().ok_or_else(|| expr.to_owned());
            match self.run(data, &mut known, limits) {
                Ok(result) => return result,
                Err(missing) => {
                    let answer = query(&missing).await;
                    answers.insert(missing, answer);
                }
            }
        }
    }

    /// Evaluates as far as the results of queries are known.
    ///
    /// # Errors
    /// The first query whose result is not known.
    fn run(&self, data: &AlertData, ask: Ask<'_>, limits: Limits) -> Result<Result<String, ExpandError>, String> {
        let template = match &self.template {
            Ok(template) => template,
            Err(error) => {
                return Ok(Err(ExpandError::Parse { name: self.name.clone(), error: Box::new(error.clone()) }));
            }
        };
        let mut exec = Exec::new(&self.source, template, data, ask, limits);
        match exec.run() {
            Ok(()) => Ok(Ok(exec.into_text())),
            Err(Stop::Failed(message)) => Ok(Err(ExpandError::Execute { name: self.name.clone(), message })),
            Err(Stop::Missing(query)) => Err(query),
        }
    }
}

impl fmt::Display for AlertTemplate {
    /// The text of the template.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source.strip_prefix(PRELUDE).unwrap_or(&self.source))
    }
}

/// Answers a query, or says that its result is not known yet.
type Ask<'a> = &'a mut dyn FnMut(&str) -> Result<Result<Vec<QuerySample>, String>, String>;

impl From<&AlertValue> for Value {
    fn from(value: &AlertValue) -> Self {
        match value {
            AlertValue::Float(value) => Self::Float(*value),
            AlertValue::Histogram(histogram) => Self::Histogram(Rc::new(histogram.clone())),
        }
    }
}

impl From<QuerySample> for Sample {
    fn from(sample: QuerySample) -> Self {
        Self { labels: Rc::new(sample.labels), value: (&sample.value).into() }
    }
}

impl From<&AlertData> for Data {
    fn from(data: &AlertData) -> Self {
        Self {
            labels: Rc::new(data.labels.clone()),
            external_labels: Rc::new(data.external_labels.clone()),
            external_url: data.external_url.as_str().into(),
            server_url: data.server_url.as_deref().map(Into::into),
            value: (&data.value).into(),
        }
    }
}
