//! Grafana's dashboards: panels, template variables and annotations whose data source is Prometheus.

mod classic;
mod datasource;
mod kubernetes_style;

use promenade_model::value::SourceRange;
use promenade_syntax::Variables;

use self::datasource::DataSources;
use super::template;
use super::variable_query::promql_part;
use crate::document::Document;
use crate::json::{Json, JsonRef};
use crate::kind::DocumentKind;
use crate::problem::ProblemKind;
use crate::query::{EmbeddedQuery, Layout, Origin, Place};
use promenade_model::FileRange;

/// Reads a dashboard or a library panel. Other JSON is left alone, unless the file was said to be a dashboard.
pub(super) fn read(document: &mut Document, json: &Json, is_given: bool) {
    let mut reader = Reader { document, found: Vec::new(), sources: DataSources::default() };
    let is_dashboard = json.root().is_some_and(|root| reader.file(root));
    let found = std::mem::take(&mut reader.found);
    if is_dashboard {
        document.kind = DocumentKind::Dashboard;
        add(document, json, found);
    } else if is_given {
        let message = "this JSON is neither a dashboard of Grafana nor a library panel";
        document.problem(ProblemKind::Shape, FileRange::at(0), message);
    }
}

/// A string that holds a query.
struct FoundQuery {
    value: crate::json::JsonIdx,
    /// The part of the decoded string that is PromQL.
    part: SourceRange,
    /// Strings that say the same.
    mirrors: Vec<crate::json::JsonIdx>,
    origin: Origin,
}

struct Reader<'d> {
    document: &'d mut Document,
    found: Vec<FoundQuery>,
    sources: DataSources,
}

impl Reader<'_> {
    /// Reads what the file is, or what it wraps. False where it is nothing of Grafana's.
    fn file(&mut self, root: JsonRef<'_>) -> bool {
        if let Some(inner) = root.get("dashboard").filter(|inner| is_dashboard(*inner)) {
            self.dashboard(inner, "dashboard.");
            return true;
        }
        if is_dashboard(root) {
            self.dashboard(root, "");
            return true;
        }
        if let Some(spec) = root.get("spec").filter(|_| root.get("apiVersion").is_some()) {
            return self.resource(spec);
        }
        if let Some((model, path)) = library_panel(root) {
            self.panel(model, path.to_owned(), 0);
            return true;
        }
        false
    }

    /// The spec of a resource, which is a dashboard of the old or of the new shape.
    fn resource(&mut self, spec: JsonRef<'_>) -> bool {
        if spec.get("elements").is_some_and(JsonRef::is_object) {
            self.new_dashboard(spec);
            return true;
        }
        let is_dashboard = is_dashboard(spec);
        if is_dashboard {
            self.dashboard(spec, "spec.");
        }
        is_dashboard
    }

    /// Adds a query that is a whole string.
    fn add(&mut self, value: JsonRef<'_>, origin: Origin) {
        let Some(text) = value.as_str().filter(|text| !text.trim().is_empty()) else { return };
        self.found.push(FoundQuery { value: value.idx(), part: 0..text.len(), mirrors: Vec::new(), origin });
    }

    /// Adds the part of a variable's query that is PromQL. `definition` repeats the query, for people to see.
    fn add_variable(&mut self, query: JsonRef<'_>, definition: Option<JsonRef<'_>>, origin: Origin) {
        let Some(part) = query.as_str().and_then(promql_part) else { return };
        let mirrors = definition.filter(|d| d.as_str() == query.as_str()).map(JsonRef::idx).into_iter().collect();
        self.found.push(FoundQuery { value: query.idx(), part, mirrors, origin });
    }

    /// Says that a part of the dashboard has not the shape that it should have.
    fn wrong_shape(&mut self, value: JsonRef<'_>, path: &str, expected: &str) {
        let message = format!("`{path}` is not {expected}, as it is in a dashboard");
        self.document.problem(ProblemKind::Shape, value.range(), message);
    }

    /// The items of an array, which may be missing. Something else in its place is a problem.
    fn items<'a>(&mut self, parent: JsonRef<'a>, key: &str, path: &str) -> Vec<(String, JsonRef<'a>)> {
        let Some(array) = parent.get(key).filter(|value| !value.is_null()) else { return Vec::new() };
        if !array.is_array() {
            self.wrong_shape(array, &format!("{path}{key}"), "an array");
        }
        array.items().enumerate().map(|(idx, item)| (format!("{path}{key}[{idx}]"), item)).collect()
    }
}

/// Whether an object is a dashboard of the shape that Grafana had up to version 11 and still reads.
fn is_dashboard(value: JsonRef<'_>) -> bool {
    let has = |key: &str| value.get(key).is_some();
    has("panels") || has("rows") || has("templating") || has("schemaVersion") && has("title")
}

/// The model of a library panel, or of a panel that stands alone.
fn library_panel(root: JsonRef<'_>) -> Option<(JsonRef<'_>, &'static str)> {
    let is_panel = |value: &JsonRef<'_>| value.get("targets").is_some() && value.get_str("type").is_some();
    let model = root.get("model").map(|model| (model, "model"));
    let result = root.get("result").and_then(|result| result.get("model")).map(|model| (model, "result.model"));
    [model, result, Some((root, ""))].into_iter().flatten().find(|(value, _)| is_panel(value))
}

/// Adds what was found, in the order of the text.
fn add(document: &mut Document, json: &Json, mut found: Vec<FoundQuery>) {
    found.sort_by_key(|query| json.value(query.value).range().start);
    for query in found {
        let value = json.value(query.value);
        let text = value.as_str().unwrap_or_default()[query.part.clone()].to_owned();
        if template::in_query(&text) {
            let message = "this query is made by a template; render the file and give the result";
            document.problem(ProblemKind::Template, value.range(), message);
            continue;
        }
        let Some(offsets) = value.offsets(document.text()) else { continue };
        document.queries.push(EmbeddedQuery {
            text,
            variables: Variables::Grafana,
            origin: query.origin,
            range: value.range(),
            layout: Layout::Escaped,
            offsets: offsets.part(query.part.clone()),
            place: Place::Json { value: query.value, part: query.part, mirrors: query.mirrors },
        });
    }
    document.problems.sort_by_key(|problem| problem.diagnostic.range.start);
}
