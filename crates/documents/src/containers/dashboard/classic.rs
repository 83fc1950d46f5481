//! Dashboards with `panels`, and older ones with `rows`.

use super::Reader;
use super::datasource::{Kind, is_log_query};
use crate::json::JsonRef;
use crate::query::Origin;

/// How deeply panels may stand in panels: a row holds panels, and nothing more.
const MAX_DEPTH: usize = 8;

impl Reader<'_> {
    /// Reads a dashboard. `path` leads to it and ends with a dot, or is empty.
    pub(super) fn dashboard(&mut self, root: JsonRef<'_>, path: &str) {
        self.sources.learn(root);
        for (path, panel) in self.items(root, "panels", path) {
            self.panel(panel, path, 0);
        }
        for (path, row) in self.items(root, "rows", path) {
            for (path, panel) in self.items(row, "panels", &format!("{path}.")) {
                self.panel(panel, path, 1);
            }
        }
        // Library panels that an export carries along.
        for (name, element) in root.get("__elements").into_iter().flat_map(JsonRef::entries) {
            if let Some(model) = element.get("model") {
                self.panel(model, format!("{path}__elements.{name}.model"), 0);
            }
        }
        self.variables(root, path);
        self.annotations(root, path);
    }

    /// Reads a panel, or a row with its panels.
    pub(super) fn panel(&mut self, panel: JsonRef<'_>, path: String, depth: usize) {
        let prefix = if path.is_empty() { path } else { format!("{path}.") };
        let title = panel.get_str("title").unwrap_or_default();
        let panel_kind = self.sources.kind(panel.get("datasource"));
        for (path, target) in self.items(panel, "targets", &prefix) {
            let Some(expr) = target.get("expr") else { continue };
            let kind = self.sources.kind(target.get("datasource")).or(panel_kind);
            if is_promql(kind, expr) {
                self.add(expr, Origin::Panel { path: format!("{path}.expr"), title: title.to_owned() });
            }
        }
        if depth < MAX_DEPTH {
            for (path, inner) in self.items(panel, "panels", &prefix) {
                self.panel(inner, path, depth + 1);
            }
        }
    }

    fn variables(&mut self, root: JsonRef<'_>, path: &str) {
        let Some(templating) = root.get("templating") else { return };
        for (path, variable) in self.items(templating, "list", &format!("{path}templating.")) {
            let is_query = variable.get_str("type") == Some("query");
            if !is_query || !self.sources.kind(variable.get("datasource")).may_be_prometheus() {
                continue;
            }
            let name = variable.get_str("name").unwrap_or_default().to_owned();
            let definition = variable.get("definition");
            // The query is a string, or an object that has it; older dashboards have the definition alone.
            let own = variable.get("query").map(|query| query.get("query").unwrap_or(query));
            let own = own.filter(|query| query.as_str().is_some());
            match own.or(definition) {
                Some(query) if own.is_some() => {
                    self.add_variable(query, definition, Origin::Variable { path: format!("{path}.query"), name });
                }
                Some(query) => {
                    self.add_variable(query, None, Origin::Variable { path: format!("{path}.definition"), name });
                }
                None => {}
            }
        }
    }

    fn annotations(&mut self, root: JsonRef<'_>, path: &str) {
        let Some(annotations) = root.get("annotations") else { return };
        for (path, annotation) in self.items(annotations, "list", &format!("{path}annotations.")) {
            let kind = self.sources.kind(annotation.get("datasource"));
            let own = annotation.get("expr").map(|expr| (expr, "expr"));
            let target = annotation.get("target").and_then(|target| target.get("expr")).map(|e| (e, "target.expr"));
            for (expr, key) in own.into_iter().chain(target) {
                if is_promql(kind, expr) {
                    let name = annotation.get_str("name").unwrap_or_default().to_owned();
                    self.add(expr, Origin::Annotation { path: format!("{path}.{key}"), name });
                }
            }
        }
    }
}

/// Whether an expression is PromQL: its data source says so, or nothing speaks against it.
pub(super) fn is_promql(kind: Kind, expr: JsonRef<'_>) -> bool {
    let Some(text) = expr.as_str() else { return false };
    kind == Kind::Prometheus || kind.may_be_prometheus() && !is_log_query(text)
}
