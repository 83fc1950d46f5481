//! `promenade-testkit rules`: generated rule files, evaluated by Prometheus and by Promenade.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use promenade_testkit::differential::rules::RuleCampaign;

#[derive(Args)]
pub(crate) struct RulesArgs {
    /// The oracle: Prometheus as a program that evaluates rule files.
    #[arg(long)]
    oracle: PathBuf,
    /// Rule files in all.
    #[arg(long, default_value_t = 300)]
    files: usize,
    /// The first seed; each file has the next one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Differing files that are made as small as they go.
    #[arg(long, default_value_t = 3)]
    shrink: usize,
}

pub(crate) fn run(args: &RulesArgs) -> anyhow::Result<ExitCode> {
    let campaign =
        RuleCampaign { program: args.oracle.clone(), n_files: args.files, seed: args.seed, n_shrunk: args.shrink };
    let report = campaign.run(&mut |line| println!("{line}"))?;
    for failure in report.failures.iter().take(args.shrink) {
        println!("\n{}\n{}\n  {}", failure.case.data, failure.case.rules, failure.difference);
    }
    let n_differing = report.failures.len();
    println!(
        "{} files: {} equal, {} of them refused by both; {} explained, as Prometheus says something else each time; {n_differing} differing",
        report.n_files,
        report.n_files - n_differing - report.n_explained,
        report.n_refused,
        report.n_explained,
    );
    Ok(if n_differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
