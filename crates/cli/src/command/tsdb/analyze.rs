//! `promenade tsdb analyze`: what a block is made of.

use std::fmt::Write as _;
use std::io::{Write, stdout};

use promenade::tsdb::{Analysis, Block, ChunkAnalysis, TsdbError};

use super::list::duration_text;
use super::{compaction, matchers};
use crate::args::TsdbAnalyzeArgs;
use crate::errors::{DataError, Failure};
use crate::load::open_tsdb;

pub(super) fn run(args: &TsdbAnalyzeArgs) -> Result<(), Failure> {
    let tsdb = open_tsdb(&args.path)?;
    let Some(block) = tsdb.block(args.block) else {
        let named = args.block.map_or_else(String::new, |ulid| format!(" {ulid}"));
        let message = format!("there is no block{named} in {}", args.path.display());
        return Err(Failure::usage(message, "list the blocks with `promenade tsdb list`"));
    };
    let matchers = args.selector.as_deref().map_or(Ok(Vec::new()), matchers)?;
    let damaged = |error: TsdbError| Failure::Data(vec![DataError::tsdb(&error)]);
    let mut text = summary(block, &Analysis::of(block, &matchers).map_err(damaged)?, args);
    if args.extended {
        text.push_str(&compaction::text(&ChunkAnalysis::of(block, &matchers).map_err(damaged)?));
    }
    stdout().write_all(text.as_bytes()).map_err(Failure::Output)
}

fn summary(block: &Block, analysis: &Analysis, args: &TsdbAnalyzeArgs) -> String {
    let meta = block.meta();
    let mut text = format!("Block ID: {}\n", meta.ulid);
    let _ = writeln!(text, "Duration: {}", duration_text(meta.max_time, meta.min_time));
    let _ = writeln!(text, "Total Series: {}", meta.stats.num_series);
    if let Some(selector) = &args.selector {
        let _ = writeln!(text, "Matcher: {selector}");
    }
    let _ = writeln!(text, "Label names: {}", analysis.n_label_names);
    if args.selector.is_some() {
        let _ = writeln!(text, "Matched series: {}", analysis.n_series);
    }
    let _ = writeln!(text, "Postings (unique label pairs): {}", analysis.n_pairs);
    let _ = writeln!(text, "Postings entries (total label pairs): {}", analysis.n_entries);
    for (title, ranked) in [
        ("Label pairs most involved in churning", &analysis.pair_churn),
        ("Label names most involved in churning", &analysis.name_churn),
        ("Most common label pairs", &analysis.common_pairs),
        ("Label names with highest cumulative label value length", &analysis.value_lengths),
        ("Highest cardinality labels", &analysis.n_values),
        ("Highest cardinality metric names", &analysis.metrics),
    ] {
        let _ = writeln!(text, "\n{title}:");
        for (name, number) in ranked.iter().take(args.limit) {
            let _ = writeln!(text, "{number} {name}");
        }
    }
    text
}
