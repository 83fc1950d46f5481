//! `promenade snapshot`: what is known of metrics, for checks without a server.

use std::io::{Write, stdout};
use std::process::ExitCode;

use anyhow::Context;
use promenade::lint::snapshot::Snapshot;

use crate::args::SnapshotArgs;
use crate::errors::{DataError, Failure};
use crate::load::{ScrapeTime, load};
use crate::snapshot::{collect, fetch, to_text};
use crate::terminal::Streams;
use crate::time::now_ms;

pub(super) fn run(args: &SnapshotArgs, streams: Streams) -> Result<ExitCode, Failure> {
    let (snapshot, code) = match &args.url {
        Some(url) => (fetched(url, args.max_values)?, ExitCode::SUCCESS),
        None => of_files(args, streams)?,
    };
    let text = to_text(&snapshot).context("the snapshot").map_err(Failure::Encoding)?;
    match &args.output {
        None => stdout().write_all(text.as_bytes()),
        Some(path) => std::fs::write(path, text),
    }
    .map_err(Failure::Output)?;
    Ok(code)
}

fn fetched(url: &str, max_values: usize) -> Result<Snapshot, Failure> {
    fetch(url, max_values).map_err(|error| Failure::Data(vec![DataError::server(error)]))
}

/// What is in files of metrics, and the exit code.
fn of_files(args: &SnapshotArgs, streams: Streams) -> Result<(Snapshot, ExitCode), Failure> {
    let scrape_time = ScrapeTime { given_ms: args.data.scrape_time, otherwise_ms: now_ms() };
    let data = load(&args.data, scrape_time, streams.stderr)?;
    let metadata = futures_executor::block_on(data.storage().metadata(None));
    let metadata = metadata.map_err(|error| Failure::Data(vec![DataError::storage(&error)]))?;
    Ok((collect(data.storage(), &metadata, args.max_values)?, data.exit_code()))
}
