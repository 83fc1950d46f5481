//! Settings that were checked, with what they are relative to.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use promenade::Features;
use promenade::documents::rules::Ruler;

use super::{Config, ConfigError, Period};
use crate::errors::Failure;
use crate::time::parse_period;
use promenade::model::suggest::nearest;

/// Settings that were checked.
#[derive(Debug)]
pub(crate) struct Settings {
    /// What the file says.
    pub(crate) config: Config,
    /// The file; `None` if the defaults count.
    pub(crate) path: Option<PathBuf>,
    exclude: Gitignore,
    rule_files: Gitignore,
    per_file_ignores: Vec<(Gitignore, Vec<String>)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            config: Config::default(),
            path: None,
            exclude: Gitignore::empty(),
            rule_files: Gitignore::empty(),
            per_file_ignores: Vec::new(),
        }
    }
}

impl Settings {
    /// Checks what the file `path` says.
    pub(super) fn new(config: Config, path: &Path) -> Result<Self, ConfigError> {
        check(&config, path)?;
        let exclude = patterns(&config.exclude, path)?;
        let rule_files = patterns(&config.profile.rule_files, path)?;
        let by_pattern = config.lint.per_file_ignores.iter();
        let per_file_ignores = by_pattern
            .map(|(pattern, lints)| Ok((patterns(std::slice::from_ref(pattern), path)?, lints.clone())))
            .collect::<Result<_, ConfigError>>()?;
        Ok(Self { config, path: Some(path.to_owned()), exclude, rule_files, per_file_ignores })
    }

    /// Whether a file that nobody named is left out.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        matches(&self.exclude, path)
    }

    /// Whether a file is one of those that the server reads.
    pub(crate) fn is_of_server(&self, path: &Path) -> bool {
        matches(&self.rule_files, path)
    }

    /// The lints that are not used in this file alone.
    pub(crate) fn ignored_in(&self, path: &Path) -> Vec<String> {
        let rows = self.per_file_ignores.iter().filter(|(patterns, _)| matches(patterns, path));
        rows.flat_map(|(_, lints)| lints.iter().cloned()).collect()
    }

    /// The feature flags of the server.
    pub(crate) fn features(&self) -> Features {
        let mut features = Features::default();
        for name in &self.config.profile.features {
            features.enable(name);
        }
        features
    }

    /// The file of the snapshot.
    pub(crate) fn snapshot(&self) -> Option<PathBuf> {
        let folder = self.path.as_deref().and_then(Path::parent);
        let snapshot = self.config.snapshot.as_ref()?;
        Some(folder.map_or_else(|| snapshot.clone(), |folder| folder.join(snapshot)))
    }
}

/// Values whose form the types do not say.
fn check(config: &Config, path: &Path) -> Result<(), ConfigError> {
    let profile = &config.profile;
    let periods = [
        ("scrape_interval", &profile.scrape_interval),
        ("evaluation_interval", &profile.evaluation_interval),
        ("retention", &profile.retention),
    ];
    for (key, period) in periods {
        if let Some(Period(text)) = period
            && let Err(message) = parse_period(text)
        {
            return Err(ConfigError::value(path, format!("`profile.{key}` is `{text}`: {message}"), None));
        }
    }
    for name in &profile.features {
        if !Features::default().enable(name) {
            let help = nearest(name, Features::names()).map_or_else(
                || format!("there are {}", Features::names().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(ConfigError::value(path, format!("there is no feature `{name}`"), Some(help)));
        }
    }
    if let Err(message) = config.lint.policy.policy() {
        return Err(ConfigError::value(path, message, None));
    }
    if let Some(ruler) = profile.ruler.as_ref().filter(|name| Ruler::by_name(name).is_none()) {
        let help = format!("there are {}", Ruler::names().collect::<Vec<_>>().join(", "));
        return Err(ConfigError::value(path, format!("`profile.ruler` is `{ruler}`, which is not known"), Some(help)));
    }
    if let Some(width @ (0..20 | 1001..)) = config.format.width {
        return Err(ConfigError::value(path, format!("`format.width` is {width}: give 20 to 1000"), None));
    }
    Ok(())
}

/// Patterns as in .gitignore.
#[derive(Debug)]
pub(crate) struct Patterns(Gitignore);

impl Patterns {
    /// Patterns of the command line, relative to the current folder.
    ///
    /// # Errors
    /// Returns an error if one is no pattern.
    pub(crate) fn new(lines: &[String]) -> Result<Self, Failure> {
        patterns(lines, Path::new("./--exclude")).map(Self).map_err(Failure::Config)
    }

    pub(crate) fn matches(&self, path: &Path) -> bool {
        matches(&self.0, path)
    }
}

/// Patterns as in .gitignore, relative to the folder of the settings.
fn patterns(lines: &[String], path: &Path) -> Result<Gitignore, ConfigError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut builder = GitignoreBuilder::new(folder);
    for line in lines {
        let added = builder.add_line(None, line);
        added.map_err(|error| ConfigError::value(path, format!("`{line}` is no pattern: {error}"), None))?;
    }
    builder.build().map_err(|error| ConfigError::value(path, format!("a pattern cannot be used: {error}"), None))
}

fn matches(patterns: &Gitignore, path: &Path) -> bool {
    if patterns.is_empty() {
        return false;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.starts_with(patterns.path()) && patterns.matched_path_or_any_parents(&absolute, false).is_ignore()
}
