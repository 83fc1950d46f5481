//! Answers in the shape in which the comparison's Prometheus gives them: JSON lines in, JSON lines out.

mod answer;
mod parse;
mod reply;
mod rules;

use std::io::{BufRead, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use answer::{Query, answer};
pub use parse::{Expression, essence, parse};
pub use reply::{ParseReply, Reply};
pub use rules::{Rounds, evaluate_rules};

/// Answers each line of `input` at once, so that another program can talk to this one.
///
/// # Errors
/// Returns an error if a line is not JSON of the expected shape, or reading or writing fails.
pub fn each_line<Q: DeserializeOwned, R: Serialize>(
    input: impl BufRead,
    mut output: impl Write,
    mut reply: impl FnMut(Q) -> R,
) -> anyhow::Result<()> {
    for (i, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let query = serde_json::from_str(&line).map_err(|e| anyhow::anyhow!("line {}: {e}", i + 1))?;
        serde_json::to_writer(&mut output, &reply(query))?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}
