//! `promenade snapshot`: what is known of metrics, for checks without a server.

use std::io::{Write, stdout};

use anyhow::Context;
use promenade::lint::snapshot::Snapshot;

use crate::args::SnapshotArgs;
use crate::errors::{DataError, Failure};
use crate::load::{ScrapeTime, load};
use crate::snapshot::{collect, fetch, to_text};
use crate::terminal::Streams;
use crate::time::now_ms;

pub(super) fn run(args: &SnapshotArgs, streams: Streams) -> Result<(), Failure> {
    let snapshot = match &args.url {
        Some(url) => fetch(url, args.max_values).map_err(|error| Failure::Data(vec![DataError::server(error)]))?,
        None => of_files(args, streams)?,
    };
    let text = to_text(&snapshot).context("the snapshot").map_err(Failure::Encoding)?;
    match &args.output {
        None => stdout().write_all(text.as_bytes()).map_err(Failure::Output),
        Some(path) => std::fs::write(path, text).map_err(Failure::Output),
    }
}

/// What is in files of metrics.
fn of_files(args: &SnapshotArgs, streams: Streams) -> Result<Snapshot, Failure> {
    let scrape_time = ScrapeTime { given_ms: args.data.scrape_time, otherwise_ms: now_ms() };
    let data = load(&args.data, scrape_time, streams.stderr)?;
    let metadata = futures_executor::block_on(data.storage().metadata(None));
    let metadata = metadata.map_err(|error| Failure::Data(vec![DataError::storage(&error)]))?;
    collect(data.storage(), &metadata, args.max_values)
}
