//! Generates files from the catalogue and the registries.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, bail};
use promenade::functions;
use promenade::syntax::diagnostic::CODES;

use crate::grammar;

/// Writes the files, or reports outdated ones.
pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut stale = Vec::new();
    for (path, text) in files(&root)? {
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        if check {
            stale.push(path.display().to_string());
        } else {
            fs::create_dir_all(path.parent().unwrap_or(&root))?;
            fs::write(&path, text).with_context(|| path.display().to_string())?;
            println!("wrote {}", path.display());
        }
    }
    if !stale.is_empty() {
        bail!("not as generated: {}; run cargo xtask generate", stale.join(", "));
    }
    Ok(())
}

fn files(root: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut files = vec![
        (root.join("docs/functions.md"), functions_page()),
        (root.join("docs/diagnostics.md"), diagnostics_page()),
        (root.join("docs/lints.md"), promenade::lint::docs::lints_page()),
        (root.join("docs/lint-coverage.md"), promenade::lint::docs::coverage_page()),
        (root.join("schema/promenade.schema.json"), settings_schema(root)?),
        (root.join("docs/compare-errors.md"), compared_errors(root)?),
    ];
    files.extend(grammar::files(root)?);
    Ok(files)
}

/// The schema of the settings, printed by the command line from its types.
fn settings_schema(root: &Path) -> anyhow::Result<String> {
    let output = promenade(root, &["config", "--schema"])?;
    if !output.status.success() {
        bail!("promenade config --schema failed");
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The page that compares errors, with the program's current messages; promtool's are kept.
fn compared_errors(root: &Path) -> anyhow::Result<String> {
    const START: &str = "```console\n$ promenade ";
    let page = fs::read_to_string(root.join("docs/compare-errors.md"))?;
    let mut blocks = page.split(START);
    let mut fresh = blocks.next().unwrap_or_default().to_owned();
    for block in blocks {
        let (arguments, rest) = block.split_once('\n').context("a command without an end")?;
        let (_, after) = rest.split_once("\n```").context("a block without an end")?;
        let output = promenade(root, &arguments.split(' ').collect::<Vec<_>>())?;
        let said = String::from_utf8([output.stdout, output.stderr].concat())?;
        let code = output.status.code().context("the program was stopped")?;
        write!(fresh, "{START}{arguments}\n{}\n$ echo $?\n{code}\n```{after}", said.trim_end())?;
    }
    Ok(fresh)
}

/// Runs the command line.
fn promenade(root: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).env("NO_COLOR", "1").env("COLUMNS", "80");
    command.args(["run", "--quiet", "--package", "promenade-cli", "--"]).args(arguments);
    Ok(command.output()?)
}

fn functions_page() -> String {
    let mut page = String::from(
        "# Functions and aggregators\n\nGenerated from the catalogue by `cargo xtask generate`. \
         [Aggregators](#aggregators) follow the functions.\n",
    );
    for function in functions::functions() {
        push(&mut page, &functions::docs::function_page(function));
    }
    page.push_str("\n# Aggregators\n");
    for aggregator in functions::aggregators() {
        push(&mut page, &functions::docs::aggregator_page(aggregator));
    }
    page
}

fn push(page: &mut String, entry: &str) {
    page.push('\n');
    page.push_str(entry.trim_end());
    page.push('\n');
}

fn diagnostics_page() -> String {
    let mut page = String::from(
        "# Diagnostics\n\nMade from the registry by `cargo xtask generate`; `promenade explain-code CODE` prints the same. \
         `PQL0xx` are codes of the grammar, `PQL1xx` of names and types, `PQL2xx` of series in tests.\n",
    );
    for row in CODES {
        let _ = write!(page, "\n## {}: {}\n\n{}", row.code, row.title, row.docs.page());
    }
    page
}
