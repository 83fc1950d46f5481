//! `promenade.toml`: what it may say, where it is found, what of it counts.

mod discover;
mod error;
mod overrides;
mod settings;

use std::collections::BTreeMap;
use std::path::PathBuf;

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
    /// A snapshot of the metrics of a server, as `promenade snapshot` writes it; a path relative to this file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) snapshot: Option<PathBuf>,
    /// How queries are laid out.
    pub(crate) format: FormatConfig,
    /// What is looked for in queries and rules.
    pub(crate) lint: LintConfig,
    /// The server that the queries are for.
    pub(crate) profile: ProfileConfig,
}

/// How queries are laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct FormatConfig {
    /// The longest line in characters; 100 if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 20, max = 1000))]
    pub(crate) width: Option<u16>,
    /// Where `by` and `without` stand: before the arguments if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) grouping: Option<Grouping>,
    /// What becomes of parentheses that change nothing: they are kept if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parentheses: Option<Parens>,
    /// Whether numbers, strings and names of labels get one spelling; false if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) normalize: Option<bool>,
}

/// Where `by` and `without` stand.
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

/// What becomes of parentheses that change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Parens {
    /// They stay
    Keep,
    /// They go
    RemoveRedundant,
}

/// What is looked for in queries and rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LintConfig {
    /// The lints to use in place of the usual ones: codes, names, groups, beginnings of codes, or `all`.
    pub(crate) select: Vec<String>,
    /// Lints to use beside the usual or selected ones.
    pub(crate) extend_select: Vec<String>,
    /// Lints not to use.
    pub(crate) ignore: Vec<String>,
    /// Lints not to use in some files: patterns, as in .gitignore and relative to this file, with lints.
    pub(crate) per_file_ignores: BTreeMap<String, Vec<String>>,
    /// The least severity with which a finding makes the command fail; warning if not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fail_on: Option<FailOn>,
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

/// The server that the queries are for. Lints that need to know what is not set here are silent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ProfileConfig {
    /// How often targets are scraped, such as `15s`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scrape_interval: Option<Period>,
    /// How often rules are evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) evaluation_interval: Option<Period>,
    /// How long samples are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retention: Option<Period>,
    /// Feature flags of the server, under Prometheus's names.
    pub(crate) features: Vec<String>,
    /// Labels that the server adds to alerts and to series that leave it.
    pub(crate) external_labels: BTreeMap<String, String>,
}

/// A duration as Prometheus writes it.
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
