//! The rules of the architecture: layers, the first line of each file, where function names may occur, retired words.
#![allow(clippy::unwrap_used)] // test code

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;

/// Crates that know nothing of PromQL, which every crate after them in this list may use.
const BASE: &[&str] = &["promenade-stack", "promenade-go", "promenade-go-yaml"];

/// Each crate with the crates of ours that it may use, those of [`BASE`] aside.
const LAYERS: &[(&str, &[&str])] = &[
    ("promenade-stack", &[]),
    ("promenade-go", &[]),
    ("promenade-go-yaml", &[]),
    ("promenade-model", &[]),
    ("promenade-syntax", &["promenade-model"]),
    ("promenade-functions", &["promenade-model"]),
    ("promenade-semantic", &["promenade-model", "promenade-syntax", "promenade-functions"]),
    ("promenade-format", &["promenade-model", "promenade-syntax", "promenade-functions", "promenade-semantic"]),
    ("promenade-template", &["promenade-model"]),
    (
        "promenade-documents",
        &["promenade-model", "promenade-syntax", "promenade-functions", "promenade-semantic", "promenade-template"],
    ),
    (
        "promenade-lint",
        &[
            "promenade-model",
            "promenade-syntax",
            "promenade-functions",
            "promenade-semantic",
            "promenade-template",
            "promenade-documents",
        ],
    ),
    (
        "promenade-ide",
        &["promenade-model", "promenade-syntax", "promenade-functions", "promenade-semantic", "promenade-lint"],
    ),
    ("promenade-plan", &["promenade-model", "promenade-syntax", "promenade-functions", "promenade-semantic"]),
    ("promenade-storage", &["promenade-model"]),
    ("promenade-exposition", &["promenade-model", "promenade-storage"]),
    ("promenade-tsdb", &["promenade-model", "promenade-storage"]),
    ("promenade-exec", &["promenade-model", "promenade-functions", "promenade-plan", "promenade-storage"]),
    ("promenade-api", &["promenade-model", "promenade-storage", "promenade-exec"]),
    (
        "promenade-rules",
        &[
            "promenade-model",
            "promenade-syntax",
            "promenade-functions",
            "promenade-semantic",
            "promenade-template",
            "promenade-documents",
            "promenade-plan",
            "promenade-storage",
            "promenade-exec",
        ],
    ),
    (
        "promenade",
        &[
            "promenade-model",
            "promenade-syntax",
            "promenade-functions",
            "promenade-semantic",
            "promenade-format",
            "promenade-template",
            "promenade-documents",
            "promenade-lint",
            "promenade-ide",
            "promenade-plan",
            "promenade-storage",
            "promenade-exposition",
            "promenade-tsdb",
            "promenade-exec",
            "promenade-api",
            "promenade-rules",
        ],
    ),
    ("promenade-cli", &["promenade"]),
    // The test scripts, with a feature for tests.
    ("promenade-wasm", &["promenade", "promenade-testkit"]),
    ("promenade-test-data", &[]),
    ("promenade-testkit", &["promenade"]),
    ("xtask", &["promenade", "promenade-testkit"]),
    ("promenade-tests", &["promenade", "promenade-test-data", "promenade-testkit"]),
    ("promenade-benches", &["promenade"]),
];

/// Crates that must compile to a small wasm: no Arrow and no serde among what they use.
const LANGUAGE: &[&str] = &[
    "promenade-stack",
    "promenade-go",
    "promenade-go-yaml",
    "promenade-model",
    "promenade-syntax",
    "promenade-functions",
    "promenade-semantic",
    "promenade-format",
    "promenade-template",
    "promenade-documents",
    "promenade-lint",
    "promenade-ide",
    "promenade-plan",
];

/// Dependencies that no source names yet, by crate.
const PLANNED: &[(&str, &str)] = &[("promenade-exec", "arrow-array")];

