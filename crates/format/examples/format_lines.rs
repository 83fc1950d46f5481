//! Formats the `expr` of each JSON line of the standard input into another line, for comparing with other programs; the
//! time of the slowest, the best of five runs each, goes to the standard error.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::{BufRead, stdin};
use std::time::{Duration, Instant};

use promenade_format::{Options, Outcome, format};
use serde_json::{Value, json};

fn main() {
    let options = Options::default().variables(promenade_syntax::Variables::Grafana);
    let (mut slowest, mut total, mut n_kept, mut n_refused, mut n) = (Duration::ZERO, Duration::ZERO, 0, 0, 0);
    for line in stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line.expect("text")).expect("a line of JSON");
        let source = row["expr"].as_str().unwrap_or_default();
        let runs = (0..5).map(|_| {
            let start = Instant::now();
            drop(format(source, &options));
            start.elapsed()
        });
        let took = runs.min().unwrap_or_default();
        let result = format(source, &options);
        (slowest, total, n) = (slowest.max(took), total + took, n + 1);
        match result {
            Ok(formatted) => {
                n_kept += usize::from(matches!(formatted.outcome, Outcome::Kept(_)));
                println!("{}", json!({ "expr": formatted.text, "source": source }));
            }
            Err(_) => n_refused += 1,
        }
    }
    eprintln!("{n} queries, {n_refused} refused, {n_kept} kept; slowest {slowest:?}, all {total:?}");
}
