//! What rulers other than Prometheus know of rule files.

/// The program that evaluates rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Ruler {
    /// Prometheus.
    #[default]
    Prometheus,
    /// Thanos's ruler.
    Thanos,
    /// Mimir's and Cortex's ruler.
    Mimir,
    /// `VictoriaMetrics`' vmalert.
    Vmalert,
}

/// The fields that a ruler knows beside those of Prometheus.
struct Fields {
    ruler: Ruler,
    name: &'static str,
    of_file: &'static [&'static str],
    of_group: &'static [&'static str],
    of_rule: &'static [&'static str],
}

const FIELDS: [Fields; 4] = [
    Fields { ruler: Ruler::Prometheus, name: "prometheus", of_file: &[], of_group: &[], of_rule: &[] },
    Fields {
        ruler: Ruler::Thanos,
        name: "thanos",
        of_file: &[],
        of_group: &["partial_response_strategy"],
        of_rule: &[],
    },
    Fields {
        ruler: Ruler::Mimir,
        name: "mimir",
        of_file: &["namespace"],
        of_group: &["source_tenants", "evaluation_delay", "align_evaluation_time_on_interval"],
        of_rule: &[],
    },
    Fields {
        ruler: Ruler::Vmalert,
        name: "vmalert",
        of_file: &[],
        of_group: &[
            "type",
            "concurrency",
            "params",
            "headers",
            "notifier_headers",
            "debug",
            "tenant",
            "eval_offset",
            "eval_delay",
            "eval_alignment",
        ],
        of_rule: &["debug", "update_entries_limit"],
    },
];

impl Ruler {
    /// The ruler of this name, in lower case.
    pub fn by_name(name: &str) -> Option<Self> {
        FIELDS.iter().find(|fields| fields.name == name).map(|fields| fields.ruler)
    }

    /// Its name, in lower case.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|fields| fields.ruler == self).map_or("", |fields| fields.name)
    }

    /// The names of all rulers.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|fields| fields.name)
    }

    /// Whether it knows a field that Prometheus does not, in a mapping that Go reads as this type.
    pub(super) fn knows(self, field: &str, go_type: &str) -> bool {
        FIELDS.iter().any(|fields| fields.ruler == self && fields.of(go_type).contains(&field))
    }

    /// A ruler that knows such a field.
    pub(super) fn of_field(field: &str, go_type: &str) -> Option<Self> {
        FIELDS.iter().find(|fields| fields.of(go_type).contains(&field)).map(|fields| fields.ruler)
    }
}

impl Fields {
    fn of(&self, go_type: &str) -> &'static [&'static str] {
        match go_type {
            "rulefmt.RuleGroups" => self.of_file,
            "rulefmt.RuleGroup" => self.of_group,
            "rulefmt.Rule" => self.of_rule,
            _ => &[],
        }
    }
}
