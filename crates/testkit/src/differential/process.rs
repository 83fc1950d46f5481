//! A running oracle: Prometheus as a program that answers JSON lines over one set of data.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::generate::data::DataSet;
use crate::oracle::Query;

/// The oracle's program.
#[derive(Debug, Clone)]
pub struct Program(PathBuf);

impl Program {
    /// The program of this path.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    fn command(&self, command: &str, script: &Path) -> Command {
        let mut process = Command::new(&self.0);
        process.arg(command).arg("-script").arg(script).stderr(Stdio::null());
        process
    }

    /// The program's answers to lines that are asked all at once.
    ///
    /// # Errors
    /// Returns an error if it cannot be run, fails, or writes something else.
    pub fn ask_all(&self, args: &[&str], lines: &[String]) -> anyhow::Result<Vec<Value>> {
        let mut command = Command::new(&self.0);
        let child = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| self.0.display().to_string())?;
        let mut input = child.stdin.take().context("the oracle has no input")?;
        let output = std::thread::scope(|scope| {
            // A program that stops reading is seen by how it ends.
            scope.spawn(move || lines.iter().try_for_each(|line| writeln!(input, "{line}")).ok());
            child.wait_with_output()
        })?;
        if !output.status.success() {
            bail!("{} {}: {}", self.0.display(), args.join(" "), output.status);
        }
        String::from_utf8(output.stdout)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    }

    /// All samples of some data as its storage hands them out, a series a line.
    ///
    /// # Errors
    /// Returns an error if it cannot be run or cannot read the data.
    pub fn dump(&self, data: &DataSet) -> anyhow::Result<Vec<Value>> {
        let script = ScriptFile::write(data)?;
        let output = self.command("dump", &script.path()).output()?;
        let text = String::from_utf8(output.stdout)?;
        text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    }
}

/// Data in a file, which goes when this goes.
#[derive(Debug)]
struct ScriptFile(PathBuf);

static N_WRITTEN: AtomicU64 = AtomicU64::new(0);

impl ScriptFile {
    fn write(data: &DataSet) -> anyhow::Result<Self> {
        let number = N_WRITTEN.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("promenade-differential-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let file = Self(folder);
        std::fs::write(file.path(), data.to_string())?;
        Ok(file)
    }

    fn path(&self) -> PathBuf {
        self.0.join("data.test")
    }
}

impl Drop for ScriptFile {
    fn drop(&mut self) {
        // Failures leave nothing to do.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running oracle. Dropping it ends the process and removes its data.
#[derive(Debug)]
pub struct Oracle {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    data: ScriptFile,
}

impl Oracle {
    /// Starts the program over some data.
    ///
    /// # Errors
    /// Returns an error if the program cannot be started or the data not be written.
    pub fn start(program: &Program, data: &DataSet, features: &str) -> anyhow::Result<Self> {
        let data = ScriptFile::write(data)?;
        let mut command = program.command("answer", &data.path());
        command.args(["-features", features]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| program.0.display().to_string())?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().context("the oracle has no output")?);
        Ok(Self { child, input, output, data })
    }

    /// Hands queries over; their answers are to be read one by one.
    ///
    /// # Errors
    /// Returns an error if the process has ended.
    pub fn ask(&mut self, queries: &[Query]) -> anyhow::Result<()> {
        let input = self.input.as_mut().context("the oracle has no input")?;
        for query in queries {
            serde_json::to_writer(&mut *input, query)?;
            input.write_all(b"\n")?;
        }
        Ok(input.flush()?)
    }

    /// The answer to the query that was asked first among those without answer.
    ///
    /// # Errors
    /// Returns an error if the process has ended or writes something else.
    pub fn answer(&mut self) -> anyhow::Result<Value> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the oracle ended: can it read the data in {}?", self.data.path().display());
        }
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        drop(self.input.take());
        // It may be in the middle of an answer that nobody wants; failures leave nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
