//! Whether a data source is Prometheus.

use std::collections::HashMap;

use promenade_syntax::{TokenKind, tokens};

use crate::json::JsonRef;

/// The types of data sources that take PromQL.
const PROMETHEUS: &[&str] =
    &["prometheus", "grafana-amazonprometheus-datasource", "grafana-azureprometheus-datasource"];

/// What is known of a data source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Prometheus,
    Other,
    /// It is the default one, one by a name that says nothing, or a mixture.
    Unknown,
}

impl Kind {
    pub(super) fn may_be_prometheus(self) -> bool {
        self != Self::Other
    }

    /// This one, or another where nothing is known of it.
    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }

    fn of_type(name: &str) -> Self {
        match name {
            // A mixture leaves it to the queries, as does a type that is a variable.
            "" | "mixed" => Self::Unknown,
            name if PROMETHEUS.contains(&name) => Self::Prometheus,
            name if is_variable(name) => Self::Unknown,
            _ => Self::Other,
        }
    }

    /// By the name of a data source, which is anyone's choice.
    fn of_name(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let is_other = ["loki", "-- grafana --", "-- dashboard --"].iter().any(|word| lower.contains(word));
        if is_other { Self::Other } else { Self::Unknown }
    }
}

/// The data sources that a dashboard names by variables.
#[derive(Debug, Default)]
pub(super) struct DataSources {
    by_variable: HashMap<String, Kind>,
}

impl DataSources {
    /// Learns the types of the variables that stand for data sources: template variables, and the inputs of an export.
    pub(super) fn learn(&mut self, root: JsonRef<'_>) {
        let list = root.get("templating").and_then(|templating| templating.get("list"));
        for variable in list.into_iter().flat_map(JsonRef::items) {
            if variable.get_str("type") == Some("datasource") {
                self.learn_one(variable.get_str("name"), variable.get_str("query"));
            }
        }
        for input in root.get("__inputs").into_iter().flat_map(JsonRef::items) {
            self.learn_one(input.get_str("name"), input.get_str("pluginId"));
        }
        // The new shape of dashboards.
        for variable in root.get("variables").into_iter().flat_map(JsonRef::items) {
            if let Some(spec) = variable.get("spec").filter(|_| variable.get_str("kind") == Some("DatasourceVariable"))
            {
                self.learn_one(spec.get_str("name"), spec.get_str("pluginId"));
            }
        }
    }

    fn learn_one(&mut self, name: Option<&str>, kind: Option<&str>) {
        if let (Some(name), Some(kind)) = (name, kind) {
            self.by_variable.insert(name.to_owned(), Kind::of_type(kind));
        }
    }

    /// What is known of the value of a key `datasource`: none, a name, or an object with type and uid.
    pub(super) fn kind(&self, value: Option<JsonRef<'_>>) -> Kind {
        let Some(value) = value else { return Kind::Unknown };
        if let Some(name) = value.as_str() {
            return self.by_name(name);
        }
        let of_type = value.get_str("type").map_or(Kind::Unknown, Kind::of_type);
        let of_uid = value.get_str("uid").map_or(Kind::Unknown, |uid| self.by_name(uid));
        of_type.or(of_uid)
    }

    /// By the type's name, as the new shape of dashboards has it.
    pub(super) fn of_group(group: &str) -> Kind {
        Kind::of_type(group)
    }

    fn by_name(&self, name: &str) -> Kind {
        let known = self.by_variable.get(variable_name(name)).filter(|_| is_variable(name));
        known.copied().unwrap_or_else(|| Kind::of_name(name))
    }
}

fn is_variable(text: &str) -> bool {
    text.starts_with('$') || text.starts_with("[[")
}

/// The name within `$x`, `${x:raw}`, `[[x]]`.
fn variable_name(text: &str) -> &str {
    let text = text.trim_start_matches(['$', '{', '[']);
    let len = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    &text[..len]
}

/// Whether an expression is Loki's rather than PromQL: it has a `|`, which PromQL has in strings and comments only.
pub(super) fn is_log_query(text: &str) -> bool {
    tokens(text).iter().any(|token| token.kind == TokenKind::Error && text[token.range.clone()].starts_with('|'))
}
