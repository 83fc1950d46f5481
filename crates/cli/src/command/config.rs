//! `promenade config`: the settings that count, or their schema.

use std::io::{Write, stdout};
use std::path::{Path, absolute};

use anyhow::Context;

use crate::args::ShowConfigArgs;
use crate::config::{Configs, schema};
use crate::errors::Failure;
use crate::load::shown;

pub(super) fn run(args: &ShowConfigArgs) -> Result<(), Failure> {
    let text = if args.schema { schema_text()? } else { settings_text(args)? };
    stdout().write_all(text.as_bytes()).map_err(Failure::Output)
}

fn schema_text() -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(&schema()).context("the schema").map_err(Failure::Encoding)?;
    Ok(text + "\n")
}

fn settings_text(args: &ShowConfigArgs) -> Result<String, Failure> {
    let mut configs = Configs::new(&args.config)?;
    let path = args.path.as_deref().unwrap_or(Path::new("."));
    let absolute = absolute(path).map_err(Failure::Output)?;
    let settings = if path.is_dir() { configs.of_folder(&absolute) } else { configs.of_file(&absolute) };
    let settings = settings.map_err(Failure::Config)?;
    let origin = settings.path.as_deref().map_or_else(|| "defaults".to_owned(), shown);
    let text = toml::to_string(&settings.config).context("the settings").map_err(Failure::Encoding)?;
    Ok(format!("# {origin}\n{text}"))
}
