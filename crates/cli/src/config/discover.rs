//! Which settings count for a file: the nearest `promenade.toml` upward from it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::overrides::{COMMAND_LINE, config, merge, overrides};
use super::{Config, ConfigError, FILE_NAME, Settings};
use crate::args::ConfigArgs;
use crate::errors::Failure;

/// Where settings come from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    /// The nearest file upward.
    Discovered,
    /// One file for all.
    Given(PathBuf),
    /// None: the defaults count.
    Isolated,
}

/// The settings of files, each read once.
#[derive(Debug)]
pub(crate) struct Configs {
    origin: Origin,
    /// By folder.
    found: HashMap<PathBuf, Arc<Settings>>,
    /// By file.
    read: HashMap<PathBuf, Arc<Settings>>,
    /// Settings of the command line, which override those of files.
    overrides: toml::Table,
    defaults: Arc<Settings>,
}

impl Configs {
    /// As the arguments say: a file for all, none at all, or the nearest of each file; and settings that override them.
    ///
    /// # Errors
    /// Returns an error if the arguments contradict each other, or a setting of theirs is wrong.
    pub(crate) fn new(args: &ConfigArgs) -> Result<Self, Failure> {
        let is_override = |text: &&String| text.contains('=') && !Path::new(text.as_str()).exists();
        let (given, paths): (Vec<&String>, Vec<&String>) = args.config.iter().partition(is_override);
        let origin = match paths.as_slice() {
            [] if args.isolated => Origin::Isolated,
            [] => Origin::Discovered,
            [path] if !args.isolated => Origin::Given(PathBuf::from(path)),
            [_] => {
                return Err(Failure::usage(
                    "--isolated ignores files of settings, but --config names one",
                    "leave one out",
                ));
            }
            _ => return Err(Failure::usage("--config names several files", "name one")),
        };
        let overrides = overrides(&given).map_err(Failure::Config)?;
        let defaults = if overrides.is_empty() {
            Settings::default()
        } else {
            let config = config(overrides.clone()).map_err(Failure::Config)?;
            Settings::new(config, Path::new(COMMAND_LINE)).map_err(Failure::Config)?
        };
        let defaults = Arc::new(defaults);
        Ok(Self { origin, found: HashMap::new(), read: HashMap::new(), overrides, defaults })
    }

    /// The settings for a file, which need not exist.
    ///
    /// # Errors
    /// Returns an error if the settings cannot be read or are wrong.
    pub(crate) fn of_file(&mut self, path: &Path) -> Result<Arc<Settings>, ConfigError> {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = absolute.parent().unwrap_or(Path::new("/")).to_owned();
        self.of_folder(&folder)
    }

    /// The settings for what lies in a folder, by its absolute path.
    ///
    /// # Errors
    /// As [`Configs::of_file`].
    pub(crate) fn of_folder(&mut self, folder: &Path) -> Result<Arc<Settings>, ConfigError> {
        match &self.origin {
            Origin::Isolated => return Ok(Arc::clone(&self.defaults)),
            Origin::Given(path) => {
                let path = path.clone();
                return self.read(&path);
            }
            Origin::Discovered => {}
        }
        if let Some(settings) = self.found.get(folder) {
            return Ok(Arc::clone(settings));
        }
        let path = folder.join(FILE_NAME);
        let settings = if path.is_file() {
            self.read(&path)?
        } else {
            match folder.parent() {
                Some(parent) => self.of_folder(parent)?,
                None => Arc::clone(&self.defaults),
            }
        };
        self.found.insert(folder.to_owned(), Arc::clone(&settings));
        Ok(settings)
    }

    fn read(&mut self, path: &Path) -> Result<Arc<Settings>, ConfigError> {
        if let Some(settings) = self.read.get(path) {
            return Ok(Arc::clone(settings));
        }
        let text = fs::read_to_string(path).map_err(|error| ConfigError::unreadable(path, &error))?;
        let mut found: Config = toml::from_str(&text).map_err(|error| ConfigError::parse(path, &text, &error))?;
        if !self.overrides.is_empty() {
            let mut table: toml::Table =
                toml::from_str(&text).map_err(|error| ConfigError::parse(path, &text, &error))?;
            merge(&mut table, &self.overrides);
            found = config(table)?;
        }
        let settings = Arc::new(Settings::new(found, path)?);
        self.read.insert(path.to_owned(), Arc::clone(&settings));
        Ok(settings)
    }
}
