//! The profile of the server that evaluates queries and rules.

#[cfg(feature = "documents")]
use promenade_documents::rules::Ruler;
use promenade_model::Features;

/// The properties of a server that checks depend on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Time between scrapes in ms.
    pub scrape_interval_ms: Option<i64>,
    /// Time between evaluations of rules in ms.
    pub evaluation_interval_ms: Option<i64>,
    /// How long samples are kept, in ms.
    pub retention_ms: Option<i64>,
    /// The feature flags that are on.
    pub features: Features,
    /// The program that evaluates the rules.
    #[cfg(feature = "documents")]
    pub ruler: Ruler,
    /// The external labels; `None` if they are not known.
    pub external_labels: Option<Vec<(String, String)>>,
}
