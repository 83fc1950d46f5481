//! The groups of the rule files that a test file names.

use super::files::RuleFiles;
use super::model::{Placed, TestFile};
use super::report::{Failure, FailureKind, Warning};
use crate::{LoadOptions, RuleGroup, load_groups};

/// The rules of a test file.
pub(super) struct Loaded {
    /// The names of the rule files.
    pub(super) names: Vec<String>,
    /// Their groups, in the order of their evaluation.
    pub(super) groups: Vec<RuleGroup>,
}

/// Loads all rule files.
pub(super) fn load(
    file: &TestFile,
    files: &dyn RuleFiles,
    options: LoadOptions,
    warnings: &mut Vec<Warning>,
) -> Result<Loaded, Vec<Failure>> {
    let mut loaded = Loaded { names: Vec::new(), groups: Vec::new() };
    for pattern in &file.rule_files {
        let names = files.matching(&pattern.value).map_err(|message| vec![setup(pattern, message)])?;
        if names.is_empty() {
            let message = format!("no file matches `{}`", pattern.value);
            let help = Some("paths are relative to the folder of the test file".to_owned());
            warnings.push(Warning { range: pattern.range, message, help });
        }
        for name in names {
            loaded.groups.extend(groups(&name, pattern, files, options)?);
            loaded.names.push(name);
        }
    }
    // As in promtool, a group that the order does not name comes with the first that it names.
    let order = &file.group_eval_order;
    let position = |group: &RuleGroup| order.iter().position(|name| name.value == group.definition().name);
    loaded.groups.sort_by_key(|group| position(group).unwrap_or(0));
    Ok(loaded)
}

fn groups(
    name: &str,
    pattern: &Placed<String>,
    files: &dyn RuleFiles,
    options: LoadOptions,
) -> Result<Vec<RuleGroup>, Vec<Failure>> {
    let text = files.text(name).map_err(|message| vec![setup(pattern, format!("{name}: {message}"))])?;
    let definitions = load_groups(name, &text, &options)
        .map_err(|errors| errors.iter().map(|error| setup(pattern, error.to_string())).collect::<Vec<_>>())?;
    let group = |definition| RuleGroup::new(definition, options.features);
    let groups = definitions.into_iter().map(group).collect::<Result<_, _>>();
    groups.map_err(|error| vec![setup(pattern, format!("{name}: {error}"))])
}

fn setup(pattern: &Placed<String>, message: String) -> Failure {
    Failure { range: pattern.range, kind: FailureKind::Setup { message, help: None } }
}
