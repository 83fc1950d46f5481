//! Options of the language as JavaScript gives them.

use promenade::syntax::Variables;
use promenade::{Features, LanguageOptions};

/// The features of these names, which are separated by commas. Names that Prometheus does not have are ignored, as it does.
pub(crate) fn features(names: &str) -> Features {
    let mut features = Features::default();
    for name in names.split(',') {
        features.enable(name.trim());
    }
    features
}

/// The options of parsing and checking.
pub(crate) fn language(names: &str, variables: bool) -> LanguageOptions {
    LanguageOptions::with_features(features(names)).variables(self::variables(variables))
}

/// Whether queries may hold the variables of dashboards.
pub(crate) fn variables(are_allowed: bool) -> Variables {
    if are_allowed { Variables::Grafana } else { Variables::None }
}
