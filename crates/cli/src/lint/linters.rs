//! A linter for each of the settings that count.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use promenade::Features;
use promenade::documents::Document;
use promenade::documents::rules::Ruler;
use promenade::lint::policy::Policy;
use promenade::lint::profile::Profile;
use promenade::lint::snapshot::Snapshot;
use promenade::lint::{Finding, Linted, Linter, Selection, Settings as LintSettings};

use crate::args::{LintArgs, LintSelectionArgs};
use crate::config::{ConfigError, FILE_NAME, Period, ProfileConfig, Settings};
use crate::errors::Failure;
use crate::files::{Input, each};
use crate::snapshot;
use crate::terminal::Stream;
use crate::time::{format_time, now_ms, parse_period};

/// The linters of some files.
#[derive(Debug, Default)]
pub(crate) struct Linters {
    all: Vec<Linter>,
    /// For each file its linter.
    of_file: Vec<usize>,
    /// For each file the lints that are not used in it alone.
    ignored: Vec<Option<Selection>>,
    /// For each file whether it is one of those that its server reads.
    is_of_server: Vec<bool>,
}

impl Linters {
    /// What the arguments say goes before the settings of each file.
    ///
    /// # Errors
    /// Returns an error if nothing is called as something that is selected or ignored, or a snapshot cannot be read.
    pub(crate) fn new(inputs: &[Input], args: &LintArgs) -> Result<Self, Failure> {
        let mut linters = Linters::default();
        let mut numbers: HashMap<*const Settings, usize> = HashMap::new();
        for Input { file, settings } in inputs {
            let number = if let Some(number) = numbers.get(&Arc::as_ptr(settings)) {
                *number
            } else {
                linters.all.push(linter(settings, args)?);
                numbers.insert(Arc::as_ptr(settings), linters.all.len() - 1);
                linters.all.len() - 1
            };
            linters.of_file.push(number);
            let ignored = file.path.as_ref().map_or_else(Vec::new, |path| settings.ignored_in(path));
            let selection = if ignored.is_empty() { None } else { Some(only(&ignored, settings)?) };
            linters.ignored.push(selection);
            linters.is_of_server.push(file.path.as_ref().is_some_and(|path| settings.is_of_server(path)));
        }
        Ok(linters)
    }

    /// What is found in the file of this number alone.
    pub(crate) fn lint_one(&self, file: usize, document: &Document) -> Vec<Finding> {
        let linter = &self.all[self.of_file[file]];
        let mut found = linter.finish(vec![linter.lint_alone(document)]);
        found.retain(|finding| self.counts(file, finding));
        found
    }

    /// What is found in files with these numbers, which are seen together where the same settings count for them. The
    /// findings of each file are in the order of the text.
    pub(crate) fn lint_all(&self, documents: &[(usize, Document)], stderr: Stream) -> Vec<(usize, Finding)> {
        let alone =
            each(documents, "linting", stderr, |(file, document)| self.all[self.of_file[*file]].lint_alone(document));
        let mut groups: Vec<(Vec<usize>, Vec<Linted<'_>>)> = self.all.iter().map(|_| Default::default()).collect();
        for ((file, _), linted) in documents.iter().zip(alone) {
            let group = &mut groups[self.of_file[*file]];
            group.0.push(*file);
            // The files of one linter have the same settings, and so the same server.
            group.1.push(if self.is_of_server[*file] { linted.in_set(0) } else { linted });
        }
        let mut all = Vec::new();
        for (linter, (files, linted)) in self.all.iter().zip(groups) {
            let found = linter.finish(linted).into_iter().map(|finding| (files[finding.document], finding));
            all.extend(found.filter(|(file, finding)| self.counts(*file, finding)));
        }
        all.sort_by_key(|(file, _)| *file);
        all
    }

    fn counts(&self, file: usize, finding: &Finding) -> bool {
        self.ignored[file].as_ref().is_none_or(|ignored| !ignored.contains(finding.lint))
    }
}

fn linter(settings: &Settings, args: &LintArgs) -> Result<Linter, Failure> {
    let mut features = Features::default();
    for name in &args.language.features {
        features.enable(name);
    }
    let snapshot = args.language.snapshot.clone().or_else(|| settings.snapshot());
    Ok(Linter::new(
        LintSettings::default()
            .selection(selection(&args.lints, settings)?)
            .features(features)
            .profile(profile(&settings.config.profile))
            .policy(policy(settings)?)
            .snapshot(snapshot.map(|path| read_snapshot(&path)).transpose()?)
            .today(format_time(now_ms()).get(..10).map(str::to_owned)),
    ))
}

fn policy(settings: &Settings) -> Result<Policy, Failure> {
    settings.config.lint.policy.policy().map_err(|message| {
        let path = settings.path.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
        Failure::Config(ConfigError::value(&path, message, None))
    })
}

fn read_snapshot(path: &Path) -> Result<Snapshot, Failure> {
    snapshot::read(path).map_err(Failure::Config)
}

/// The lints: `--select` goes before the settings, `--extend-select` and `--ignore` are added to them.
fn selection(args: &LintSelectionArgs, settings: &Settings) -> Result<Selection, Failure> {
    let config = &settings.config.lint;
    let select = if args.select.is_empty() { &config.select } else { &args.select };
    let joined = |a: &[String], b: &[String]| [a, b].concat();
    let (extend, ignore) = (joined(&config.extend_select, &args.extend_select), joined(&config.ignore, &args.ignore));
    Selection::new(select, &extend, &ignore).map_err(|error| {
        let is_of_args = [&args.select, &args.extend_select, &args.ignore]
            .iter()
            .any(|list| Selection::new(list.as_slice(), &[], &[]).is_err());
        let help = "`promenade explain-code` lists all lints";
        match &settings.path {
            Some(path) if !is_of_args => {
                Failure::Config(ConfigError::value(path, error.to_string(), Some(help.to_owned())))
            }
            _ => Failure::usage(error.to_string(), help),
        }
    })
}

fn only(lints: &[String], settings: &Settings) -> Result<Selection, Failure> {
    Selection::new::<String>(lints, &[], &[]).map_err(|error| {
        let path = settings.path.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
        Failure::Config(ConfigError::value(&path, format!("`lint.per-file-ignores`: {error}"), None))
    })
}

/// `None` if nothing is known of the server.
fn profile(config: &ProfileConfig) -> Option<Profile> {
    if *config == ProfileConfig::default() {
        return None;
    }
    let ms = |period: &Option<Period>| {
        let period = period.as_ref().and_then(|Period(text)| parse_period(text).ok())?;
        i64::try_from(period.as_millis()).ok()
    };
    let mut features = Features::default();
    for name in &config.features {
        features.enable(name);
    }
    let labels = config.external_labels.iter().map(|(name, value)| (name.clone(), value.clone()));
    Some(Profile {
        scrape_interval_ms: ms(&config.scrape_interval),
        evaluation_interval_ms: ms(&config.evaluation_interval),
        retention_ms: ms(&config.retention),
        features,
        ruler: config.ruler.as_deref().and_then(Ruler::by_name).unwrap_or_default(),
        external_labels: (!config.external_labels.is_empty()).then(|| labels.collect()),
    })
}
