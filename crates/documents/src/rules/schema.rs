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

/// A field: its key, and what it holds.
type Field = (&'static str, Type);

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Struct {
    /// The name of its type in Go.
    pub(crate) name: &'static str,
    /// The fields, of which some are those of other mappings too.
    parts: &'static [&'static [Field]],
}

impl Struct {
    /// The fields.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.parts.iter().copied().flatten()
    }
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
pub(crate) static GROUPS: Struct = Struct { name: "rulefmt.RuleGroups", parts: &[&[("groups", Type::List(&GROUP))]] };

static GROUP: Struct = Struct { name: "rulefmt.RuleGroup", parts: &[GROUP_FIELDS, &[("rules", Type::List(&RULE))]] };

/// The `spec` of a resource of kind `PrometheusRule`, which has a field more than Prometheus knows.
pub(crate) static RESOURCE: Struct =
    Struct { name: "rulefmt.RuleGroups", parts: &[&[("groups", Type::List(&RESOURCE_GROUP))]] };

static RESOURCE_GROUP: Struct = Struct {
    name: "rulefmt.RuleGroup",
    parts: &[GROUP_FIELDS, &[("rules", Type::List(&RULE)), ("partial_response_strategy", Type::Text)]],
};

static RULE: Struct = Struct {
    name: "rulefmt.Rule",
    parts: &[&[("record", Type::Text), ("alert", Type::Text), ("expr", Type::Text)], RULE_FIELDS],
};

/// A rule file as Prometheus reads it a second time, for the places of what it complains about.
pub(crate) static GROUP_NODES: Struct =
    Struct { name: "rulefmt.ruleGroups", parts: &[&[("groups", Type::List(&GROUP_NODE))]] };

static GROUP_NODE: Struct = Struct {
    name: "rulefmt.RuleGroupNode",
    // Prometheus means the place of the group, but gets that of the value of a key `node`.
    parts: &[GROUP_FIELDS, &[("node", Type::Node), ("rules", Type::List(&RULE_NODE))]],
};

static RULE_NODE: Struct = Struct {
    name: "rulefmt.RuleNode",
    parts: &[&[("record", Type::Node), ("alert", Type::Node), ("expr", Type::Node)], RULE_FIELDS],
};

/// What groups hold however they are read.
const GROUP_FIELDS: &[Field] = &[
    ("name", Type::Text),
    ("interval", Type::Duration),
    ("query_offset", Type::OptionalDuration),
    ("limit", Type::Int),
    ("labels", Type::TextMap),
];

/// What rules hold however they are read.
const RULE_FIELDS: &[Field] = &[
    ("for", Type::Duration),
    ("keep_firing_for", Type::Duration),
    ("labels", Type::TextMap),
    ("annotations", Type::TextMap),
];
