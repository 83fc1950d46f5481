//! `promenade tsdb list`: the blocks of a data directory.

use std::fmt::Write as _;
use std::io::{Write, stdout};

use promenade::go::time::{Duration, Time};
use promenade::tsdb::Block;

use crate::args::TsdbListArgs;
use crate::errors::Failure;
use crate::load::open_tsdb;

const HEADER: [&str; 8] =
    ["BLOCK ULID", "MIN TIME", "MAX TIME", "DURATION", "NUM SAMPLES", "NUM CHUNKS", "NUM SERIES", "SIZE"];
/// The least width of a column, the blanks behind it included, and how many blanks there are at least.
const MIN_WIDTH: usize = 13;
const PADDING: usize = 2;

pub(super) fn run(args: &TsdbListArgs) -> Result<(), Failure> {
    let tsdb = open_tsdb(&args.path)?;
    let mut rows = vec![HEADER.map(str::to_owned)];
    rows.extend(tsdb.blocks().iter().map(|block| row(block, args.human_readable)));
    let mut out = String::new();
    let width = |column: usize| rows.iter().map(|row| row[column].len() + PADDING).max().unwrap_or_default();
    let widths: [usize; 8] = std::array::from_fn(|column| width(column).max(MIN_WIDTH));
    for row in &rows {
        // The last column is not followed by blanks.
        let (last, cells) = (&row[HEADER.len() - 1], &row[..HEADER.len() - 1]);
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        out.extend(padded.chain([last.clone(), "\n".to_owned()]));
    }
    stdout().write_all(out.as_bytes()).map_err(Failure::Output)
}

fn row(block: &Block, human_readable: bool) -> [String; 8] {
    let meta = block.meta();
    let time = |ms: i64| if human_readable { time_for_people(ms) } else { ms.to_string() };
    [
        meta.ulid.to_string(),
        time(meta.min_time),
        time(meta.max_time),
        duration_text(meta.max_time, meta.min_time),
        meta.stats.num_samples.to_string(),
        meta.stats.num_chunks.to_string(),
        meta.stats.num_series.to_string(),
        if human_readable { size_for_people(block.n_bytes()) } else { block.n_bytes().to_string() },
    ]
}

/// A duration between milliseconds as Go writes it.
pub(super) fn duration_text(end_ms: i64, start_ms: i64) -> String {
    Duration::from_nanoseconds(end_ms.wrapping_sub(start_ms).wrapping_mul(1_000_000)).to_string()
}

/// A time in whole seconds as Go writes it.
fn time_for_people(ms: i64) -> String {
    Time::from_unix_ms(ms / 1000 * 1000).format("2006-01-02 15:04:05 -0700 MST")
}

/// A number of bytes in units of 1024, all of them: `1MiB512KiB`.
fn size_for_people(n_bytes: u64) -> String {
    const UNITS: [&str; 7] = ["EiB", "PiB", "TiB", "GiB", "MiB", "KiB", "B"];
    let (mut rest, mut text) = (n_bytes, String::new());
    for (i, unit) in UNITS.iter().enumerate() {
        let shift = 10 * (UNITS.len() - 1 - i);
        if rest >> shift > 0 {
            let _ = write!(text, "{}{unit}", rest >> shift);
            rest &= (1 << shift) - 1;
        }
    }
    if text.is_empty() { "0B".to_owned() } else { text }
}
