//! `promenade explain`: the logical plan of a query.

use std::io::{Write, stdout};

use promenade::{Engine, EngineOptions, MemoryStorage};

use super::query::prepare;
use crate::args::ExplainArgs;
use crate::errors::Failure;

pub(super) fn run(args: &ExplainArgs) -> Result<(), Failure> {
    let options = EngineOptions { optimize: !args.unoptimized, ..args.language.engine_options() };
    let engine = Engine::new(options);
    let storage = MemoryStorage::default();
    let times = args.times.resolve(None)?;
    let plan = prepare(&engine, &storage, &args.expr, times).plan();
    let plan = plan.map_err(|error| Failure::query(error, &args.expr))?;
    write!(stdout().lock(), "{}", plan.explain()).map_err(Failure::Output)
}
