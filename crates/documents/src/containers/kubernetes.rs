//! Resources of Kubernetes: which hold rules or dashboards. All others are left alone.

use super::rule_file;
use super::yaml::Found;
use crate::yaml::NodeRef;

/// How deeply lists of resources may stand in lists.
const MAX_DEPTH: usize = 8;

/// Finds out what a YAML document holds.
pub(super) fn classify<'a>(root: NodeRef<'a>, found: &mut Found<'a>) {
    classify_within(root, found, 0);
}

fn classify_within<'a>(root: NodeRef<'a>, found: &mut Found<'a>, depth: usize) {
    let text = |key: &str| root.get(key).and_then(NodeRef::as_str);
    let Some(kind) = text("kind").filter(|_| text("apiVersion").is_some()) else {
        // Grafana's own files of alert rules have a version and no kind.
        let is_named = found.is_named_as_rules && root.get("groups").is_some();
        if text("apiVersion").is_none() && (is_named || rule_file::is_rule_file(root)) {
            found.groups.push(root);
        }
        return;
    };
    found.is_kubernetes = true;
    match kind {
        "PrometheusRule" => {
            found.has_rule_resource = true;
            found.groups.extend(root.get("spec").filter(|spec| spec.get("groups").is_some()));
        }
        "ConfigMap" => files(root, found),
        "GrafanaDashboard" => {
            let json = root.get("spec").and_then(|spec| spec.get("json"));
            found.files.extend(json.map(|json| ("json.json".to_owned(), json)));
        }
        kind if kind.ends_with("List") && depth < MAX_DEPTH => {
            let items = root.get("items").and_then(NodeRef::items);
            items.into_iter().flatten().for_each(|item| classify_within(item, found, depth + 1));
        }
        _ => {}
    }
}

/// The texts of a config map whose names say that they are YAML or JSON, and those without such a name that begin as rules.
fn files<'a>(root: NodeRef<'a>, found: &mut Found<'a>) {
    let Some(data) = root.get("data").and_then(NodeRef::entries) else { return };
    for (name, value) in data {
        let is_file = [".json", ".yaml", ".yml", ".rules"].iter().any(|ending| name.ends_with(ending));
        let is_rules = || !name.contains('.') && value.as_str().is_some_and(begins_as_rules);
        if (is_file || is_rules()) && value.as_scalar().is_some() {
            found.files.push((name.to_owned(), value.target()));
        }
    }
}

/// Whether a text has the key of a rule file at the beginning of a line.
fn begins_as_rules(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("groups:"))
}
