//! `promenade-testkit answer|parse|promqltest|differential|rules`: the engine in the clothes of the programs that it is compared with.
#![allow(clippy::print_stdout)] // it is a program

mod differential;
mod rules;

use std::io::{BufWriter, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use promenade::model::duration::parse_duration;
use promenade::storage::memory::{MemoryStorage, MemoryStorageBuilder};
use promenade::{Engine, EngineOptions, Storage, Tsdb};
use promenade_testkit::differential::features_of;
use promenade_testkit::{Runner, Script, load, oracle};

/// Answers queries and runs test scripts, so that the engine can be compared with Prometheus.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers the queries on its standard input, JSON lines, over the data given.
    Answer(AnswerArgs),
    /// Parses the expressions on its standard input, JSON lines.
    Parse(EngineArgs),
    /// Runs test scripts.
    Promqltest {
        /// The scripts.
        files: Vec<PathBuf>,
        /// Does not say what failed.
        #[arg(long)]
        quiet: bool,
    },
    /// Draws queries over drawn data and compares the answers with Prometheus's.
    Differential(differential::DifferentialArgs),
    /// Draws rule files over drawn data and compares what they evaluate to with Prometheus.
    Rules(rules::RulesArgs),
}

#[derive(Args)]
struct AnswerArgs {
    /// File of promqltest `load` commands.
    #[arg(long)]
    script: Option<PathBuf>,
    /// Metrics text.
    #[arg(long)]
    text: Option<PathBuf>,
    /// Data directory of a Prometheus server.
    #[arg(long)]
    tsdb: Option<PathBuf>,
    /// With --text: timestamp in milliseconds of samples that have none.
    #[arg(long, default_value_t = 0, allow_hyphen_values = true)]
    at: i64,
    #[command(flatten)]
    engine: EngineArgs,
}

#[derive(Args)]
struct EngineArgs {
    /// Feature flags, by commas; `all` for all but type-and-unit-labels.
    #[arg(long, default_value = "")]
    features: String,
    /// How long a sample stays visible.
    #[arg(long, default_value = "5m")]
    lookback: String,
    /// Step of subqueries that name none.
    #[arg(long, default_value = "1m")]
    subquery_step: String,
    /// The most samples that a query may read.
    #[arg(long, default_value_t = 50_000_000)]
    max_samples: u64,
    /// How long a query may take.
    #[arg(long, default_value = "2m")]
    timeout: String,
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse_from(std::env::args().map(double_dash)).command {
        Command::Answer(args) => answer(&args).map(|()| ExitCode::SUCCESS),
        Command::Parse(args) => {
            let engine = args.engine()?;
            oracle::each_line(stdin().lock(), BufWriter::new(stdout().lock()), |e| oracle::parse(&engine, e))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Promqltest { files, quiet } => promqltest(&files, quiet),
        Command::Differential(args) => differential::run(&args),
        Command::Rules(args) => rules::run(&args),
    }
}

/// Flags may have one dash, as those of the programs that this one stands in for.
fn double_dash(arg: String) -> String {
    let is_single = arg.starts_with('-') && !arg.starts_with("--") && arg[1..].starts_with(|c: char| c.is_alphabetic());
    if is_single && arg.len() > 2 { format!("-{arg}") } else { arg }
}

fn answer(args: &AnswerArgs) -> anyhow::Result<()> {
    let storage: Box<dyn Storage> = match (&args.script, &args.text, &args.tsdb) {
        (Some(path), None, None) => {
            let script = Script::parse(&read(path)?).with_context(|| path.display().to_string())?;
            Box::new(load::load_script(&script).map_err(anyhow::Error::msg)?)
        }
        (None, Some(path), None) => Box::new(load_text(path, args.at)?),
        (None, None, Some(path)) => Box::new(Tsdb::open(path)?),
        _ => bail!("give one of --script, --text and --tsdb"),
    };
    let engine = args.engine.engine()?;
    oracle::each_line(stdin().lock(), BufWriter::new(stdout().lock()), |q| oracle::answer(&engine, &storage, q))
}

fn load_text(path: &Path, at_ms: i64) -> anyhow::Result<MemoryStorage> {
    let mut builder = MemoryStorageBuilder::new();
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let options = promenade::exposition::LoadOptions::default().default_time_ms(at_ms);
    promenade::exposition::load(std::io::BufReader::new(file), &options, &mut builder)?;
    Ok(builder.build())
}

impl EngineArgs {
    fn engine(&self) -> anyhow::Result<Engine> {
        let millis = |text: &str| -> anyhow::Result<std::time::Duration> {
            Ok(std::time::Duration::from_millis(u64::try_from(parse_duration(text)?)?))
        };
        Ok(Engine::new(
            EngineOptions::default()
                .features(features_of(&self.features)?)
                .lookback_delta(millis(&self.lookback)?)
                .default_subquery_step(millis(&self.subquery_step)?)
                .max_samples(self.max_samples)
                .timeout(Some(millis(&self.timeout)?)),
        ))
    }
}

fn promqltest(files: &[PathBuf], quiet: bool) -> anyhow::Result<ExitCode> {
    let (mut n_passed, mut n_evals) = (0, 0);
    for path in files {
        let script = Script::parse(&read(path)?).with_context(|| path.display().to_string())?;
        let report = Runner::default().run(&script);
        for failure in report.failures().filter(|_| !quiet) {
            let why = failure.failure.as_deref().unwrap_or_default();
            println!("{}:{}: {}\n    {why}", path.display(), failure.line, failure.expr);
        }
        println!("{}: {} of {} evals pass", path.display(), report.n_passed(), report.evals.len());
        n_passed += report.n_passed();
        n_evals += report.evals.len();
    }
    println!("{n_passed} of {n_evals} evals pass");
    Ok(if n_passed == n_evals { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
