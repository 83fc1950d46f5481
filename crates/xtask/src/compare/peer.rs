//! Runs the cases with Prometheus, as the program `oracle`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use super::Args;
use super::case::{Case, Timing};
use crate::run::run as run_program;

/// The location of the data of a shape.
pub(super) struct Data {
    /// Prometheus's data directory.
    pub(super) folder: PathBuf,
    /// The same samples as JSON lines.
    pub(super) dump: PathBuf,
}

/// The data of a shape, created if missing.
pub(super) fn data(args: &Args, shape: &str) -> anyhow::Result<Data> {
    let data = Data { folder: args.data.join(shape), dump: args.data.join(format!("{shape}.jsonl")) };
    fs::create_dir_all(&args.data)?;
    if !data.folder.exists() {
        eprintln!("recording {shape}");
        run_program(Command::new(&args.oracle).args(["record", "-shape", shape, "-out"]).arg(&data.folder))?;
    }
    if !data.dump.exists() {
        eprintln!("dumping {shape}");
        let part = data.dump.with_extension("part");
        let out = Stdio::from(File::create(&part)?);
        run_program(Command::new(&args.oracle).args(["dump", "-tsdb"]).arg(&data.folder).stdout(out))?;
        fs::rename(&part, &data.dump)?;
    }
    Ok(data)
}

/// Runs the cases.
pub(super) fn run(args: &Args, folder: &Path, cases: &[Case]) -> anyhow::Result<Vec<Timing>> {
    let file = args.data.join("cases.json");
    fs::write(&file, serde_json::to_string(cases)?)?;
    let mut command = Command::new(&args.oracle);
    command.args(["bench", "-runs", &args.runs.to_string(), "-threads", &args.threads.to_string()]);
    command.args(["-features", "promql-experimental-functions"]);
    let output = command.arg("-tsdb").arg(folder).arg("-cases").arg(&file).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| args.oracle.display().to_string())?;
    if !output.status.success() {
        bail!("{} bench: {}", args.oracle.display(), output.status);
    }
    let lines = std::str::from_utf8(&output.stdout)?.lines();
    lines.map(|line| serde_json::from_str(line).context("a line of bench")).collect()
}
