//! The rules of a backtest.

use std::path::PathBuf;

use promenade::Features;
use promenade::documents::{Document, ReadOptions};
use promenade::rules::{LoadOptions, RuleGroup};

use crate::errors::{DataError, Failure};
use crate::files::{self, Found};

/// A rule file with its text.
#[derive(Debug, Clone)]
pub(crate) struct RuleSource {
    /// Its path as it is named.
    pub(crate) name: String,
    /// Its text.
    pub(crate) text: String,
}

/// The rule files below the paths: those that are named, and in folders those that hold rules.
///
/// # Errors
/// Returns an error if a path cannot be read, or there is no rule file.
pub(crate) fn sources(paths: &[PathBuf]) -> Result<Vec<RuleSource>, Failure> {
    let Found { files, errors } = files::find(paths, rayon::current_num_threads());
    let mut failures: Vec<DataError> =
        errors.iter().map(|error| DataError::rules(&error.place, &error.reason)).collect();
    let mut sources = Vec::new();
    for file in files {
        match files::read(&file) {
            Ok(text) if file.is_named || holds_rules(&file.name, &text) => {
                sources.push(RuleSource { name: file.name, text });
            }
            Ok(_) => {}
            Err(error) => failures.push(DataError::rules(&error.place, &error.reason)),
        }
    }
    match (failures.is_empty(), sources.is_empty()) {
        (false, _) => Err(Failure::Data(failures)),
        (true, true) => Err(Failure::usage("there are no rules below these paths", "name a rule file")),
        (true, false) => Ok(sources),
    }
}

fn holds_rules(name: &str, text: &str) -> bool {
    !Document::read(name, text, &ReadOptions::default()).rule_files().is_empty()
}

/// The groups of rule files.
///
/// # Errors
/// Returns an error if Prometheus refuses a file, with everything that is wrong.
pub(crate) fn load_groups(sources: &[RuleSource], features: Features) -> Result<Vec<RuleGroup>, Failure> {
    let options = LoadOptions::default().features(features);
    let (mut groups, mut failures) = (Vec::new(), Vec::new());
    for source in sources {
        match promenade::rules::load_groups(&source.name, &source.text, &options) {
            Ok(definitions) => {
                for definition in definitions {
                    match RuleGroup::new(definition, features) {
                        Ok(group) => groups.push(group),
                        Err(error) => failures.push(DataError::rules(&source.name, &error.to_string())),
                    }
                }
            }
            Err(errors) => failures.extend(errors.iter().map(|error| {
                let text = error.to_string();
                let message = text.strip_prefix(&format!("{}: ", source.name)).unwrap_or(&text);
                DataError::rules(&source.name, message)
            })),
        }
    }
    if failures.is_empty() { Ok(groups) } else { Err(Failure::Data(failures)) }
}
