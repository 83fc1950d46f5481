//! The kinds of files, and where their queries stand.

mod dashboard;
mod kubernetes;
mod markdown;
mod rule_file;
mod template;
mod unit_tests;
mod variable_query;
mod whole;
mod yaml;

use crate::document::{Document, ReadOptions, Source};
use crate::json::{Json, JsonError};
use crate::kind::{DocumentKind, Format};
use crate::problem::ProblemKind;
use promenade_model::FileRange;

pub(crate) use markdown::{CodeBlock, code_blocks, is_promql, line_start};
pub(crate) use yaml::Nested;

/// Finds out what a file is and reads it.
pub(crate) fn read(document: &mut Document, options: &ReadOptions) {
    let format = options.kind.map_or_else(|| Format::of_name(document.name()), Format::of_kind);
    match format {
        Format::Foreign => {}
        _ if document.text().contains('\0') => no_text(document),
        Format::Query => whole::read(document, options),
        Format::Markdown => markdown::read(document, options),
        Format::Yaml => yaml::read(document, options),
        Format::Json => read_json(document, options),
        Format::Jsonnet => template::jsonnet(document),
        Format::Unknown => read_unknown(document, options),
    }
}

/// No notation of queries has a NUL in it.
fn no_text(document: &mut Document) {
    let at = document.text().find('\0').unwrap_or_default();
    document.problem(ProblemKind::Encoding, FileRange::new(at, at + 1), "the file is no text: there is a NUL in it");
}

/// A text whose name says nothing: JSON and YAML are known by what they hold. Everything else is a query, if it comes
/// from no file.
fn read_unknown(document: &mut Document, options: &ReadOptions) {
    if Json::read(document.text()).is_ok_and(|json| json.root().is_some_and(crate::json::JsonRef::is_object)) {
        return read_json(document, options);
    }
    if yaml::holds_resources(document.text()) {
        return yaml::read(document, options);
    }
    if matches!(document.name(), "" | "-" | "<stdin>") {
        whole::read(document, options);
    }
}

/// Dashboards, and rule files in JSON, which is YAML too.
fn read_json(document: &mut Document, options: &ReadOptions) {
    let is_given = options.kind == Some(DocumentKind::Dashboard);
    match Json::read(document.text()) {
        Ok(json) if !is_given && yaml::is_rule_json(&json) => yaml::read(document, options),
        Ok(json) => {
            dashboard::read(document, &json, is_given);
            document.source = Source::Json(json);
        }
        Err(error) => broken_json(document, &error, is_given),
    }
}

/// A file that is not JSON is named where it was said to be a dashboard, or looks like one.
fn broken_json(document: &mut Document, error: &JsonError, is_given: bool) {
    if !is_given && !["\"panels\"", "\"targets\"", "\"expr\"", "\"groups\""].iter().any(|w| document.text().contains(w))
    {
        return;
    }
    let text = document.text().to_owned();
    if template::named(document, &text, true) {
        return;
    }
    document.problem(ProblemKind::Json, FileRange::at(error.at), format!("this is not JSON: {}", error.message));
}
