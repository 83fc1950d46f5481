//! Compares another version of Prometheus with the engine and prints what is new in it, by kind.

mod catalogue;
mod findings;
mod live;
mod parses;
mod program;
mod queries;
mod scripts;
mod section;
mod version;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use promenade_testkit::differential::Program;

use section::Section;

/// The version, and what to compare.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The version of Prometheus, such as 3.16.0.
    version: String,
    /// Folder of the recorded oracle: the format of its answers, the recorded queries and expressions.
    #[arg(long, default_value = "../shared/v3.16/oracle")]
    oracle: PathBuf,
    /// Folder to build the program in, with a subfolder per version.
    #[arg(long, default_value = "target/reference")]
    into: PathBuf,
    /// Queries of the live comparison.
    #[arg(long, default_value_t = 4_000)]
    queries: usize,
    /// The first seed of the live comparison.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Lines to show of each kind.
    #[arg(long, default_value_t = 40)]
    show: usize,
}

/// Prints the differences; fails if there are any.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let version = version::module_version(&args.version)?;
    let recorded = args.oracle.join("recorded");
    println!("Prometheus {}, {} {version}", args.version.trim_start_matches('v'), version::MODULE);
    println!("building it, which takes minutes the first time");
    let sources = program::sources(&version)?;
    let path = program::build(&args.into.join(args.version.trim_start_matches('v')), &version, &args.oracle)?;
    println!("sources: {}\nprogram: {}", sources.display(), path.display());
    let program = Program::new(path.clone());
    let mut all = Vec::new();
    let mut take = |section: Section| {
        section.print(args.show);
        all.push(section);
    };
    take(catalogue_section(&path)?);
    take(scripts::run(&sources)?);
    queries::ask(&program, &recorded)?.sections("recorded queries").into_iter().for_each(&mut take);
    take(parses::ask(&program, &recorded)?);
    live::run(&path, args.queries, args.seed).into_iter().for_each(&mut take);
    let differing: Vec<_> =
        all.iter().filter(|section| !section.lines.is_empty()).map(|section| section.title).collect();
    if differing.is_empty() {
        println!("\nnothing differs");
        return Ok(ExitCode::SUCCESS);
    }
    println!("\ndiffering: {}", differing.join(", "));
    Ok(ExitCode::FAILURE)
}

fn catalogue_section(program: &Path) -> anyhow::Result<Section> {
    let lines = catalogue::differences(program)?;
    Ok(Section {
        title: "catalogue",
        summary: format!("{} functions, aggregators, keywords and options differ", lines.len()),
        lines,
    })
}

/// The files of a folder with this extension, sorted by name.
fn files(folder: &Path, ending: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|e| e == ending));
    files.sort();
    Ok(files)
}
