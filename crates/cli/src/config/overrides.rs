//! Settings of the command line: `--config lint.fail-on="error"`.

use std::path::Path;

use toml::{Table, Value};

use super::{Config, ConfigError};

/// What the command line is called in errors of settings.
pub(super) const COMMAND_LINE: &str = "--config";

/// The settings `KEY=VALUE` as one table. A value that is not TOML is a string.
///
/// # Errors
/// Returns an error if a setting is not of this form, or the settings contradict each other.
pub(super) fn overrides(given: &[&String]) -> Result<Table, ConfigError> {
    let mut all = Table::new();
    for text in given {
        let table = text.parse::<Table>().or_else(|error| as_string(text).ok_or(error));
        let table = table.map_err(|error| ConfigError::parse(Path::new(COMMAND_LINE), text, &error))?;
        merge(&mut all, &table);
    }
    Ok(all)
}

/// `lint.fail-on=error`, which is TOML with quotes around the value.
fn as_string(text: &str) -> Option<Table> {
    let (key, value) = text.split_once('=')?;
    let is_plain = value.chars().all(|c| c.is_ascii_alphanumeric() || "-_./*".contains(c));
    if is_plain { format!("{key}=\"{value}\"").parse().ok() } else { None }
}

/// Puts settings over others, table by table.
pub(super) fn merge(below: &mut Table, above: &Table) {
    for (key, value) in above {
        match (below.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => merge(below, above),
            _ => drop(below.insert(key.clone(), value.clone())),
        }
    }
}

/// Settings of a table that was put together.
///
/// # Errors
/// Returns an error if a key is unknown or a value is wrong, which must be of the command line.
pub(super) fn config(table: Table) -> Result<Config, ConfigError> {
    let text = table.to_string();
    table.try_into().map_err(|error| ConfigError::parse(Path::new(COMMAND_LINE), &text, &error))
}
