//! The fields of a rule file, under the names that Prometheus gives to their types.

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Type {
    Struct(&'static Struct),
    List(&'static Struct),
    TextMap,
    Text,
    Int,
    Duration,
    /// A duration that may be missing, which is not the same as none.
    OptionalDuration,
    /// Anything: the node itself is kept.
    Node,
}

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Struct {
    /// The name of its type in Go.
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [(&'static str, Type)],
}

impl Type {
    /// The name of the type in Go.
    pub(crate) fn name(self) -> String {
        match self {
            Type::Struct(of) => of.name.to_owned(),
            Type::List(of) => format!("[]{}", of.name),
            Type::TextMap => "map[string]string".to_owned(),
            Type::Text | Type::Duration | Type::OptionalDuration => "string".to_owned(),
            Type::Int => "int".to_owned(),
            Type::Node => "yaml.Node".to_owned(),
        }
    }
}

/// A rule file.
pub(crate) const GROUPS: Struct = Struct { name: "rulefmt.RuleGroups", fields: &[("groups", Type::List(&GROUP))] };

const GROUP: Struct = Struct {
    name: "rulefmt.RuleGroup",
    fields: &[
        ("name", Type::Text),
        ("interval", Type::Duration),
        ("query_offset", Type::OptionalDuration),
        ("limit", Type::Int),
        ("rules", Type::List(&RULE)),
        ("labels", Type::TextMap),
    ],
};

/// The `spec` of a resource of kind `PrometheusRule`, which has a field more than Prometheus knows.
pub(crate) const RESOURCE: Struct =
    Struct { name: "rulefmt.RuleGroups", fields: &[("groups", Type::List(&RESOURCE_GROUP))] };

const RESOURCE_GROUP: Struct = Struct {
    name: "rulefmt.RuleGroup",
    fields: &[
        ("name", Type::Text),
        ("interval", Type::Duration),
        ("query_offset", Type::OptionalDuration),
        ("limit", Type::Int),
        ("rules", Type::List(&RULE)),
        ("labels", Type::TextMap),
        ("partial_response_strategy", Type::Text),
    ],
};

const RULE: Struct = Struct {
    name: "rulefmt.Rule",
    fields: &[
        ("record", Type::Text),
        ("alert", Type::Text),
        ("expr", Type::Text),
        ("for", Type::Duration),
        ("keep_firing_for", Type::Duration),
        ("labels", Type::TextMap),
        ("annotations", Type::TextMap),
    ],
};

/// A rule file as Prometheus reads it a second time, for the places of what it complains about.
pub(crate) const GROUP_NODES: Struct =
    Struct { name: "rulefmt.ruleGroups", fields: &[("groups", Type::List(&GROUP_NODE))] };

const GROUP_NODE: Struct = Struct {
    name: "rulefmt.RuleGroupNode",
    fields: &[
        // Prometheus means the place of the group, but gets that of the value of a key `node`.
        ("node", Type::Node),
        ("name", Type::Text),
        ("interval", Type::Duration),
        ("query_offset", Type::OptionalDuration),
        ("limit", Type::Int),
        ("rules", Type::List(&RULE_NODE)),
        ("labels", Type::TextMap),
    ],
};

const RULE_NODE: Struct = Struct {
    name: "rulefmt.RuleNode",
    fields: &[
        ("record", Type::Node),
        ("alert", Type::Node),
        ("expr", Type::Node),
        ("for", Type::Duration),
        ("keep_firing_for", Type::Duration),
        ("labels", Type::TextMap),
        ("annotations", Type::TextMap),
    ],
};
