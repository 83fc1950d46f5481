//! The language of promqltest scripts: `load`, `clear` and `eval` with what is expected of it.

mod eval;
mod expect;
mod lines;
mod load;
mod start;

use promenade::model::duration::parse_duration as parse_ms;

pub use eval::{Eval, ExpectedSeries, ExpectedValue, Kind};
pub use expect::{Expectation, Pattern, Subject};
pub use load::{Load, LoadedSample, LoadedSeries};

/// A script: its commands in order.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// The commands.
    pub commands: Vec<Command>,
}

/// One command of a script.
#[derive(Debug, Clone)]
pub enum Command {
    /// `clear`: forgets all samples.
    Clear,
    /// `load`: adds samples.
    Load(Load),
    /// `eval`: a query and what is expected of it.
    Eval(Box<Eval>),
}

/// A script that cannot be read.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("line {line}: {message}")]
pub struct ScriptError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// Returns an error if a line is not of the language. Queries are not looked at.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let mut lines = lines::Lines::new(text);
        let mut commands = Vec::new();
        while let Some(line) = lines.next_command() {
            let word = line.split([' ', '\t']).next().unwrap_or_default().to_ascii_lowercase();
            let command = match word.as_str() {
                "clear" => Command::Clear,
                w if w.starts_with("load") => Command::Load(load::parse(&mut lines)?),
                w if w.starts_with("eval") => Command::Eval(Box::new(eval::parse(&mut lines)?)),
                _ => return Err(lines.error(format!("unknown command {line:?}: load, clear or eval is expected"))),
            };
            commands.push(command);
        }
        Ok(Self { commands })
    }

    /// Number of `eval` commands.
    pub fn n_evals(&self) -> usize {
        self.commands.iter().filter(|c| matches!(c, Command::Eval(_))).count()
    }
}

/// A duration of the script's head lines, in milliseconds.
fn parse_duration(lines: &lines::Lines<'_>, text: &str, what: &str) -> Result<i64, ScriptError> {
    parse_ms(text).map_err(|e| lines.error(format!("invalid {what} {text:?}: {e}")))
}
