//! Runs scripts, each eval with the re-runs that Prometheus's own runner makes of it.

mod check;
mod pin;

use std::time::Duration;

use promenade::storage::memory::{MemoryStorage, MemoryStorageBuilder};
use promenade::{Engine, EngineOptions, Features, QueryError, QueryResult};

use crate::load::load;
use crate::script::{Command, Eval, Kind, Script, Subject};

/// How far around an instant query the range query reaches that must agree with it.
const MINUTE: i64 = 60_000;

/// What became of one eval.
#[derive(Debug, Clone)]
pub struct EvalOutcome {
    /// Its line, counted from 1.
    pub line: usize,
    /// Its query.
    pub expr: String,
    /// What was wrong; `None` if it passed.
    pub failure: Option<String>,
}

/// What became of the evals of one script.
#[derive(Debug, Clone, Default)]
pub struct FileReport {
    /// One outcome for each eval.
    pub evals: Vec<EvalOutcome>,
}

impl FileReport {
    /// Number of evals that passed.
    pub fn n_passed(&self) -> usize {
        self.evals.iter().filter(|e| e.failure.is_none()).count()
    }

    /// The evals that failed.
    pub fn failures(&self) -> impl Iterator<Item = &EvalOutcome> {
        self.evals.iter().filter(|e| e.failure.is_some())
    }
}

/// Runs scripts against an engine.
#[derive(Debug)]
pub struct Runner {
    engine: Engine,
}

impl Default for Runner {
    /// A runner whose engine has the options of Prometheus's own test engine.
    fn default() -> Self {
        Self::new(
            EngineOptions::default()
                .features(Features { per_step_stats: false, ..Features::all() })
                .timeout(Some(Duration::from_secs(100))),
        )
    }
}

impl Runner {
    /// A runner whose engine has these options.
    pub fn new(options: EngineOptions) -> Self {
        Self { engine: Engine::new(options) }
    }

    /// Runs all evals of a script. A `load` that fails makes each eval after it fail.
    pub fn run(&self, script: &Script) -> FileReport {
        let mut builder = MemoryStorageBuilder::new();
        let mut storage = builder.clone().build();
        let mut broken = None;
        let mut report = FileReport::default();
        for command in &script.commands {
            match command {
                Command::Clear => {
                    builder.clear();
                    storage = builder.clone().build();
                    broken = None;
                }
                Command::Load(commands) => {
                    broken = broken.or(load(commands, &mut builder).err());
                    storage = builder.clone().build();
                }
                Command::Eval(eval) => {
                    let failure = broken.clone().or_else(|| self.eval(eval, &storage).err());
                    report.evals.push(EvalOutcome { line: eval.line, expr: eval.expr.clone(), failure });
                }
            }
        }
        report
    }

    fn eval(&self, eval: &Eval, storage: &MemoryStorage) -> Result<(), String> {
        match eval.kind {
            Kind::Range { start_ms, end_ms, step_ms } => {
                let result = self.engine.query(storage, &eval.expr).range(start_ms, end_ms, step_ms).wait();
                check::outcome(eval, &eval.expr, result).map(drop)
            }
            Kind::Instant { at_ms } => self.instant(eval, at_ms, storage),
        }
    }

    /// The query as it stands; printed and read again; and with `@` on every selector at other times.
    fn instant(&self, eval: &Eval, at_ms: i64, storage: &MemoryStorage) -> Result<(), String> {
        self.instant_once(eval, &eval.expr, at_ms, storage)?;
        let expr = match pin::parse(&self.engine, &eval.expr) {
            Ok(expr) => expr,
            // That it is refused is what was expected, and it cannot be pinned.
            Err(_) if eval.expects(Subject::Fail) => return Ok(()),
            Err(message) => return Err(message),
        };
        let printed = expr.to_string();
        self.value_at(eval, &printed, at_ms, storage).map_err(|e| format!("as printed, {printed}: {e}"))?;
        let Some(pinned) = pin::pin(&expr, at_ms) else { return Ok(()) };
        for time_ms in pin::times(at_ms) {
            let context = |e| format!("as {pinned} at {time_ms} ms: {e}");
            self.instant_once(eval, &pinned, time_ms, storage).map_err(context)?;
        }
        Ok(())
    }

    /// The value of a printed query; positions in annotations may differ there.
    fn value_at(&self, eval: &Eval, expr: &str, at_ms: i64, storage: &MemoryStorage) -> Result<(), String> {
        match self.engine.query(storage, expr).at(at_ms).wait() {
            Ok(result) if !eval.expects(Subject::Fail) => check::value(eval, &result.value),
            Err(_) if eval.expects(Subject::Fail) => Ok(()),
            Ok(_) => Err("the query was to fail".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The query at one time, and as the middle step of a range query around it.
    fn instant_once(&self, eval: &Eval, expr: &str, at_ms: i64, storage: &MemoryStorage) -> Result<(), String> {
        let result: Result<QueryResult, QueryError> = self.engine.query(storage, expr).at(at_ms).wait();
        let Some(result) = check::outcome(eval, expr, result)? else { return Ok(()) };
        if eval.no_range_check || pin::depends_on_times(expr) {
            return Ok(());
        }
        let ranged = self.engine.query(storage, expr).range(at_ms - MINUTE, at_ms + MINUTE, MINUTE).wait();
        let ranged = ranged.map_err(|e| format!("as a range query: {e}"))?;
        if eval.expects(Subject::Ordered) {
            return Ok(());
        }
        let middle = check::middle(&ranged.value, at_ms, &result.value)?;
        check::value(eval, &middle).map_err(|e| format!("as a range query: {e}"))
    }
}
