//! `promenade-testkit differential`: generated queries, answered by Prometheus and by Promenade.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use promenade_testkit::differential::{Campaign, FEATURES, Failure, Options, Report, script};

/// Where differing cases are saved unless said otherwise: among the scripts that the tests run.
const SCRIPTS: &str = "testdata/promqltest";

#[derive(Args)]
pub(crate) struct DifferentialArgs {
    /// The oracle: Prometheus as a program that answers JSON lines.
    #[arg(long)]
    oracle: PathBuf,
    /// Queries in all.
    #[arg(long, default_value_t = 5_000)]
    queries: usize,
    /// Sets of data, of all kinds in turn.
    #[arg(long, default_value_t = 21)]
    data_sets: usize,
    /// The first seed; each set of data has the next one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Feature flags by commas, `all`, or `off`. Given several times they take turns from one set of data to the next.
    #[arg(long, default_values = FEATURES.map(|list| if list.is_empty() { "off" } else { list }))]
    features: Vec<String>,
    /// Only this kind of data; may be given several times.
    #[arg(long)]
    kind: Vec<String>,
    /// Differing queries that are made as small as they go.
    #[arg(long, default_value_t = 3)]
    shrink: usize,
    /// Differing queries that are shown, those that are not made small in one line.
    #[arg(long, default_value_t = 20)]
    show: usize,
    /// Folder where the small ones are saved as scripts.
    #[arg(long, default_value = SCRIPTS)]
    save: PathBuf,
    /// Saves nothing.
    #[arg(long)]
    no_save: bool,
}

pub(crate) fn run(args: &DifferentialArgs) -> anyhow::Result<ExitCode> {
    let feature_list = |list: &String| if list == "off" { String::new() } else { list.clone() };
    let campaign = Campaign(Options {
        program: args.oracle.clone(),
        n_queries: args.queries,
        n_data_sets: args.data_sets,
        seed: args.seed,
        features: args.features.iter().map(feature_list).collect(),
        n_shrunk: args.shrink,
        kinds: args.kind.clone(),
    });
    let report = campaign.run(&mut |line| println!("{line}"))?;
    for failure in report.cases.iter().filter(|failure| failure.is_shrunk) {
        show(failure);
        match (args.no_save, folder(&args.save, &failure.features)) {
            (true, _) => {}
            (false, Some(folder)) => println!("  saved as {}", save(&folder, failure)?.display()),
            (false, None) => println!("  not saved: scripts run with all features or with none"),
        }
    }
    for failure in report.cases.iter().filter(|failure| !failure.is_shrunk).take(args.show) {
        let (expr, difference) = (&failure.case.query.expr, &failure.difference);
        println!(
            "{} in {}: {expr}  {}\n    {}",
            difference.class,
            failure.case.data.name,
            when(failure),
            difference.text
        );
    }
    summary(&report);
    Ok(if report.differing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(failure: &Failure) {
    let data = &failure.case.data;
    println!("\n{} differs, in data of {}, features {:?}:", failure.difference.class, data.name, failure.features);
    println!("  {}  {}", failure.case.query.expr, when(failure));
    data.to_string().lines().for_each(|line| println!("    {line}"));
    println!(
        "  what: {}\n  Prometheus: {}\n  Promenade:  {}",
        failure.difference.text, failure.expected, failure.actual
    );
}

fn when(failure: &Failure) -> String {
    let query = &failure.case.query;
    match (query.start, query.end, query.step) {
        (Some(start), Some(end), Some(step)) => format!("from {start} to {end} every {step} ms"),
        _ => format!("at {} ms", query.time.unwrap_or_default()),
    }
}

/// Scripts of the folder itself run with all features, those of a folder below with none.
fn folder(folder: &Path, features: &str) -> Option<PathBuf> {
    match features {
        "all" => Some(folder.to_owned()),
        "" => Some(folder.join("without_features")),
        _ => None,
    }
}

fn save(folder: &Path, failure: &Failure) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let class = failure.difference.class;
    let name = |i: usize| folder.join(format!("found_{}_{class}_{i}.test", failure.case.data.name));
    let path =
        (1..=999).map(name).find(|path| !path.exists()).context("there are a thousand such scripts: remove some")?;
    std::fs::write(&path, script(&failure.case, &failure.expected))?;
    Ok(path)
}

fn summary(report: &Report) {
    let n_differing: usize = report.differing.values().sum();
    let n_explained: usize = report.explained.values().sum();
    let per_second = report.n_queries as f64 / report.time.as_secs_f64().max(1e-9);
    println!(
        "\n{} queries over {} sets of data in {:.1?} ({per_second:.0} a second); {} errors and {} empty results on both sides",
        report.n_queries, report.n_data_sets, report.time, report.n_errors, report.n_empty
    );
    for (name, n) in &report.explained {
        println!("  explained: {n} {name}");
    }
    for (class, n) in &report.differing {
        println!("  differing: {n} {class}");
    }
    println!(
        "equal: {}, explained: {n_explained}, differing: {n_differing}",
        report.n_queries - n_differing - n_explained
    );
}