/// What a build of the façade without features uses: parser, type check and formatter.
const BASE_OF_FACADE: &[&str] = &[
    "promenade-format",
    "promenade-functions",
    "promenade-go",
    "promenade-model",
    "promenade-semantic",
    "promenade-syntax",
];

/// Names of functions that are words of the field too: keywords, value types, columns, kinds of metrics, fields of tests.
const OTHER_MEANINGS: &[&str] = &[
    "start",
    "end",
    "step",
    "range",
    "max_of",
    "min_of",
    "vector",
    "scalar",
    "timestamp",
    "start_timestamp",
    "time",
    "info",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Which dependencies of a member are looked at.
#[derive(Clone, Copy, PartialEq)]
enum Which {
    /// All of them, those of tests and builds left out.
    All,
    /// The same without those of optional features.
    Always,
}

/// The direct dependencies of each member.
fn dependencies(which: Which) -> BTreeMap<String, Vec<String>> {
    let normal = |package: &cargo_metadata::Package| {
        let is_normal = |d: &&cargo_metadata::Dependency| d.kind == cargo_metadata::DependencyKind::Normal;
        let is_wanted = |d: &&cargo_metadata::Dependency| which == Which::All || !d.optional;
        let kept = package.dependencies.iter().filter(is_normal).filter(is_wanted);
        kept.map(|d| d.name.clone()).collect()
    };
    packages().iter().map(|p| (p.name.to_string(), normal(p))).collect()
}

/// All members with their dependencies.
fn packages() -> Vec<cargo_metadata::Package> {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).no_deps().exec().unwrap().packages
}

/// All Rust files of the workspace.
fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["crates", "tests", "benches", "wasm/src"] {
        collect(&root().join(folder), &mut files);
    }
    assert!(files.len() > 100, "only {} files were found", files.len());
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn crates_use_only_what_lies_below_them() {
    let dependencies = dependencies(Which::All);
    for (name, uses) in &dependencies {
        let layer = LAYERS.iter().find(|(n, _)| n == name);
        let allowed = layer.unwrap_or_else(|| panic!("{name} has no layer: add it to LAYERS")).1;
        let ours = uses.iter().filter(|d| dependencies.contains_key(*d));
        let is_base = |d: &str| BASE.iter().take_while(|base| **base != name.as_str()).any(|base| *base == d);
        let wrong: Vec<_> = ours.filter(|d| !allowed.contains(&d.as_str()) && !is_base(d)).collect();
        assert!(wrong.is_empty(), "{name} may not use {wrong:?}");
    }
}

#[test]
fn each_dependency_is_used() {
    let mut unused = Vec::new();
    for package in packages() {
        let mut files = Vec::new();
        collect(package.manifest_path.parent().unwrap().as_std_path(), &mut files);
        for dependency in &package.dependencies {
            let is_for_tests = dependency.kind == cargo_metadata::DependencyKind::Development;
            let is_source = |path: &&PathBuf| is_for_tests || path.components().any(|part| part.as_os_str() == "src");
            let name = dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_");
            let is_used = files.iter().filter(is_source).any(|path| names(&fs::read_to_string(path).unwrap(), &name));
            if !is_used && !PLANNED.contains(&(package.name.as_str(), dependency.name.as_str())) {
                unused.push(format!("{}: {}", package.name, dependency.name));
            }
        }
    }
    assert!(unused.is_empty(), "no source names these dependencies: {unused:#?}");
}

/// Whether a source has this word.
fn names(source: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    source
        .match_indices(word)
        .any(|(at, _)| !source[..at].ends_with(is_part) && !source[at + word.len()..].starts_with(is_part))
}

#[test]
fn the_language_half_stays_small() {
    let dependencies = dependencies(Which::Always);
    for name in LANGUAGE {
        let is_heavy = |d: &&String| d.starts_with("arrow") || d.starts_with("serde");
        let heavy: Vec<_> = dependencies[*name].iter().filter(is_heavy).collect();
        assert!(heavy.is_empty(), "{name} must not use {heavy:?}");
    }
}

