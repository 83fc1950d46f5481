//! Dashboards of the shape that Grafana has from version 12 on: `elements`, `variables` and `annotations`, each with a
//! kind and a spec.

use super::Reader;
use super::classic::is_promql;
use super::datasource::{DataSources, Kind};
use crate::json::JsonRef;
use crate::query::Origin;

/// The key of the query of a variable that was a plain text before.
const LEGACY: &str = "__legacyStringValue";

impl Reader<'_> {
    /// Reads the spec of a dashboard.
    pub(super) fn new_dashboard(&mut self, spec: JsonRef<'_>) {
        self.sources.learn(spec);
        for (name, element) in spec.get("elements").into_iter().flat_map(JsonRef::entries) {
            let Some(panel) = element.get("spec") else { continue };
            let title = panel.get_str("title").unwrap_or_default();
            let Some(data) = panel.get("data").and_then(|data| data.get("spec")) else { continue };
            for (path, query) in self.items(data, "queries", &format!("spec.elements.{name}.spec.data.spec.")) {
                let origin = Origin::Panel { path: format!("{path}.spec.query.spec.expr"), title: title.to_owned() };
                self.new_query(query.get("spec"), origin);
            }
        }
        for (path, variable) in self.items(spec, "variables", "spec.") {
            self.new_variable(variable, &path);
        }
        for (path, annotation) in self.items(spec, "annotations", "spec.") {
            let inner = annotation.get("spec");
            let name = inner.and_then(|inner| inner.get_str("name")).unwrap_or_default().to_owned();
            self.new_query(inner, Origin::Annotation { path: format!("{path}.spec.query.spec.expr"), name });
        }
    }

    /// Reads the key `query` of a spec.
    fn new_query(&mut self, spec: Option<JsonRef<'_>>, origin: Origin) {
        let Some(query) = spec.and_then(|spec| spec.get("query")) else { return };
        let Some(expr) = query.get("spec").and_then(|spec| spec.get("expr")) else { return };
        if is_promql(query_kind(query), expr) {
            self.add(expr, origin);
        }
    }

    fn new_variable(&mut self, variable: JsonRef<'_>, path: &str) {
        let is_query = variable.get_str("kind") == Some("QueryVariable");
        let Some(spec) = variable.get("spec").filter(|_| is_query) else { return };
        let Some(query) = spec.get("query").filter(|query| query_kind(*query).may_be_prometheus()) else { return };
        let Some(inner) = query.get("spec") else { return };
        // A query that was moved over from an old dashboard as it was has a key of its own.
        let found = ["query", LEGACY].into_iter().find_map(|key| {
            let text = inner.get(key).filter(|text| text.as_str().is_some())?;
            Some((text, key))
        });
        let Some((text, key)) = found else { return };
        let name = spec.get_str("name").unwrap_or_default().to_owned();
        let origin = Origin::Variable { path: format!("{path}.spec.query.spec.{key}"), name };
        self.add_variable(text, spec.get("definition"), origin);
    }
}

/// The type of a query's data source is its group, and in early versions its kind.
fn query_kind(query: JsonRef<'_>) -> Kind {
    let group = query.get_str("group").or_else(|| query.get_str("kind").filter(|kind| *kind != "DataQuery"));
    group.map_or(Kind::Unknown, DataSources::of_group)
}
