//! A running oracle: Prometheus as a program that answers JSON lines over one set of data.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::generate::data::DataSet;
use crate::oracle::Query;

/// A running oracle. Dropping it ends the process and removes its data.
#[derive(Debug)]
pub struct Oracle {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    data: PathBuf,
}

static N_STARTED: AtomicU64 = AtomicU64::new(0);

impl Oracle {
    /// Starts the program over some data. It forgets the start timestamps of a script.
    ///
    /// # Errors
    /// Where the program cannot be started or the data not be written.
    pub fn start(program: &Path, data: &DataSet, features: &str) -> anyhow::Result<Self> {
        let number = N_STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("promenade-differential-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let script = folder.join("data.test");
        std::fs::write(&script, data.to_string())?;
        let mut command = Command::new(program);
        command.args(["answer", "-features", features]);
        command.arg("-script").arg(script);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().context("the oracle has no output")?);
        Ok(Self { child, input, output, data: folder })
    }

    /// Hands queries over; their answers are to be read one by one.
    ///
    /// # Errors
    /// Where the process has ended.
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
    /// Where the process has ended or writes something else.
    pub fn answer(&mut self) -> anyhow::Result<Value> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the oracle ended: can it read the data in {}?", self.data.display());
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
        let _ = std::fs::remove_dir_all(&self.data);
    }
}
