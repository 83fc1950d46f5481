//! What a command works on: files with the settings that count for them.

use std::path::PathBuf;
use std::sync::Arc;

use super::{FileError, Found, Wanted, find};
use crate::args::{ConfigArgs, FilesArgs};
use crate::config::{Configs, Patterns, Settings};
use crate::errors::Failure;

/// A file with its settings.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) file: Wanted,
    pub(crate) settings: Arc<Settings>,
}

/// The files that the arguments name, in the order of their paths, and paths that lead to none.
///
/// # Errors
/// Returns an error if settings are wrong, or the standard input is named together with files.
pub(crate) fn inputs(files: &FilesArgs, config: &ConfigArgs) -> Result<(Vec<Input>, Vec<FileError>), Failure> {
    let mut configs = Configs::new(config)?;
    let excluded = Patterns::new(&files.exclude)?;
    let Found { files: found, errors } = wanted(files)?;
    let mut inputs = Vec::with_capacity(found.len());
    for file in found {
        let place = file.path.clone().unwrap_or_else(|| PathBuf::from("stdin"));
        let settings = configs.of_file(&place).map_err(Failure::Config)?;
        if (file.is_named && !files.force_exclude) || !(settings.excludes(&place) || excluded.matches(&place)) {
            inputs.push(Input { file, settings });
        }
    }
    Ok((inputs, errors))
}

fn wanted(files: &FilesArgs) -> Result<Found, Failure> {
    if files.is_stdin() {
        if files.paths.len() > 1 {
            let help = "give either `-` or paths";
            return Err(Failure::usage("the standard input cannot be combined with files", help));
        }
        let name = files.stdin_filename.as_ref().map_or_else(|| "<stdin>".to_owned(), |path| crate::load::shown(path));
        let file = Wanted { path: files.stdin_filename.clone(), name, is_named: true, is_stdin: true };
        return Ok(Found { files: vec![file], errors: Vec::new() });
    }
    if files.stdin_filename.is_some() {
        return Err(Failure::usage("--stdin-filename names the standard input", "add `-` to read it"));
    }
    let here = [PathBuf::from(".")];
    Ok(find(if files.paths.is_empty() { &here } else { &files.paths }, rayon::current_num_threads()))
}
