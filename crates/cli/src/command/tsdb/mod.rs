//! `promenade tsdb`: what a data directory of Prometheus holds.

mod analyze;
mod compaction;
mod dump;
mod list;

use promenade::model::Matcher;
use promenade::syntax::{ParseOptions, parse_metric_selector};
use promenade::{Features, QueryError};

use crate::args::{TsdbArgs, TsdbCommand};
use crate::errors::Failure;

pub(super) fn run(args: &TsdbArgs) -> Result<(), Failure> {
    match &args.command {
        TsdbCommand::List(args) => list::run(args),
        TsdbCommand::Analyze(args) => analyze::run(args),
        TsdbCommand::Dump(args) => dump::run(args),
        TsdbCommand::DumpOpenmetrics(args) => dump::run_openmetrics(args),
    }
}

/// The matchers of a selector.
fn matchers(selector: &str) -> Result<Vec<Matcher>, Failure> {
    let options = ParseOptions::without_names().features(Features::all());
    parse_metric_selector(selector, &options).map_err(|found| Failure::query(QueryError::Parse(found), selector))
}
