//! `promenade.toml`: its settings, how it is found, and which settings apply to a file.

mod discover;
mod error;
mod overrides;
mod settings;

use std::collections::BTreeMap;
use std::path::PathBuf;

use promenade::lint::policy::{Pattern, Policy};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

pub(crate) use discover::Configs;
pub(crate) use error::ConfigError;
pub(crate) use settings::{Patterns, Settings};

/// The name of the file.
pub(crate) const FILE_NAME: &str = "promenade.toml";

/// Settings of Promenade.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "promenade.toml")]
pub(crate) struct Config {
    /// Patterns, as in .gitignore, of files below this one's folder that are left out unless they are named.
    pub(crate) exclude: Vec<String>,
    /// Whether a run fails where something is left out: a template, or a named file without queries.
    pub(crate) fail_on_unread: bool,
    /// A snapshot of the metrics of a server, as `promenade snapshot` writes it; a path relative to this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) snapshot: Option<PathBuf>,
    /// The format of queries.
    pub(crate) format: FormatConfig,
    /// Which lints run on queries and rules.
    pub(crate) lint: LintConfig,
    /// The Prometheus server that evaluates the queries.
    pub(crate) profile: ProfileConfig,
}

/// The format of queries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FormatConfig {
    /// The maximum line length, in characters. Default: 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 20, max = 1000))]
    pub(crate) width: Option<u16>,
    /// Where to write `by` and `without`. Default: before the arguments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) grouping: Option<Grouping>,
    /// What to do with redundant parentheses. Default: keep them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parentheses: Option<Parens>,
    /// Whether to normalize numbers, the quotes of strings, and quoted label names. Default: false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) normalize: Option<bool>,
}

/// Where to write `by` and `without`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Grouping {
    /// sum by (job) (x)
    Before,
    /// sum(x) by (job)
    After,
    /// As it is written
    AsWritten,
}

/// What to do with redundant parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Parens {
    /// Keep them
    Keep,
    /// Remove them
    RemoveRedundant,
}

/// Which lints run on queries and rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LintConfig {
    /// The lints to run instead of the default ones: codes, prefixes of codes, names, groups, or `all`.
    pub(crate) select: Vec<String>,
    /// Lints to run in addition to the default or selected ones.
    pub(crate) extend_select: Vec<String>,
    /// Lints not to run.
    pub(crate) ignore: Vec<String>,
    /// Lints not to run on some files: from patterns, as in .gitignore and relative to this file, to lists of lints.
    pub(crate) per_file_ignores: BTreeMap<String, Vec<String>>,
    /// The requirements on rules.
    #[serde(skip_serializing_if = "PolicyConfig::is_default")]
    pub(crate) policy: PolicyConfig,
    /// The lowest severity at which a finding makes the command fail. Default: warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fail_on: Option<FailOn>,
}

/// What is required of rules. Patterns are regular expressions for the whole text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PolicyConfig {
    /// What the names of alerts must match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) alert_names: Option<String>,
    /// What the names of recorded metrics must match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) record_names: Option<String>,
    /// Patterns that no name of a rule may match.
    pub(crate) forbidden_names: Vec<String>,
    /// Labels that alerts must have.
    pub(crate) alert_labels: Vec<String>,
    /// Annotations that alerts must have.
    pub(crate) alert_annotations: Vec<String>,
    /// Labels that recording rules must have.
    pub(crate) record_labels: Vec<String>,
    /// What the values of labels must match, by the name of the label.
    pub(crate) label_values: BTreeMap<String, String>,
}

impl PolicyConfig {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The policy.
    ///
    /// # Errors
    /// Returns a message that names the key if a pattern is no regular expression.
    pub(crate) fn policy(&self) -> Result<Policy, String> {
        let pattern = |key: &str, text: &String| {
            Pattern::new(text).map_err(|error| format!("`lint.policy.{key}` is `{text}`: {error}"))
        };
        let values = self.label_values.iter();
        Ok(Policy {
            alert_names: self.alert_names.as_ref().map(|text| pattern("alert-names", text)).transpose()?,
            record_names: self.record_names.as_ref().map(|text| pattern("record-names", text)).transpose()?,
            forbidden_names: self
                .forbidden_names
                .iter()
                .map(|text| pattern("forbidden-names", text))
                .collect::<Result<_, _>>()?,
            alert_labels: self.alert_labels.clone(),
            alert_annotations: self.alert_annotations.clone(),
            record_labels: self.record_labels.clone(),
            label_values: values
                .map(|(name, text)| Ok((name.clone(), pattern("label-values", text)?)))
                .collect::<Result<_, String>>()?,
        })
    }
}

/// A severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FailOn {
    /// Errors only
    Error,
    /// Errors and warnings
    Warning,
    /// All findings
    Info,
}

/// The Prometheus server that evaluates the queries. Lints that need a setting that is missing here do not run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ProfileConfig {
    /// The scrape interval, such as `15s`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scrape_interval: Option<Period>,
    /// The evaluation interval of rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) evaluation_interval: Option<Period>,
    /// The retention time of samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retention: Option<Period>,
    /// Feature flags of the server, under Prometheus's names.
    pub(crate) features: Vec<String>,
    /// The program that evaluates rules: `prometheus`, `thanos`, `mimir` or `vmalert`, whose own fields are let pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ruler: Option<String>,
    /// Patterns as in .gitignore of the rule files that the server reads. They are compared with each other; without
    /// patterns each file stands alone.
    pub(crate) rule_files: Vec<String>,
    /// Labels that the server adds to alerts and to series that leave it.
    pub(crate) external_labels: BTreeMap<String, String>,
}

/// A duration in the format of Prometheus, such as `1h30m`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Period(
    #[schemars(regex(pattern = r"^([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$"))]
    pub(crate) String,
);

/// The JSON schema of the file.
pub(crate) fn schema() -> Schema {
    schema_for!(Config)
}
