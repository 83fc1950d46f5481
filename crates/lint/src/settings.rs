//! Settings of the linter: lints, features, and what is known of the server and its metrics.

use promenade_model::Features;

use crate::policy::Policy;
use crate::profile::Profile;
use crate::selection::Selection;
use crate::snapshot::Snapshot;

/// Options of the linter.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Settings {
    /// The lints that run.
    pub selection: Selection,
    /// The optional parts of the language that are on, beside those of the profile.
    pub features: Features,
    /// The server; `None` if nothing is known of it.
    pub profile: Option<Profile>,
    /// Its metrics; `None` if nothing is known of them.
    pub snapshot: Option<Snapshot>,
    /// What is required of rules.
    pub policy: Policy,
    /// The day, as in `2030-01-31`, from which comments that hold until then hold no more; `None` if all hold.
    pub today: Option<String>,
}

promenade_model::setters!(Settings {
    selection: Selection,
    features: Features,
    profile: Option<Profile>,
    snapshot: Option<Snapshot>,
    policy: Policy,
    today: Option<String>,
});

impl Settings {
    /// The features that are on: those of the profile and those that were named.
    pub fn all_features(&self) -> Features {
        let profile = self.profile.as_ref().map_or_else(Features::default, |profile| profile.features);
        profile.union(self.features)
    }
}