#[test]
fn a_parser_alone_uses_the_language_alone() {
    assert_eq!(dependencies(Which::Always)["promenade"], BASE_OF_FACADE);
}

#[test]
fn no_crate_is_re_exported_whole() {
    let mut files = Vec::new();
    collect(&root().join("crates/promenade/src"), &mut files);
    let whole = |line: &&str| line.contains("pub use promenade_") && (line.contains("::*") || !line.contains("::"));
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let found: Vec<_> = text.lines().filter(whole).collect();
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

#[test]
fn each_file_says_what_it_is_about() {
    let silent = |path: &&PathBuf| !fs::read_to_string(path).unwrap().starts_with("//! ");
    let silent: Vec<_> = sources().iter().filter(silent).map(|p| p.display().to_string()).collect();
    assert!(silent.is_empty(), "these do not begin with a //! line: {silent:#?}");
}

#[test]
fn function_names_stand_in_the_catalogue_only() {
    let functions = root().join("crates/functions");
    let names = promenade::functions::functions().map(|f| f.name.to_owned());
    let names: Vec<String> = names.filter(|name| !OTHER_MEANINGS.contains(&name.as_str())).collect();
    let mut found = Vec::new();
    let is_code = |p: &&PathBuf| !p.starts_with(&functions) && p.components().any(|c| c.as_os_str() == "src");
    for path in sources().iter().filter(is_code) {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (i, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let named = names.iter().find(|name| line.contains(&format!("\"{name}\"")));
            found.extend(named.map(|name| format!("{}:{}: {name}", path.display(), i + 1)));
        }
    }
    assert!(found.is_empty(), "dispatch on definitions, not on names: {found:#?}");
}

/// Words that prose and names no longer use, with the field's word.
const RETIRED: &[(&str, &str)] = &[
    ("fulfil", "match"),
    ("mended", "fixed"),
    ("way out", "help"),
    ("way_out", "help"),
    ("the house", "the architecture"),
    ("whoever", "the user, the caller, the reader"),
    ("StepNotes", "NodeAnnotation"),
    ("Complaint", "an annotation"),
    ("trait World", "MetricSchema"),
    ("enum Gives", "ValueRange"),
    ("mod mistakes", "suggestions"),
    ("mod toolkit", "lint, fmt"),
    ("struct RuleDef ", "struct Lint"),
    ("RuleDocs", "LintDocs"),
    ("lint rule", "lint"),
    ("diagnostic_rules", "diagnostic_lints"),
    ("optimizer rule", "pass"),
];

#[test]
fn retired_words_stay_away() {
    let own = root().join("tests/tests/tidy.rs");
    let mut files: Vec<PathBuf> =
        sources().into_iter().filter(|path| fs::canonicalize(path).ok() != fs::canonicalize(&own).ok()).collect();
    for folder in [root(), root().join("docs")] {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.extend(entries.filter(|path| path.extension().is_some_and(|e| e == "md")));
    }
    let mut found = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).unwrap();
        let lower = text.to_lowercase();
        for (word, instead) in RETIRED {
            let is_name = word.chars().any(char::is_uppercase);
            if if is_name { text.contains(word) } else { lower.contains(word) } {
                found.push(format!("{}: `{word}`, write {instead}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Files that the pages on the architecture name.
#[test]
fn files_named_in_documents_exist() {
    let folders = [root(), root().join("crates")];
    let mut missing = Vec::new();
    for page in ["ARCHITECTURE.md", "docs/life-of-a-query.md", "docs/life-of-a-rule-file.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|word| word.contains('/') && word.contains("src"));
        for path in paths.filter(|path| !path.contains(' ') && !path.contains('*')) {
            if !folders.iter().any(|folder| folder.join(path).exists()) {
                missing.push(format!("{page}: {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
