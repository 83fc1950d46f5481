//! What a template is called, and which variables stand when it begins.

/// How to read a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The name of the template, which its errors begin with.
    pub name: String,
    /// Variables that are defined before the template begins, with their `$`.
    pub variables: Vec<String>,
    /// Whether something stands before the text already, so that a `define` of the template's own name is a second one.
    pub has_prelude: bool,
}

/// The variables that Prometheus defines before a template of an alerting rule.
const ALERT_VARIABLES: [&str; 4] = ["$labels", "$externalLabels", "$externalURL", "$value"];

impl Options {
    /// A template of the alerting rule `alert`, as Prometheus reads those of labels and annotations.
    pub fn alert(alert: &str) -> Self {
        Options {
            name: format!("__alert_{alert}"),
            variables: ALERT_VARIABLES.map(str::to_owned).to_vec(),
            has_prelude: true,
        }
    }

    /// A template on its own, without variables but `$`.
    pub fn named(name: &str) -> Self {
        Options { name: name.to_owned(), variables: Vec::new(), has_prelude: false }
    }
}
